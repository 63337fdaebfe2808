import { useMeetingName } from './name.ts'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { MeetingId, StaffId } from '../../../src/lib/ids.ts'
import { wallTimeOf } from '../../../src/lib/time.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { mayPlan } from '../../../src/meetings/rules/states.ts'
import { defaultAgenda } from '../../../src/words/agenda.ts'
import { Loaded, together } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { rosterQuery, staffQuery } from '../roster/queries.ts'
import { useActor, useStaff } from '../session.tsx'
import { PageTitle, Panel } from '../ui/Panel.tsx'
import { EmptyState } from '../ui/states.tsx'
import { useFormat, ZoneNotice, ZoneProvider } from '../ui/time.tsx'
import { nextStart } from './nextStart.ts'
import { draftLike, newDraft, type PlanDraft } from './planDraft.ts'
import { proposedTaker, takersOf } from './takers.ts'
import { PlanForm } from './PlanForm.tsx'
import { Planned, type PlannedResult } from './Planned.tsx'
import { incidentsQuery, meetingQuery, spanForNext, staffMeetingsQuery } from './queries.ts'
import { serverNow } from '../ui/clock.ts'
import './meetings.css'

/** The form for a new meeting, empty or as a copy of another one (`like`). */
export function PlanMeetingPage() {
  const { like } = useSearch({ from: '/framed/meetings/new' })
  return like ? <Like key={like} likeId={like} /> : <New />
}

function Like({ likeId }: { likeId: MeetingId }) {
  const common = useT('common')
  const query = useQuery(meetingQuery(likeId))
  return (
    <div className="page roomy stack narrow plan">
      <Loaded query={query} what={common('word.meeting')}>
        {meeting => (
          <ZoneProvider zone={meeting.zone}>
            <LikeForm meeting={meeting} />
          </ZoneProvider>
        )}
      </Loaded>
    </div>
  )
}

function LikeForm({ meeting }: { meeting: Meeting }) {
  const nameOf = useMeetingName()
  const t = useT('planning')
  const meetings = useT('meetings')
  const format = useFormat()
  const [now] = useState(() => serverNow())
  const others = useQuery(staffMeetingsQuery(meeting.staffId, spanForNext(now)))
  const known = useQuery(incidentsQuery(meeting.staffId))
  const roster = useQuery(rosterQuery(meeting.staffId))
  return (
    <>
      <PageTitle title={t('plan.likeTitle', { title: nameOf(meeting) })} />
      <p>
        {t('plan.likeText', {
          title: meeting.title,
          when: format.dateTime(meeting.startsAt, 'medium'),
        })}
      </p>
      <Loaded query={together(together(others, known), roster)} what={meetings('title')}>
        {([[list, incidents], people]) => {
          const start = nextStart(meeting, { others: list, now, zone: meeting.zone })
          return (
            <Planning
              staffId={meeting.staffId}
              like={meeting}
              first={draftLike(meeting, {
                start,
                incidents,
                takerId: proposedTaker(takersOf(people, { day: start.date })),
              })}
            />
          )
        }}
      </Loaded>
    </>
  )
}

function New() {
  const t = useT('planning')
  const staff = useStaff()
  const settings = useQuery(staffQuery(staff.staffId))
  const incidents = useQuery(incidentsQuery(staff.staffId))
  const roster = useQuery(rosterQuery(staff.staffId))
  return (
    <div className="page roomy stack narrow plan">
      <PageTitle title={t('plan.title')} />
      <Loaded query={together(together(settings, incidents), roster)} what={t('plan.title')}>
        {([[{ defaultPlace, defaultSeats, zone, language }, list], people]) => {
          const start = soonWall(zone)
          return (
            <Planning
              staffId={staff.staffId}
              like={null}
              first={newDraft({
                incidents: list,
                agenda: defaultAgenda(language),
                start,
                place: defaultPlace,
                seats: defaultSeats,
                takerId: proposedTaker(takersOf(people, { day: start.date })),
              })}
            />
          )
        }}
      </Loaded>
    </div>
  )
}

function Planning({
  staffId,
  like,
  first,
}: {
  staffId: StaffId
  like: Meeting | null
  first: PlanDraft
}) {
  const t = useT('planning')
  const actor = useActor()
  const [planned, setPlanned] = useState<PlannedResult | null>(null)
  if (!mayPlan(actor, { staffId })) {
    return (
      <Panel>
        <EmptyState title={t('plan.notAllowed')}>{t('plan.notAllowedText')}</EmptyState>
      </Panel>
    )
  }
  if (planned) return <Planned result={planned} />
  return (
    <>
      <ZoneNotice />
      <PlanForm staffId={staffId} like={like} first={first} onPlanned={setPlanned} />
    </>
  )
}

/** The next full hour that is at least half an hour away. */
function soonWall(zone: string): { date: string; time: string } {
  const hourMs = 3_600_000
  const { date, time } = wallTimeOf(Math.ceil((serverNow() + hourMs / 2) / hourMs) * hourMs, zone)
  return { date, time: time.slice(0, 5) }
}
