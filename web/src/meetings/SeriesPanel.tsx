import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { isMovable, mayPlan } from '../../../src/meetings/rules/states.ts'
import { ButtonLink } from '../frame/links.tsx'
import { Loaded } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { useActor } from '../session.tsx'
import { Button } from '../ui/Button.tsx'
import { Badge } from '../ui/Panel.tsx'
import { OpenedPanel } from './OpenedPanel.tsx'
import { seriesQuery } from './series.ts'
import { useSpanWords, useStateTone } from './words.ts'

/** The meetings of the series. */
export function SeriesPanel({ meeting, onClose }: { meeting: Meeting; onClose: () => void }) {
  const t = useT('planning')
  const meetings = useT('meetings')
  const common = useT('common')
  const actor = useActor()
  const tone = useStateTone()
  const span = useSpanWords()
  const query = useQuery(seriesQuery(meeting))
  const following = (query.data ?? []).filter(
    each => isMovable(each.state) && each.startsAt >= meeting.startsAt,
  )
  const refusal = mayPlan(actor, meeting)
    ? following.length === 0
      ? t('series.cadenceNone')
      : null
    : meetings('acts.onlyPlan')
  return (
    <OpenedPanel title={t('series.title')} onClose={onClose}>
      <Loaded query={query} what={t('series.title')}>
        {instances => (
          <ol className="plain-list series-list">
            {instances.map(each => (
              <li key={each.meetingId} className="line">
                <span className="grow">
                  {each.meetingId === meeting.meetingId ? (
                    <b>
                      {span(each)} · {each.title} ({t('series.this')})
                    </b>
                  ) : (
                    <Link to="/meetings/$meetingId" params={{ meetingId: each.meetingId }}>
                      {span(each)} · {each.title}
                    </Link>
                  )}
                </span>
                {each.movedFrom ? (
                  <span className="secondary soft">{meetings('list.moved')}</span>
                ) : null}
                <Badge tone={tone(each.state)}>{common(`state.${each.state}`)}</Badge>
              </li>
            ))}
          </ol>
        )}
      </Loaded>
      <div className="series-foot">
        <p className="secondary soft">{t('series.text')}</p>
        {refusal ? (
          <Button size="small" disabledReason={refusal}>
            {meetings('acts.following')}
          </Button>
        ) : (
          <ButtonLink
            size="small"
            to="/meetings/$meetingId/following"
            params={{ meetingId: meeting.meetingId }}
          >
            {meetings('acts.following')}
          </ButtonLink>
        )}
      </div>
    </OpenedPanel>
  )
}
