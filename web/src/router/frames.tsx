import { createRootRoute, createRoute, Outlet } from '@tanstack/react-router'
import type { MeetingId } from '../../../src/lib/ids.ts'
import { ClockBanner } from '../frame/ClockBanner.tsx'
import { SampleBanner } from '../frame/SampleBanner.tsx'
import { lazily } from '../frame/lazily.tsx'
import { DarkScreen, Screen } from '../frame/Screen.tsx'
import { MeetingFrame } from '../meetings/MeetingFrame.tsx'
import { meetingQuery } from '../meetings/queries.ts'
import { pages } from '../pages.ts'
import { queries } from '../queryClient.ts'
import { ToastProvider } from '../ui/Toast.tsx'
import { asked } from './asked.ts'

export const root = createRootRoute({ component: Root })
/** Signed-in pages with bar and navigation. */
export const framed = createRoute({
  getParentRoute: () => root,
  id: 'framed',
  component: lazily(pages.frame, file => file.AppFrame),
})
/** Signed-in pages that take the whole screen. */
export const screen = createRoute({ getParentRoute: () => root, id: 'screen', component: Screen })
export const wallScreen = createRoute({
  getParentRoute: () => root,
  id: 'wallScreen',
  component: () => <DarkScreen className="wall" />,
})
export const roomScreen = createRoute({
  getParentRoute: () => root,
  id: 'roomScreen',
  component: () => <DarkScreen className="stage room" />,
})

/** The route of one meeting, used in each of these frames. */
const ofMeeting = {
  path: 'meetings/$meetingId',
  params: {
    // the server answers a malformed meeting id
    parse: ({ meetingId }: { meetingId: string }) => ({ meetingId: meetingId as MeetingId }),
    stringify: ({ meetingId }: { meetingId: MeetingId }) => ({ meetingId }),
  },
  loader: ({ params: { meetingId: id } }: { params: { meetingId: MeetingId } }) =>
    asked(() => [queries.ensureQueryData(meetingQuery(id))]),
} as const
export const meeting = createRoute({
  getParentRoute: () => framed,
  ...ofMeeting,
  component: () => <OneMeeting meetingId={meeting.useParams().meetingId} />,
})
export const meetingOnScreen = createRoute({
  getParentRoute: () => screen,
  ...ofMeeting,
  component: () => <OneMeeting meetingId={meetingOnScreen.useParams().meetingId} />,
})
export const meetingOnWall = createRoute({
  getParentRoute: () => wallScreen,
  ...ofMeeting,
  component: () => <OneMeeting meetingId={meetingOnWall.useParams().meetingId} />,
})
export const meetingInRoom = createRoute({
  getParentRoute: () => roomScreen,
  ...ofMeeting,
  component: () => <OneMeeting meetingId={meetingInRoom.useParams().meetingId} />,
})
/** The head of a meeting with its four views. */
export const views = createRoute({
  getParentRoute: () => meeting,
  id: 'views',
  component: lazily(pages.meeting, file => file.MeetingPage),
})

function Root() {
  return (
    <ToastProvider>
      <SampleBanner />
      <ClockBanner />
      <Outlet />
    </ToastProvider>
  )
}

function OneMeeting({ meetingId }: { meetingId: MeetingId }) {
  return (
    <MeetingFrame meetingId={meetingId}>
      <Outlet />
    </MeetingFrame>
  )
}
