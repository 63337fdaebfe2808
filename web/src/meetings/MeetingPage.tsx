import { useMeetingName } from './name.ts'
import { Link, Outlet } from '@tanstack/react-router'
import { Suspense, useEffect, useState } from 'react'
import type { MeetingId } from '../../../src/lib/ids.ts'
import { maySettle } from '../../../src/attendance/rules/desk.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { isMovable, isOver, isRunning } from '../../../src/meetings/rules/states.ts'
import { lazily } from '../frame/lazily.tsx'
import { useT } from '../i18n/i18n.ts'
import { useActor } from '../session.tsx'
import { classes } from '../ui/classes.ts'
import { Badge, PageTitle } from '../ui/Panel.tsx'
import { LoadingState } from '../ui/states.tsx'
import { MeetingActions } from './MeetingActions.tsx'
import { MeetingFacts } from './MeetingFacts.tsx'
import { useMeeting } from './MeetingFrame.tsx'
import type { Opened } from './opened.ts'
import { useStateTone } from './words.ts'
import './meetings.css'

// loaded when opened, because few visits need them
const StillOpen = lazily(
  () => import('./StillOpen.tsx'),
  file => file.StillOpen,
)
const ChangePanel = lazily(
  () => import('./ChangePanel.tsx'),
  file => file.ChangePanel,
)
const HowHere = lazily(
  () => import('./HowHere.tsx'),
  file => file.HowHere,
)
const HistoryPanel = lazily(
  () => import('./HistoryPanel.tsx'),
  file => file.HistoryPanel,
)
const MovePanel = lazily(
  () => import('./MovePanel.tsx'),
  file => file.MovePanel,
)
const SeriesPanel = lazily(
  () => import('./SeriesPanel.tsx'),
  file => file.SeriesPanel,
)

/** One meeting: facts, state, actions, and its four views. */
export function MeetingPage() {
  const meeting = useMeeting()
  const asksSoon = maySettle(useActor(), meeting) && !isOver(meeting.state)
  useEffect(() => {
    // the question stands there as soon as the meeting is open
    if (asksSoon) void HowHere.preload()
  }, [asksSoon])
  return (
    <>
      <Head key={meeting.meetingId} meeting={meeting} />
      {isRunning(meeting.state) ? (
        <Suspense fallback={null}>
          <HowHere key={meeting.meetingId} meeting={meeting} />
        </Suspense>
      ) : null}
      <Suspense fallback={<LoadingState />}>
        <Outlet />
      </Suspense>
    </>
  )
}

function Head({ meeting }: { meeting: Meeting }) {
  const common = useT('common')
  const nameOf = useMeetingName()
  const tone = useStateTone()
  const [opened, setOpened] = useState<Opened | null>(null)
  const close = () => setOpened(null)
  return (
    <>
      <div className={classes('page-head meeting-head', isMovable(meeting.state) && 'ahead')}>
        <PageTitle
          overline={`${meeting.incidentTitle} · ${common(`kind.${meeting.kind}`)}`}
          title={nameOf(meeting)}
          isOneSubject
          actions={<MeetingActions meeting={meeting} onOpen={setOpened} />}
        >
          <Badge tone={tone(meeting.state)}>{common(`state.${meeting.state}`)}</Badge>
          <MeetingFacts meeting={meeting} onOpenSeries={() => setOpened('series')} />
        </PageTitle>
        <Views meetingId={meeting.meetingId} />
      </div>
      {isRunning(meeting.state) ? (
        <Suspense fallback={null}>
          <StillOpen meeting={meeting} full={meeting} />
        </Suspense>
      ) : null}
      {opened ? (
        <div className="page opened no-print">
          <Suspense fallback={<LoadingState />}>
            {opened === 'history' ? <HistoryPanel meeting={meeting} onClose={close} /> : null}
            {opened === 'change' ? <ChangePanel meeting={meeting} onClose={close} /> : null}
            {opened === 'move' ? <MovePanel meeting={meeting} onClose={close} /> : null}
            {opened === 'series' ? <SeriesPanel meeting={meeting} onClose={close} /> : null}
          </Suspense>
        </div>
      ) : null}
    </>
  )
}

function Views({ meetingId }: { meetingId: MeetingId }) {
  const t = useT('meetings')
  const shared = { params: { meetingId }, activeProps: { className: 'on' } }
  return (
    <nav className="tabs" aria-label={t('views.label')}>
      <Link to="/meetings/$meetingId" activeOptions={{ exact: true }} {...shared}>
        {t('views.board')}
      </Link>
      <Link to="/meetings/$meetingId/agenda" {...shared}>
        {t('views.agenda')}
      </Link>
      <Link to="/meetings/$meetingId/attendance" {...shared}>
        {t('views.attendance')}
      </Link>
      <Link to="/meetings/$meetingId/minutes" {...shared}>
        {t('views.minutes')}
      </Link>
    </nav>
  )
}
