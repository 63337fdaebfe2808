import { useQuery } from '@tanstack/react-query'
import { Link, Outlet } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import type { MeetingId } from '../../../src/lib/ids.ts'
import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { useMeetingId } from '../board/actor.ts'
import { meetingQuery } from '../board/queries.ts'
import { useT } from '../i18n/i18n.ts'
import { useLive } from '../live.ts'
import { Badge, PageTitle } from '../ui/Panel.tsx'
import { Loaded, LoadingState } from '../ui/states.tsx'
import { ZoneProvider } from '../ui/time.tsx'
import { MeetingActions } from './MeetingActions.tsx'
import { MeetingFacts } from './MeetingFacts.tsx'
import { useStateTone } from './words.ts'
import './meetings.css'

// rarely opened, so not loaded with the page
const ChangePanel = lazy(() =>
  import('./ChangePanel.tsx').then(file => ({ default: file.ChangePanel })),
)
const HistoryPanel = lazy(() =>
  import('./HistoryPanel.tsx').then(file => ({ default: file.HistoryPanel })),
)
const MovePanel = lazy(() => import('./MovePanel.tsx').then(file => ({ default: file.MovePanel })))
const SeriesPanel = lazy(() =>
  import('./SeriesPanel.tsx').then(file => ({ default: file.SeriesPanel })),
)

export type Opened = 'history' | 'change' | 'move' | 'series'

/** One meeting: what it is and in which state, what can be done with it, and its four views. */
export function MeetingPage() {
  const common = useT('common')
  const meetingId = useMeetingId()
  const query = useQuery(meetingQuery(meetingId))
  const meeting = query.data
  // what cannot be seen has no topic either: its stream would be refused, and asked for again and again
  useLive(meeting ? [`meeting:${meetingId}`] : [])
  if (!meeting) {
    return (
      <div className="page">
        <Loaded query={query} what={common('word.meeting')}>
          {() => null}
        </Loaded>
      </div>
    )
  }
  return (
    <ZoneProvider zone={meeting.zone}>
      <Head key={meetingId} meeting={meeting} />
      <Suspense fallback={<LoadingState />}>
        <Outlet />
      </Suspense>
    </ZoneProvider>
  )
}

function Head({ meeting }: { meeting: Meeting }) {
  const common = useT('common')
  const tone = useStateTone()
  const [opened, setOpened] = useState<Opened | null>(null)
  const close = () => setOpened(null)
  return (
    <>
      <div className="page-head meeting-head">
        <PageTitle
          overline={`${meeting.incidentTitle} · ${common(`kind.${meeting.kind}`)}`}
          title={meeting.title}
          isOneSubject
          actions={<MeetingActions meeting={meeting} onOpen={setOpened} />}
        >
          <Badge tone={tone(meeting.state)}>{common(`state.${meeting.state}`)}</Badge>
          <MeetingFacts meeting={meeting} onOpenSeries={() => setOpened('series')} />
        </PageTitle>
        <Views meetingId={meeting.meetingId} />
      </div>
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
