import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { isOver } from '../../../src/meetings/rules/states.ts'
import { ButtonLink } from '../frame/links.tsx'
import { useErrorText } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { useFormat } from '../ui/time.tsx'
import { DialIn } from './DialIn.tsx'
import { useRefusal } from './refusal.ts'
import type { Phase } from './visit.ts'

/**
 * Shown after the room: the meeting ended, the person left, or may not enter. Says what happened,
 * and where to go.
 */
export function RoomEnd({
  meeting,
  phase,
  onReturn,
}: {
  meeting: Meeting
  phase: Phase
  onReturn: () => void
}) {
  const t = useT('rooms')
  const errorText = useErrorText()
  const format = useFormat()
  const refusal = useRefusal(meeting)
  const params = { meetingId: meeting.meetingId }
  const hasLeft = phase.kind === 'left' && refusal === null
  const title =
    refusal?.title ??
    (phase.kind === 'left'
      ? t('end.left', { moment: format.moment(phase.atMs) })
      : t('end.refused'))
  const text =
    refusal?.text ?? (phase.kind === 'refused' ? errorText(phase.error) : t('end.leftText'))
  return (
    <main className="room-end">
      <p className="overline">
        {meeting.incidentTitle} · {meeting.title}
      </p>
      <div role="status">
        <h1>{title}</h1>
        <p>{text}</p>
      </div>
      <p className="row wrap">
        {hasLeft ? (
          <Button variant="primary" onClick={onReturn}>
            {t('end.again')}
          </Button>
        ) : null}
        <ButtonLink
          to="/meetings/$meetingId"
          params={params}
          variant={hasLeft ? 'secondary' : 'primary'}
        >
          {t('end.toMeeting')}
        </ButtonLink>
        <ButtonLink to="/">{t('end.toOverview')}</ButtonLink>
      </p>
      {isOver(meeting.state) ? null : <DialIn meeting={meeting} />}
    </main>
  )
}
