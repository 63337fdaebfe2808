import type { AttendeeId } from '../../lib/ids.ts'
import type { AttendeeFact } from './replies.ts'

/**
 * A person of a meeting with the reply that counts. `hasEnded`: the invitation has ended.
 * `isInvited`: it has not, and they are in the staff.
 */
export type PersonFact = AttendeeFact & {
  kind: 'invited' | 'deputy' | 'visitor'
  hasEnded: boolean
  isInvited: boolean
}
/**
 * `sends`: the deputy they name counts, because they are invited or their function of the day would
 * be empty otherwise.
 */
export type SenderFact = PersonFact & { sends: boolean }

type People = readonly SenderFact[]

/**
 * The person who deputises for somebody who named a deputy: the first along the chain who is
 * invited and has not declined. Null: they named nobody, or everybody along the chain has dropped
 * out.
 */
export function standInOf(attendeeId: AttendeeId, people: ById): AttendeeId | null {
  const standIn = chainFrom(attendeeId, people).find(
    person => person.isInvited && person.reply?.kind !== 'declined',
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
   * invited. `released`: not any more, and they were invited for nothing else. `standInChanged`:
   * another person, or nobody, deputises for them.
   */
  kind: 'deputy' | 'relieved' | 'released' | 'standInChanged'
  senders: AttendeeId[]
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
    if (lost.length > 0) return [{ attendeeId, kind: 'relieved', senders: lost }]
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

/**
 * The people named one after the other, without the first sender. A chain ends at a person who
 * names nobody, or where it becomes circular.
 */
function chainFrom(attendeeId: AttendeeId, people: ById): PersonFact[] {
  const chain = new Set<PersonFact>()
  const after = (id: AttendeeId) => people.get(people.get(id)?.reply?.deputyId ?? attendeeId)
  for (
    let next = after(attendeeId);
    next && next.attendeeId !== attendeeId && !chain.has(next);
    next = after(next.attendeeId)
  )
    chain.add(next)
  return [...chain]
}
