import { createRootRoute, createRoute, createRouter, Outlet } from '@tanstack/react-router'
import type { MeetingId } from '../../src/lib/ids.ts'
import { startsOn } from '../../src/lib/time.ts'
import { feedQuery, mySessionsQuery } from './accounts/queries.ts'
import { whenSignedOut } from './api.ts'
import { attendanceQuery, replyHistoryQuery } from './attendance/queries.ts'
import { SampleBanner } from './frame/SampleBanner.tsx'
import { lazily } from './frame/lazily.tsx'
import { PageNotFound } from './frame/PageNotFound.tsx'
import { PageProblem } from './frame/PageProblem.tsx'
import { DarkScreen, Screen } from './frame/Screen.tsx'
import { outboxQuery } from './invitations/queries.ts'
import { entriesQuery, ordersQuery } from './journal/queries.ts'
import { MeetingFrame } from './meetings/MeetingFrame.tsx'
import {
  attendeesQuery,
  boardQuery,
  incidentsQuery,
  listedMeetingsQuery,
  listedSpans,
  meetingQuery,
  spanForNext,
  staffMeetingsQuery,
} from './meetings/queries.ts'
import { minutesListQuery, minutesQuery } from './minutes/queries.ts'
import { overviewQuery } from './overview/queries.ts'
import { pages } from './pages.ts'
import { queries } from './queryClient.ts'
import { monthOf } from './records/period.ts'
import { summaryQuery } from './records/queries.ts'
import { rosterQuery, staffQuery } from './roster/queries.ts'
import { presentPerson } from './session.tsx'
import { LoadingState } from './ui/states.tsx'
import { ToastProvider } from './ui/Toast.tsx'

const root = createRootRoute({ component: Root })
/** Signed-in pages with bar and navigation. */
const framed = createRoute({
  getParentRoute: () => root,
  id: 'framed',
  component: lazily(pages.frame, file => file.AppFrame),
})
/** Signed-in pages that take the whole screen. */
const screen = createRoute({ getParentRoute: () => root, id: 'screen', component: Screen })
const wallScreen = createRoute({
  getParentRoute: () => root,
  id: 'wallScreen',
  component: () => <DarkScreen className="wall" />,
})
const roomScreen = createRoute({
  getParentRoute: () => root,
  id: 'roomScreen',
  component: () => <DarkScreen className="stage room" />,
})

/** One meeting, in each of these frames. */
const ofMeeting = {
  path: 'meetings/$meetingId',
  params: {
    // what is no id of a meeting is answered by the server
    parse: ({ meetingId }: { meetingId: string }) => ({ meetingId: meetingId as MeetingId }),
    stringify: ({ meetingId }: { meetingId: MeetingId }) => ({ meetingId }),
  },
  loader: ({ params: { meetingId: id } }: { params: { meetingId: MeetingId } }) =>
    asked(() => [queries.ensureQueryData(meetingQuery(id))]),
} as const
const meeting = createRoute({
  getParentRoute: () => framed,
  ...ofMeeting,
  component: () => <OneMeeting meetingId={meeting.useParams().meetingId} />,
})
const meetingOnScreen = createRoute({
  getParentRoute: () => screen,
  ...ofMeeting,
  component: () => <OneMeeting meetingId={meetingOnScreen.useParams().meetingId} />,
})
const meetingOnWall = createRoute({
  getParentRoute: () => wallScreen,
  ...ofMeeting,
  component: () => <OneMeeting meetingId={meetingOnWall.useParams().meetingId} />,
})
const meetingInRoom = createRoute({
  getParentRoute: () => roomScreen,
  ...ofMeeting,
  component: () => <OneMeeting meetingId={meetingInRoom.useParams().meetingId} />,
})
/** Its head with the four views. */
const views = createRoute({
  getParentRoute: () => meeting,
  id: 'views',
  component: lazily(pages.meeting, file => file.MeetingPage),
})

const routeTree = root.addChildren([
  framed.addChildren([
    createRoute({
      getParentRoute: () => framed,
      path: '/',
      component: lazily(pages.overview, file => file.OverviewPage),
      loader: () => asked(() => [queries.ensureQueryData(overviewQuery)]),
    }),
    createRoute({
      getParentRoute: () => framed,
      path: 'meetings',
      component: lazily(pages.meetings, file => file.MeetingsPage),
      validateSearch: meetingsSearch,
      loader: () =>
        asked(({ staff }) =>
          staff
            ? [
                queries.ensureQueryData(incidentsQuery(staff.staffId)),
                queries.ensureQueryData(
                  listedMeetingsQuery(staff.staffId, listedSpans(Date.now(), 0)),
                ),
              ]
            : [],
        ),
    }),
    createRoute({
      getParentRoute: () => framed,
      path: 'meetings/new',
      component: lazily(pages.planMeeting, file => file.PlanMeetingPage),
      validateSearch: likeSearch,
      loaderDeps: ({ search: { like } }) => ({ like }),
      loader: ({ deps: { like } }) =>
        asked(({ staff }) => (like ? [askedForCopy(like)] : staff ? askedForPlan(staff) : [])),
    }),
    meeting.addChildren([
      views.addChildren([
        createRoute({
          getParentRoute: () => views,
          path: '/',
          component: lazily(pages.board, file => file.BoardPage),
          loader: ({ params: { meetingId: id } }) =>
            asked(() => [
              queries.ensureQueryData(boardQuery(id)),
              queries.ensureQueryData(entriesQuery(id)),
            ]),
        }),
        createRoute({
          getParentRoute: () => views,
          path: 'agenda',
          component: lazily(pages.agenda, file => file.AgendaPage),
        }),
        createRoute({
          getParentRoute: () => views,
          path: 'attendance',
          component: lazily(pages.attendance, file => file.AttendancePage),
          loader: ({ params: { meetingId: id } }) =>
            asked(() => [
              queries.ensureQueryData(attendanceQuery(id)),
              queries.ensureQueryData(attendeesQuery(id)),
              queries.ensureQueryData(replyHistoryQuery(id)),
            ]),
        }),
        createRoute({
          getParentRoute: () => views,
          path: 'minutes',
          component: lazily(pages.minutes, file => file.MinutesPage),
          loader: ({ params: { meetingId } }) => asked(() => [askedForMinutes(meetingId)]),
        }),
      ]),
      createRoute({
        getParentRoute: () => meeting,
        path: 'lobby',
        component: lazily(pages.lobby, file => file.LobbyPage),
        loader: ({ params: { meetingId } }) =>
          asked(() => [queries.ensureQueryData(attendeesQuery(meetingId))]),
      }),
    ]),
    createRoute({
      getParentRoute: () => framed,
      path: 'staff',
      component: lazily(pages.staff, file => file.StaffPage),
      loader: () =>
        asked(({ staff }) =>
          staff
            ? [
                queries.ensureQueryData(rosterQuery(staff.staffId)),
                queries.ensureQueryData(staffQuery(staff.staffId)),
              ]
            : [],
        ),
    }),
    createRoute({
      getParentRoute: () => framed,
      path: 'staff/import',
      component: lazily(pages.import, file => file.ImportPage),
    }),
    createRoute({
      getParentRoute: () => framed,
      path: 'orders',
      component: lazily(pages.orders, file => file.OrdersPage),
      loader: () =>
        asked(({ staff }) => (staff ? [queries.ensureQueryData(ordersQuery(staff.staffId))] : [])),
    }),
    createRoute({
      getParentRoute: () => framed,
      path: 'minutes',
      component: lazily(pages.minutesList, file => file.MinutesListPage),
      loader: () =>
        asked(({ staff }) =>
          staff ? [queries.ensureQueryData(minutesListQuery(staff.staffId))] : [],
        ),
    }),
    createRoute({
      getParentRoute: () => framed,
      path: 'records',
      component: lazily(pages.records, file => file.RecordsPage),
      loader: () =>
        asked(({ staff }) =>
          staff
            ? [
                queries.ensureQueryData(
                  summaryQuery(staff.staffId, monthOf(startsOn(Date.now(), staff.zone))),
                ),
              ]
            : [],
        ),
    }),
    createRoute({
      getParentRoute: () => framed,
      path: 'outbox',
      component: lazily(pages.outbox, file => file.OutboxPage),
      loader: () =>
        asked(({ staff }) => (staff ? [queries.ensureQueryData(outboxQuery(staff.staffId))] : [])),
    }),
    createRoute({
      getParentRoute: () => framed,
      path: 'account',
      component: lazily(pages.account, file => file.AccountPage),
      loader: () =>
        asked(() => [queries.ensureQueryData(mySessionsQuery), queries.ensureQueryData(feedQuery)]),
    }),
  ]),
  screen.addChildren([
    meetingOnScreen.addChildren([
      createRoute({
        getParentRoute: () => meetingOnScreen,
        path: 'desk',
        component: lazily(pages.desk, file => file.DeskPage),
        loader: ({ params: { meetingId } }) =>
          asked(() => [queries.ensureQueryData(attendanceQuery(meetingId))]),
      }),
      createRoute({
        getParentRoute: () => meetingOnScreen,
        path: 'here',
        component: lazily(pages.here, file => file.HerePage),
        loader: ({ params: { meetingId } }) =>
          asked(() => [queries.ensureQueryData(attendanceQuery(meetingId))]),
      }),
    ]),
  ]),
  wallScreen.addChildren([
    meetingOnWall.addChildren([
      createRoute({
        getParentRoute: () => meetingOnWall,
        path: 'wall',
        component: lazily(pages.wall, file => file.WallPage),
        loader: ({ params: { meetingId: id } }) =>
          asked(() => [
            queries.ensureQueryData(boardQuery(id)),
            queries.ensureQueryData(entriesQuery(id)),
          ]),
      }),
    ]),
  ]),
  roomScreen.addChildren([
    meetingInRoom.addChildren([
      createRoute({
        getParentRoute: () => meetingInRoom,
        path: 'room',
        component: lazily(pages.room, file => file.RoomPage),
      }),
    ]),
  ]),
  // no session needed
  createRoute({
    getParentRoute: () => root,
    path: 'sign-in',
    component: lazily(pages.signIn, file => file.SignInPage),
    validateSearch: targetSearch,
  }),
  createRoute({
    getParentRoute: () => root,
    path: 'enrol',
    component: lazily(pages.enrol, file => file.EnrolPage),
  }),
  createRoute({
    getParentRoute: () => root,
    path: 'first-start',
    component: lazily(pages.firstStart, file => file.FirstStartPage),
  }),
])

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  // a page that is there at once shows no sign of waiting; one that is not, soon
  defaultPendingMs: 200,
  defaultPendingMinMs: 0,
  defaultPendingComponent: () => <LoadingState />,
  defaultErrorComponent: PageProblem,
  defaultNotFoundComponent: PageNotFound,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

/** Without a session every page leads to the sign-in page, which leads back. */
export function startRouting(): void {
  whenSignedOut(() => {
    const { pathname, href } = router.latestLocation
    if (isPublic(pathname)) return
    queries.clear()
    void router.navigate({ to: '/sign-in', search: href === '/' ? {} : { target: href } })
  })
}

function isPublic(pathname: string): boolean {
  return /^\/(sign-in|enrol|first-start)(\/|$)/.test(pathname)
}

function Root() {
  return (
    <ToastProvider>
      <SampleBanner />
      <Outlet />
    </ToastProvider>
  )
}

/** Where to go after signing in; only an address of our own, never another site's. */
function targetSearch(search: Record<string, unknown>): { target?: string } {
  const { target } = search
  return typeof target === 'string' && /^\/(?![/\\])/.test(target) ? { target } : {}
}

/** A new meeting may begin as a copy of another (*wie die letzte*). */
function likeSearch(search: Record<string, unknown>): { like?: MeetingId } {
  // what is no id of a meeting is answered by the server
  return typeof search.like === 'string' ? { like: search.like as MeetingId } : {}
}

/** List or month, which month, of which incident. */
function meetingsSearch(search: Record<string, unknown>): {
  view?: 'calendar'
  month?: string
  incident?: string
} {
  const { view, month, incident } = search
  return {
    ...(view === 'calendar' ? { view } : {}),
    ...(typeof month === 'string' && /^\d{4}-(0[1-9]|1[0-2])$/.test(month) ? { month } : {}),
    ...(typeof incident === 'string' ? { incident } : {}),
  }
}

type Person = NonNullable<Awaited<ReturnType<typeof presentPerson>>>

/**
 * What a page asks first, all of it at once, for whoever is signed in; the others are led to where that begins. What fails or is
 * refused is the page's to say, with its own way to try again.
 */
async function asked(start: (person: Person) => Promise<unknown>[]): Promise<void> {
  const person = await presentPerson(queries).catch(() => null)
  if (person) await Promise.allSettled(start(person))
}

function askedForPlan({ staffId }: NonNullable<Person['staff']>): Promise<unknown>[] {
  return [
    queries.ensureQueryData(staffQuery(staffId)),
    queries.ensureQueryData(incidentsQuery(staffId)),
  ]
}

async function askedForCopy(like: MeetingId): Promise<void> {
  const { staffId } = await queries.ensureQueryData(meetingQuery(like))
  await queries.ensureQueryData(staffMeetingsQuery(staffId, spanForNext(Date.now())))
}

/** There are none before the close. */
async function askedForMinutes(id: MeetingId): Promise<void> {
  const { state } = await queries.ensureQueryData(meetingQuery(id))
  if (state === 'closed') await queries.ensureQueryData(minutesQuery(id))
}

function OneMeeting({ meetingId }: { meetingId: MeetingId }) {
  return (
    <MeetingFrame meetingId={meetingId}>
      <Outlet />
    </MeetingFrame>
  )
}
