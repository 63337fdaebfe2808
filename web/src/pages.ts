import { loadTexts, textsInUse, type Namespace } from './i18n/texts.ts'

/**
 * A page in a file of its own, which also loads the texts of its features and of all parts it uses.
 * Texts not named here load too, but only once the file is there.
 */
function page<M>(
  features: Namespace | readonly Namespace[],
  file: () => Promise<M>,
): () => Promise<M> {
  return async () => {
    const [loaded] = await Promise.all([file(), ...[features].flat().map(each => loadTexts(each))])
    await textsInUse()
    return loaded
  }
}

/** All pages. This file runs before React is loaded, so it must not import React. */
export const pages = {
  frame: () => import('./frame/AppFrame.tsx'),
  meeting: page('meetings', () => import('./meetings/MeetingPage.tsx')),
  overview: page(['overview', 'replies'], () => import('./overview/OverviewPage.tsx')),
  meetings: page('meetings', () => import('./meetings/MeetingsPage.tsx')),
  planMeeting: page(['meetings', 'planning'], () => import('./meetings/PlanMeetingPage.tsx')),
  following: page(['meetings', 'planning'], () => import('./meetings/FollowingPage.tsx')),
  mySeries: page('replies', () => import('./meetings/MySeriesPage.tsx')),
  incidents: page(['meetings', 'planning'], () => import('./meetings/IncidentsPage.tsx')),
  board: page('board', () => import('./board/BoardPage.tsx')),
  agenda: page(['agenda', 'meetings'], () => import('./meetings/AgendaPage.tsx')),
  attendance: page('attendance', () => import('./attendance/AttendancePage.tsx')),
  minutes: page(['minutes', 'findings'], () => import('./minutes/MinutesPage.tsx')),
  lobby: page('rooms', () => import('./rooms/LobbyPage.tsx')),
  staff: page('roster', () => import('./roster/StaffPage.tsx')),
  access: page('roster', () => import('./roster/AccessPage.tsx')),
  import: page('roster', () => import('./roster/ImportPage.tsx')),
  orders: page('journal', () => import('./journal/OrdersPage.tsx')),
  minutesList: page(['minutes', 'minutesList'], () => import('./minutes/MinutesListPage.tsx')),
  records: page('records', () => import('./records/RecordsPage.tsx')),
  outbox: page('invitations', () => import('./invitations/OutboxPage.tsx')),
  account: page('accounts', () => import('./accounts/AccountPage.tsx')),
  desk: page('attendance', () => import('./attendance/DeskPage.tsx')),
  here: page('attendance', () => import('./attendance/HerePage.tsx')),
  wall: page('board', () => import('./board/WallPage.tsx')),
  room: page('rooms', () => import('./rooms/RoomPage.tsx')),
  signIn: page('accounts', () => import('./accounts/SignInPage.tsx')),
  enrol: page('accounts', () => import('./accounts/EnrolPage.tsx')),
  firstStart: page('accounts', () => import('./accounts/FirstStartPage.tsx')),
}
