import { useQuery } from '@tanstack/react-query'
import { wallTimeOf } from '../../../src/lib/time.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { mayPlan } from '../../../src/meetings/rules/states.ts'
import { Loaded } from '../frame/Loaded.tsx'
import { ButtonLink } from '../frame/links.tsx'
import { useT } from '../i18n/i18n.ts'
import { useActor } from '../session.tsx'
import { PageTitle, Panel } from '../ui/Panel.tsx'
import { EmptyState } from '../ui/states.tsx'
import { ZoneNotice } from '../ui/time.tsx'
import { FollowingForm } from './FollowingForm.tsx'
import { followingQuery } from './following.ts'
import { useMeeting } from './MeetingFrame.tsx'
import './meetings.css'
import './following.css'

/** This meeting of a series and the following ones: facts, time, rhythm, shown before it is saved. */
export function FollowingPage() {
  const t = useT('planning')
  const actor = useActor()
  const meeting = useMeeting()
  const params = { meetingId: meeting.meetingId }
  const refusal = !meeting.seriesId ? 'none' : mayPlan(actor, meeting) ? null : 'refused'
  return (
    <div className="page roomy stack">
      <PageTitle
        overline={meeting.incidentTitle}
        title={t('following.title')}
        actions={
          <ButtonLink to="/meetings/$meetingId" params={params}>
            {t('following.back')}
          </ButtonLink>
        }
      />
      <ZoneNotice />
      {refusal ? (
        <Panel>
          <EmptyState title={t(`following.${refusal}`)}>{t(`following.${refusal}Text`)}</EmptyState>
        </Panel>
      ) : (
        <Following meeting={meeting} />
      )}
    </div>
  )
}

function Following({ meeting }: { meeting: Meeting }) {
  const t = useT('planning')
  const query = useQuery(followingQuery(meeting.meetingId, {}))
  const { date } = wallTimeOf(meeting.startsAt, meeting.zone)
  return (
    <Loaded query={query} what={t('following.title')}>
      {({ usual }) =>
        usual ? (
          <FollowingForm key={meeting.meetingId} meeting={meeting} usual={usual} startsOn={date} />
        ) : (
          <Panel>
            <EmptyState title={t('following.none')}>{t('following.over')}</EmptyState>
          </Panel>
        )
      }
    </Loaded>
  )
}
