import { useQuery } from '@tanstack/react-query'
import { hasRole, seesContent } from '../../../src/lib/actor.ts'
import { mayActForOthers, mayPlan } from '../../../src/meetings/rules/states.ts'
import type { Overview } from '../../../src/overview/contract.ts'
import { Suspense } from 'react'
import { lazily } from '../frame/lazily.tsx'
import { LiveStamp } from '../frame/LiveStamp.tsx'
import { Loaded } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { useLive } from '../live.ts'
import { useActor, useSession, type MyStaff } from '../session.tsx'
import { Panel } from '../ui/Panel.tsx'
import { EmptyState } from '../ui/states.tsx'
import { ZoneNotice, ZoneProvider } from '../ui/time.tsx'
import { LastMeeting } from './LastMeeting.tsx'
import { LeadBar } from './LeadBar.tsx'
import { NeedsHandPanel } from './NeedsHandPanel.tsx'
import { NextMeeting } from './NextMeeting.tsx'
import { OrdersPanel } from './OrdersPanel.tsx'
import { overviewQuery } from './queries.ts'
import { SharingPanel } from './SharingPanel.tsx'
import { WeekPanel } from './WeekPanel.tsx'
import './overview.css'

// loaded only for people who need them
const StillOpen = lazily(
  () => import('../meetings/StillOpen.tsx'),
  file => file.StillOpen,
)
const FirstSteps = lazily(
  () => import('./FirstSteps.tsx'),
  file => file.FirstSteps,
)
const NoStaff = lazily(
  () => import('./RolePanels.tsx'),
  file => file.NoStaff,
)
const RecordsPanel = lazily(
  () => import('./RolePanels.tsx'),
  file => file.RecordsPanel,
)
const TechnologyPanel = lazily(
  () => import('./RolePanels.tsx'),
  file => file.TechnologyPanel,
)

/**
 * Übersicht: the next meeting largest, then the person's orders, the week, and tasks of the desk.
 */
export function OverviewPage() {
  const t = useT('overview')
  const { staff } = useSession()
  const overview = useQuery(overviewQuery)
  useOverviewLive(overview.data)
  return (
    <div className="page roomy narrow overview">
      <title>{`${t('title')} · Lagerunde`}</title>
      {staff ? (
        <Loaded query={overview} what={t('title')}>
          {view => <OfStaff staff={staff} view={view} />}
        </Loaded>
      ) : (
        <NoStaff />
      )}
    </div>
  )
}

/**
 * A stream takes thirty topics, so only eight staffs are followed; others are renewed at the next
 * visit.
 */
const followedStaffs = 8

function useOverviewLive(view: Overview | undefined): void {
  const { me, staff } = useSession()
  const { actor } = me
  const ids = [staff, ...me.staffs].flatMap(each => (each ? [each.staffId] : []))
  const staffIds = [...new Set(ids)].slice(0, followedStaffs)
  const next = view?.next?.meetingId
  useLive(
    [
      ...staffIds.flatMap(id => [`staff:${id}`, `staff:${id}:outbox`]),
      ...staffIds.filter(id => seesContent(actor, id)).map(id => `staff:${id}:orders`),
      ...(next ? [`meeting:${next}`, `meeting:${next}:replies`] : []),
    ],
    [['overview']],
  )
}

function OfStaff({ staff, view }: { staff: MyStaff; view: Overview }) {
  const t = useT('overview')
  const actor = useActor()
  const of = { staffId: staff.staffId }
  const isPlanner = mayPlan(actor, of)
  const sees = seesContent(actor, staff.staffId)
  const isRecords = hasRole(actor, staff.staffId, 'records')
  const last = view.last
  const isFirst = isPlanner && view.next === null && last === null
  return (
    <>
      {view.running.map(meeting => (
        <Suspense key={meeting.meetingId} fallback={null}>
          <StillOpen meeting={meeting} full={null} />
        </Suspense>
      ))}
      {view.next || isFirst ? null : <h1 className="sr-only">{t('title')}</h1>}
      {isFirst ? null : (
        <div className="overview-bar">
          <LiveStamp />
          {isPlanner ? <LeadBar staff={staff} view={view} /> : null}
        </div>
      )}
      {view.next ? (
        <ZoneProvider zone={view.next.zone}>
          <NextMeeting key={view.next.meetingId} meeting={view.next} />
        </ZoneProvider>
      ) : isFirst ? (
        <FirstSteps staff={staff} view={view} />
      ) : sees || isRecords ? (
        <NothingPlanned />
      ) : null}
      <SharingPanel />
      <div className="halves">
        <div className="stack">
          {hasRole(actor, staff.staffId, 'it') ? <TechnologyPanel staff={staff} /> : null}
          {isRecords ? <RecordsPanel /> : null}
          {mayActForOthers(actor, of) && !isFirst ? (
            <NeedsHandPanel items={view.needsHand} staff={staff} />
          ) : null}
          {sees ? <OrdersPanel orders={view.orders} /> : null}
        </div>
        <div className="stack">
          {view.week.length > 0 || sees ? <WeekPanel meetings={view.week} /> : null}
          {last ? <LastMeeting meeting={last} /> : null}
        </div>
      </div>
      {isFirst ? <LiveStamp /> : null}
      <ZoneNotice />
    </>
  )
}

function NothingPlanned() {
  const t = useT('overview')
  return (
    <Panel>
      <EmptyState title={t('none.title')}>{t('none.text')}</EmptyState>
    </Panel>
  )
}
