import type { AttendeeId, MemberId } from '../../lib/ids.ts'
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
