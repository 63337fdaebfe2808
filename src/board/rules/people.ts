import type { MeetingWindow, PresenceSettings } from '../../attendance/contract.ts'
import type { Present } from '../../attendance/rules/presence.ts'
import type { Tried } from '../../meetings/rules/calls.ts'
import type { HolderFact } from '../../meetings/rules/replies.ts'
import type { Signal } from '../../meetings/contract/signal.ts'
import type { AttendeeId, FunctionId, MemberId } from '../../lib/ids.ts'
import type { AttendeePlan } from '../../meetings/contract/plan.ts'
import type { ReminderState } from '../../meetings/contract/reply.ts'

/** One person of the meeting with what the board shows of them. `mobile` empty: none known. */
export type BoardPerson = {
  plan: AttendeePlan
  memberId: MemberId | null
  name: string
  organisation: string
  mobile: string
  /**
   * left the staff, or lost the roles that take part, while the meeting ran; the board neither
   * lists them as missing nor suggests calling them, and nothing they promised counts
   */
  isGone: boolean
  /** of the staff, as a guest alone */
  isGuest: boolean
  remindedAt: Date | null
  /** null: never reminded */
  reminder: ReminderState | null
}

export type BoardFunction = {
  functionId: FunctionId
  label: string
  block: string
  isRequired: boolean
}

export type BoardInput = {
  /** in the order of the staff */
  functions: readonly BoardFunction[]
  /** every member of the staff, invited or not, because any of them may be called */
  holders: readonly HolderFact[]
  contacts: ReadonlyMap<MemberId, { name: string; mobile: string }>
  people: readonly BoardPerson[]
  signals: readonly Signal[]
  /** the people present at `nowMs` */
  present: readonly Present[]
  /** null before the opening */
  window: MeetingWindow | null
  nowMs: number
  settings: PresenceSettings
  /** whether the reader sees phone numbers and whom to call: lead and KGS only */
  showsPhones: boolean
  /** how the last call to a member ended, where it brought no reply */
  tried: ReadonlyMap<MemberId, Tried>
  /** nobody is asked to call themselves; null: the reader is no member of this staff */
  readerId: MemberId | null
}

export function personOf(
  attendeeId: AttendeeId,
  people: readonly BoardPerson[],
): BoardPerson | undefined {
  return indexOf(people).byId.get(attendeeId)
}

type Index = {
  byId: ReadonlyMap<AttendeeId, BoardPerson>
  byMember: ReadonlyMap<MemberId | null, BoardPerson>
  plans: readonly AttendeePlan[]
}
const indexes = new WeakMap<readonly BoardPerson[], Index>()

/** Indexes a list of people once, because they are looked up for every function and person. */
export function indexOf(people: readonly BoardPerson[]): Index {
  const known = indexes.get(people)
  if (known) return known
  const index = {
    byId: new Map(people.map(person => [person.plan.attendeeId, person])),
    byMember: new Map(people.map(person => [person.memberId, person])),
    plans: people.map(person => person.plan),
  }
  indexes.set(people, index)
  return index
}
