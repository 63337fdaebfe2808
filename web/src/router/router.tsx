import { createRoute, createRouter } from '@tanstack/react-router'
import { startsOn } from '../../../src/lib/time.ts'
import { feedQuery, mySessionsQuery } from '../accounts/queries.ts'
import { whenSignedOut } from '../api.ts'
import { replyHistoryQuery } from '../attendance/queries.ts'
import { lazily } from '../frame/lazily.tsx'
import { PageNotFound } from '../frame/PageNotFound.tsx'
import { PageProblem } from '../frame/PageProblem.tsx'
import { mailCountsQuery, outboxQuery } from '../invitations/queries.ts'
import { ordersQuery } from '../journal/queries.ts'
import {
  attendanceQuery,
  attendeesQuery,
  boardQuery,
  incidentsQuery,
  listedMeetingsQuery,
  listedSpans,
} from '../meetings/queries.ts'
import { minutesListQuery } from '../minutes/queries.ts'
import { overviewQuery } from '../overview/queries.ts'
import { pages } from '../pages.ts'
import { queries } from '../queryClient.ts'
import { monthOf } from '../records/period.ts'
import { summaryQuery } from '../records/queries.ts'
import { rosterQuery, staffQuery } from '../roster/queries.ts'
import { LoadingState } from '../ui/states.tsx'
import { asked, askedForCopy, askedForEntries, askedForMinutes, askedForPlan } from './asked.ts'
import {
  framed,
  meeting,
  meetingInRoom,
  meetingOnScreen,
  meetingOnWall,
  roomScreen,
  root,
  screen,
  views,
  wallScreen,
} from './frames.tsx'
import { likeSearch, meetingsSearch, recordsSearch, targetSearch } from './search.ts'
import { serverNow } from '../ui/clock.ts'

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
                  listedMeetingsQuery(staff.staffId, listedSpans(serverNow(), 0)),
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
            asked(person => [
              queries.ensureQueryData(boardQuery(id)),
              ...askedForEntries(person, id),
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
          loader: ({ params: { meetingId } }) =>
            asked(person => [askedForMinutes(person, meetingId)]),
        }),
      ]),
      createRoute({
        getParentRoute: () => meeting,
        path: 'following',
        component: lazily(pages.following, file => file.FollowingPage),
      }),
      createRoute({
        getParentRoute: () => meeting,
        path: 'answers',
        component: lazily(pages.mySeries, file => file.MySeriesPage),
      }),
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
      path: 'staff/access',
      component: lazily(pages.access, file => file.AccessPage),
    }),
    createRoute({
      getParentRoute: () => framed,
      path: 'staff/import',
      component: lazily(pages.import, file => file.ImportPage),
    }),
    createRoute({
      getParentRoute: () => framed,
      path: 'incidents',
      component: lazily(pages.incidents, file => file.IncidentsPage),
      loader: () =>
        asked(({ staff }) =>
          staff ? [queries.ensureQueryData(incidentsQuery(staff.staffId))] : [],
        ),
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
      validateSearch: recordsSearch,
      component: lazily(pages.records, file => file.RecordsPage),
      loader: () =>
        asked(({ staff }) =>
          staff
            ? [
                queries.ensureQueryData(
                  summaryQuery(staff.staffId, monthOf(startsOn(serverNow(), staff.zone))),
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
        asked(({ staff }) =>
          staff
            ? [
                queries.ensureInfiniteQueryData(
                  outboxQuery(staff.staffId, { state: null, search: '' }),
                ),
                queries.ensureQueryData(mailCountsQuery(staff.staffId, '')),
              ]
            : [],
        ),
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
          asked(person => [
            queries.ensureQueryData(boardQuery(id)),
            ...askedForEntries(person, id),
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
  // pages without session
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
  // a page that loads quickly shows no sign of loading; a slow one shows it soon
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

/** When the session ends, leads to the sign-in page, which leads back afterwards. */
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
