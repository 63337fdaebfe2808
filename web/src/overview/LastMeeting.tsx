import { seesContent } from '../../../src/lib/actor.ts'
import type { MeetingSummary } from '../../../src/meetings/contract/meeting.ts'
import { ButtonLink } from '../frame/links.tsx'
import { useT } from '../i18n/i18n.ts'
import { useActor } from '../session.tsx'
import { Panel } from '../ui/Panel.tsx'
import { ZoneProvider, Time } from '../ui/time.tsx'
import type { z } from 'zod'

/** The last meeting, with a link to its minutes. */
export function LastMeeting({ meeting }: { meeting: z.infer<typeof MeetingSummary> }) {
  const t = useT('overview')
  const actor = useActor()
  const params = { meetingId: meeting.meetingId }
  return (
    <Panel title={t('last.title')}>
      <div className="line wrap">
        <span className="grow">
          <b>{meeting.title}</b>,{' '}
          <ZoneProvider zone={meeting.zone}>
            <Time at={meeting.startsAt} as="spoken" />
          </ZoneProvider>
          <br />
          <span className="secondary soft">{meeting.incidentTitle}</span>
        </span>
        {seesContent(actor, meeting.staffId) ? (
          <ButtonLink
            size="small"
            variant="tertiary"
            to="/meetings/$meetingId/attendance"
            params={params}
          >
            {t('last.attendance')}
          </ButtonLink>
        ) : null}
        <ButtonLink size="small" to="/meetings/$meetingId/minutes" params={params}>
          {t('last.minutes')}
        </ButtonLink>
      </div>
    </Panel>
  )
}
