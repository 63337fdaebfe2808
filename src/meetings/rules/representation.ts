import type { AttendeeId } from '../../lib/ids.ts'
import { type AttendeeFact, chainFrom } from './replies.ts'

/**
 * A person of a meeting with the reply that counts. `hasEnded`: the invitation has ended.
 * `isInvited`: it has not, and they take part and are in the staff, or were at the end of the
 * meeting. `isThere`: they are not invited any more, but are at the meeting now, on site or by
 * phone. `isOut`: they are not invited any more, and did not come.
 */
export type PersonFact = AttendeeFact & {
  kind: 'invited' | 'deputy' | 'visitor'
  hasEnded: boolean
  isInvited: boolean
  isThere: boolean
  isOut: boolean
}
/**
 * `sends`: the deputy they name counts, because they are invited or their function of the day would
 * be empty otherwise.
 */
export type SenderFact = PersonFact & { sends: boolean }

type People = readonly SenderFact[]

/**
 * The person who deputises for somebody who named a deputy: the first along the chain who is
 * there or is invited, and has not declined. Null: they named nobody, or everybody along the chain
 * has dropped out.
 */
export function standInOf(attendeeId: AttendeeId, people: ById): AttendeeId | null {
  const standIn = chainFrom(attendeeId, people).find(
    person => (person.isInvited || person.isThere) && person.reply?.kind !== 'declined',
  )
  return standIn?.attendeeId ?? null
}

/** For each person, the senders whose chain of deputies contains them. */
export function sendersOf(people: People): Map<AttendeeId, AttendeeId[]> {
  const byId = byIdOf(people)
  const senders = new Map<AttendeeId, AttendeeId[]>()
  for (const { attendeeId: sender } of people.filter(person => person.sends))
    for (const { attendeeId } of chainFrom(sender, byId))
      if (!senders.get(attendeeId)?.push(sender)) senders.set(attendeeId, [sender])
  return senders
}

export type News = {
  attendeeId: AttendeeId
  /**
   * `deputy`: they deputise for `senders` from now on. `relieved`: not any more, but they are still
   * invited and deputise for `still`, if for anybody. `released`: not any more, and they were
   * invited for nothing else. `standInChanged`: another person, or nobody, deputises for them.
   */
  kind: 'deputy' | 'relieved' | 'released' | 'standInChanged'
  senders: AttendeeId[]
  /** those for whom somebody relieved deputises as before */
  still?: AttendeeId[]
}

/**
 * What each person of the meeting must be told after replies or invitations changed, along the
 * chains of deputies, at most one piece of news each. `actor` made the change and is told nothing;
 * null: nobody of the meeting made it.
 */
export function newsOf(before: People, after: People, actor: AttendeeId | null): News[] {
  const [had, has] = [sendersOf(before), sendersOf(after)]
  const [were, are] = [byIdOf(before), byIdOf(after)]
  const newsFor = ({ attendeeId, kind, isInvited, reply }: SenderFact): News[] => {
    const [those, these] = [had.get(attendeeId) ?? [], has.get(attendeeId) ?? []]
    const lost = those.filter(id => !these.includes(id))
    const gained = these.filter(id => !those.includes(id))
    const was = were.get(attendeeId)
    if (!isInvited) {
      // also covers a sender who had lost the function before
      const named = before.filter(each => each.reply?.deputyId === attendeeId)
      const senders = lost.length > 0 ? lost : named.map(each => each.attendeeId)
      const isReleased = kind === 'deputy' && was?.isInvited && senders.length > 0
      return isReleased ? [{ attendeeId, kind: 'released', senders }] : []
    }
    // somebody who was not invited before does not know yet for whom they deputise
    if (gained.length > 0 || (!was?.isInvited && these.length > 0))
      return [{ attendeeId, kind: 'deputy', senders: gained.length > 0 ? gained : these }]
    if (lost.length > 0) return [{ attendeeId, kind: 'relieved', senders: lost, still: these }]
    const deputyId = reply?.deputyId ?? null
    const isAnother = standInOf(attendeeId, were) !== standInOf(attendeeId, are)
    return deputyId !== null && was?.reply?.deputyId === deputyId && isAnother
      ? [{ attendeeId, kind: 'standInChanged', senders: [] }]
      : []
  }
  return after
    .filter(({ attendeeId, kind }) => attendeeId !== actor && kind !== 'visitor')
    .flatMap(newsFor)
}

export type ById = ReadonlyMap<AttendeeId, PersonFact>
export const byIdOf = (people: readonly PersonFact[]): ById =>
  new Map(people.map(person => [person.attendeeId, person]))
