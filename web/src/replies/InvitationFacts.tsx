import type { AnswerPage } from '../../../src/meetings/contract/reply.ts'
import { useT } from '../i18n/i18n.ts'
import { ExerciseBand } from '../words/ExerciseBand.tsx'
import { Badge } from '../ui/Panel.tsx'
import { Time, useFormat } from '../ui/time.tsx'
import { JoinLine } from './JoinLine.tsx'

/** The invited person, the meeting, when and where; for a moved meeting also the former time. */
export function InvitationFacts({ page }: { page: AnswerPage }) {
  const t = useT('replies')
  const common = useT('common')
  const format = useFormat()
  const { meeting } = page
  const minutes = Math.round((Date.parse(meeting.endsAt) - Date.parse(meeting.startsAt)) / 60_000)
  const place = meeting.place
    ? meeting.hasVirtualRoom
      ? t('placeOrVirtual', { place: meeting.place })
      : meeting.place
    : meeting.hasVirtualRoom
      ? common('mode.video')
      : ''
  return (
    <div className="facts">
      <ExerciseBand kind={meeting.kind} />
      <p className="overline">{t('invitationTo', { name: page.name })}</p>
      <h1>
        {meeting.title}, {format.date(meeting.startsAt, 'medium')}
      </h1>
      {page.functions.length > 0 ? (
        <p>
          {t('function', { count: page.functions.length, functions: page.functions.join(', ') })}
        </p>
      ) : null}
      {page.deputyFor.map(({ name, functions }) => (
        <p key={name}>
          {functions.length > 0
            ? t('standsInAs', { name, functions: functions.join(', ') })
            : t('standsIn', { name })}
        </p>
      ))}
      <p>
        {page.staffName} · {meeting.incidentTitle}
      </p>
      <p>
        <b>
          <time dateTime={meeting.startsAt}>{format.dateTime(meeting.startsAt)}</time>
        </b>
        {place ? (
          <>
            {place}
            <br />
          </>
        ) : null}
        {t('about', { count: minutes })}
      </p>
      {meeting.movedFrom ? (
        <p>
          <Badge tone="warn">{t('moved')}</Badge> {t('movedFrom')}{' '}
          <s>
            <Time at={meeting.movedFrom} as="dateTime" />
          </s>
        </p>
      ) : null}
      <JoinLine meeting={meeting} />
    </div>
  )
}
