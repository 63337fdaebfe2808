import type { QueryClient } from '@tanstack/react-query'
import { createRootRoute, createRoute, createRouter, Outlet } from '@tanstack/react-router'
import { lazy, type ReactNode } from 'react'
import { whenSignedOut } from './api.ts'
import { AppFrame } from './frame/AppFrame.tsx'
import { SampleBanner } from './frame/Banners.tsx'
import { PageNotFound, PageProblem } from './frame/Problems.tsx'
import { loadTexts, type Namespace } from './i18n/i18n.ts'
import { LoadingState } from './ui/states.tsx'
import { ToastProvider } from './ui/Toast.tsx'

const pages = import.meta.glob<Record<string, (props: object) => ReactNode>>('./*/*Page.tsx')

const root = createRootRoute({ component: Root })
/** Signed-in pages with bar and navigation. */
const framed = createRoute({ getParentRoute: () => root, id: 'framed', component: AppFrame })
const meeting = createRoute({
  getParentRoute: () => framed,
  path: 'meetings/$meetingId',
  component: page('meetings/MeetingPage', 'meetings'),
})

const routeTree = root.addChildren([
  framed.addChildren([
    createRoute({
      getParentRoute: () => framed,
      path: '/',
      component: page('overview/OverviewPage', 'overview', 'replies'),
    }),
    createRoute({
      getParentRoute: () => framed,
      path: 'meetings',
      component: page('meetings/MeetingsPage', 'meetings'),
      validateSearch: meetingsSearch,
    }),
    createRoute({
      getParentRoute: () => framed,
      path: 'meetings/new',
      component: page('meetings/PlanMeetingPage', 'meetings', 'planning'),
      validateSearch: likeSearch,
    }),
    meeting.addChildren([
      createRoute({
        getParentRoute: () => meeting,
        path: '/',
        component: page('board/BoardPage', 'board'),
      }),
      createRoute({
        getParentRoute: () => meeting,
        path: 'agenda',
        component: page('meetings/AgendaPage', 'meetings'),
      }),
      createRoute({
        getParentRoute: () => meeting,
        path: 'attendance',
        component: page('attendance/AttendancePage', 'attendance'),
      }),
      createRoute({
        getParentRoute: () => meeting,
        path: 'minutes',
        component: page('minutes/MinutesPage', 'minutes'),
      }),
    ]),
    createRoute({
      getParentRoute: () => framed,
      path: 'meetings/$meetingId/lobby',
      component: page('rooms/LobbyPage', 'rooms'),
    }),
    createRoute({
      getParentRoute: () => framed,
      path: 'staff',
      component: page('roster/StaffPage', 'roster'),
    }),
    createRoute({
      getParentRoute: () => framed,
      path: 'staff/import',
      component: page('roster/ImportPage', 'roster'),
    }),
    createRoute({
      getParentRoute: () => framed,
      path: 'orders',
      component: page('journal/OrdersPage', 'journal'),
    }),
    createRoute({
      getParentRoute: () => framed,
      path: 'minutes',
      component: page('minutes/MinutesListPage', 'minutes'),
    }),
    createRoute({
      getParentRoute: () => framed,
      path: 'records',
      component: page('records/RecordsPage', 'records'),
    }),
    createRoute({
      getParentRoute: () => framed,
      path: 'outbox',
      component: page('invitations/OutboxPage', 'invitations'),
    }),
    createRoute({
      getParentRoute: () => framed,
      path: 'account',
      component: page('accounts/AccountPage', 'accounts'),
    }),
  ]),
  // the whole screen; these pages bring SessionProvider themselves
  createRoute({
    getParentRoute: () => root,
    path: 'meetings/$meetingId/wall',
    component: page('board/WallPage', 'board'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: 'meetings/$meetingId/desk',
    component: page('attendance/DeskPage', 'attendance'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: 'meetings/$meetingId/here',
    component: page('attendance/HerePage', 'attendance'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: 'meetings/$meetingId/room',
    component: page('rooms/RoomPage', 'rooms'),
  }),
  // no session needed
  createRoute({
    getParentRoute: () => root,
    path: 'sign-in',
    component: page('accounts/SignInPage', 'accounts'),
    validateSearch: targetSearch,
  }),
  createRoute({
    getParentRoute: () => root,
    path: 'enrol',
    component: page('accounts/EnrolPage', 'accounts'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: 'first-start',
    component: page('accounts/FirstStartPage', 'accounts'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: 'reply',
    component: page('replies/ReplyPage', 'replies'),
  }),
])

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
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
export function startRouting(queries: QueryClient): void {
  whenSignedOut(() => {
    const { pathname, href } = router.latestLocation
    if (isPublic(pathname)) return
    queries.clear()
    void router.navigate({ to: '/sign-in', search: href === '/' ? {} : { target: href } })
  })
}

function isPublic(pathname: string): boolean {
  return /^\/(sign-in|enrol|first-start|reply)(\/|$)/.test(pathname)
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
function likeSearch(search: Record<string, unknown>): { like?: string } {
  return typeof search.like === 'string' ? { like: search.like } : {}
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

/** A page of its own chunk: `web/src/<feature>/<Name>Page.tsx` exporting the component of that name, with its texts. */
function page(file: string, ...namespaces: Namespace[]) {
  const name = file.slice(file.indexOf('/') + 1)
  const load = async () => {
    const open = pages[`./${file}.tsx`]
    if (!open) throw new Error(`No page at ${file}.tsx`)
    const [module] = await Promise.all([
      open(),
      ...namespaces.map(namespace => loadTexts(namespace)),
    ])
    const component = module[name]
    if (!component) throw new Error(`${file}.tsx exports no ${name}`)
    return { default: component }
  }
  return Object.assign(lazy(load), { preload: async () => void (await load()) })
}
