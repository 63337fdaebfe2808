import type { CoverageGap, PersonAttendance } from '../../attendance/contract.ts'
import type { AttendeeId, FunctionId, Id } from '../../lib/ids.ts'
import type { Mode } from '../../lib/modes.ts'
import type { Lang } from '../../lib/time.ts'
import type { AttendeePlan } from '../../meetings/contract/plan.ts'

/** A function as it was on the day of the meeting. */
export type FunctionFacts = {
  id: FunctionId
  label: string
  block: string
  position: number
  isRequired: boolean
}

/**
 * A person with their names of the day of the meeting. `isGuest`: has the role guest; counts only
 * when acting for a function.
 */
export type PersonFacts = {
  attendeeId: AttendeeId
  name: string
  /** the surname first, an addition last; the minutes sort by it */
  sortName: string
  organisation: string
  isGuest: boolean
}

/**
 * Decisions, orders and entries keep their numbers. The minutes show only the number of one that
 * was taken back.
 */
export type EntryFacts = {
  id: Id<'entry'>
  number: number
  atMs: number
  text: string
  retractedAtMs: number | null
  /** number of the entry that stands in its place, as printed */
  replacedBy: string | null
  /** former wordings, and when each was corrected */
  corrected: { atMs: number; text: string }[]
  /** when it was added, if that was after the close */
  addedAtMs: number | null
}
export type DecisionFacts = EntryFacts & { reason: string }
export type OrderFacts = EntryFacts & {
  responsible: string
  dueAtMs: number | null
  doneAtMs: number | null
}

/**
 * Everything the minutes are composed from, as stored; the order inside the lists does not matter.
 * All times are epoch milliseconds.
 */
export type MinutesInput = {
  version: number
  language: Lang
  composedAtMs: number
  zone: string
  organisation: string
  staff: string
  incident: string
  meeting: {
    kind: 'operation' | 'exercise'
    number: number
    title: string
    openedAtMs: number
    closedAtMs: number
    /** the end was given when a forgotten closing was made up for; null: the closing was the end */
    endTold: { closedAtMs: number; reason: string } | null
    place: string
    hasVirtualRoom: boolean
  }
  lead: string | null
  minuteTakers: { name: string; fromMs: number; untilMs: number | null }[]
  /** `untilMs` null: the meeting was closed while interrupted */
  interruptions: { fromMs: number; untilMs: number | null }[]
  functions: FunctionFacts[]
  people: PersonFacts[]
  plans: AttendeePlan[]
  attendance: PersonAttendance[]
  gaps: CoverageGap[]
  faults: {
    id: Id<'entry'>
    fromMs: number
    untilMs: number | null
    text: string
    retractedAtMs: number | null
  }[]
  agenda: {
    id: Id<'agendaItem'>
    position: number
    title: string
    responsible: string
    hasBegun: boolean
  }[]
  decisions: DecisionFacts[]
  orders: OrderFacts[]
  /**
   * orders of earlier meetings of the incident that were open when this one began, with their
   * meeting's number
   */
  carriedOrders: (OrderFacts & { meetingNumber: number })[]
  log: EntryFacts[]
  nextMeeting: { title: string; startsAtMs: number; place: string } | null
  annexes: string[]
  /** rows of the attendance band in the order they are drawn */
  bandRows: {
    label: string
    functionLabel: string | null
    name: string | null
    bars: { fromMs: number; untilMs: number; kind: Mode | 'unfilled' }[]
  }[]
}
