import type { texts as accounts } from './de/accounts.ts'
import type { texts as agenda } from './de/agenda.ts'
import type { texts as attendance } from './de/attendance.ts'
import type { texts as beforeClose } from './de/beforeClose.ts'
import type { texts as board } from './de/board.ts'
import type { texts as calls } from './de/calls.ts'
import type { texts as closing } from './de/closing.ts'
import type { texts as findings } from './de/findings.ts'
import type { texts as history } from './de/history.ts'
import type { texts as invitations } from './de/invitations.ts'
import type { texts as journal } from './de/journal.ts'
import type { texts as meetings } from './de/meetings.ts'
import type { texts as minutes } from './de/minutes.ts'
import type { texts as minutesList } from './de/minutesList.ts'
import type { texts as overview } from './de/overview.ts'
import type { texts as planning } from './de/planning.ts'
import type { texts as records } from './de/records.ts'
import type { texts as replies } from './de/replies.ts'
import type { texts as rooms } from './de/rooms.ts'
import type { texts as roster } from './de/roster.ts'

/** The features that have texts, with one file each in `de/` and `en/`. */
export type Features = {
  accounts: typeof accounts
  agenda: typeof agenda
  attendance: typeof attendance
  beforeClose: typeof beforeClose
  board: typeof board
  calls: typeof calls
  closing: typeof closing
  findings: typeof findings
  history: typeof history
  invitations: typeof invitations
  journal: typeof journal
  meetings: typeof meetings
  minutes: typeof minutes
  minutesList: typeof minutesList
  overview: typeof overview
  planning: typeof planning
  records: typeof records
  replies: typeof replies
  rooms: typeof rooms
  roster: typeof roster
}
