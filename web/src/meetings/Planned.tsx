import type { z } from 'zod'
import type { MeetingId } from '../../../src/lib/ids.ts'
import type { Warning } from '../../../src/meetings/contract/meeting.ts'
import { ButtonLink } from '../frame/links.tsx'
import { useT } from '../i18n/i18n.ts'
import { Panel } from '../ui/Panel.tsx'
import { useFormat } from '../ui/time.tsx'

export type PlannedResult = {
  meetingId: MeetingId | null
  said: string
  warnings: readonly z.infer<typeof Warning>[]
}

/**
 * The result of planning, with people who are promised to another meeting at the same time. That is
 * allowed.
 */
export function Planned({ result }: { result: PlannedResult }) {
  const t = useT('planning')
  const format = useFormat()
  const { meetingId, said, warnings } = result
  return (
    <Panel title={t('plan.overlapTitle')} isPadded>
      <div className="stack" role="status">
        <p>
          <b>{said}</b> {t('plan.overlapText')}
        </p>
        <ul className="consequences">
          {warnings.map((warning, i) => (
            <li key={i}>
              {t('plan.overlap', {
                name: warning.memberName,
                title: warning.meetingTitle,
                when: format.dateTime(warning.startsAt, 'medium'),
              })}
            </li>
          ))}
        </ul>
        <p>
          {meetingId ? (
            <ButtonLink variant="primary" to="/meetings/$meetingId" params={{ meetingId }}>
              {t('plan.toMeeting')}
            </ButtonLink>
          ) : (
            <ButtonLink variant="primary" to="/meetings">
              {t('plan.toMeetings')}
            </ButtonLink>
          )}
        </p>
      </div>
    </Panel>
  )
}
