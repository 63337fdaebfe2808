import type { AttendeeId } from '../../lib/ids.ts'
import type { AttendeeFact } from './replies.ts'

/**
 * Somebody of a meeting with the answer that counts. `hasEnded`: their invitation. `isInvited`: it has not, and they are in the staff.
 */
export type PersonFact = AttendeeFact & {
  kind: 'invited' | 'deputy' | 'visitor'
  hasEnded: boolean
  isInvited: boolean
}
/** `sends`: whom they name stands in for them, since they are invited or leave a function of the day to nobody else. */
export type SenderFact = PersonFact & { sends: boolean }

type People = readonly SenderFact[]

/**
 * Who stands in for somebody who sends a deputy: the first along the chain who is invited and has not declined. Null: they send nobody,
 * or everybody they could send has dropped out.
 */
export function standInOf(attendeeId: AttendeeId, people: ById): AttendeeId | null {
  const standIn = chainFrom(attendeeId, people).find(
    person => person.isInvited && person.reply?.kind !== 'declined',
  )
  return standIn?.attendeeId ?? null
}

/** Those along whose chain of deputies somebody stands, by who stands there. */
export function sendersOf(people: People): Map<AttendeeId, AttendeeId[]> {
  const byId = byIdOf(people)
  const senders = new Map<AttendeeId, AttendeeId[]>()
  for (const { attendeeId: sender } of people.filter(person => person.sends))
    for (const { attendeeId } of chainFrom(sender, byId))
      senders.set(attendeeId, [...(senders.get(attendeeId) ?? []), sender])
  return senders
}

export type News = {
  attendeeId: AttendeeId
  /**
   * `deputy`: they stand in for `senders` now. `relieved`: no longer, and are invited still. `released`: no longer, and were asked to
   * come for nothing else. `standInChanged`: somebody else stands in for them, or nobody.
   */
  kind: 'deputy' | 'relieved' | 'released' | 'standInChanged'
  senders: AttendeeId[]
}

/**
 * Whom it concerns that answers or invitations changed, up and down the chain, other than `actor`, who made the change; null: nobody of
 * the meeting did. One piece of news for each.
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
      // also whose sender had lost the function before
      const named = before.filter(each => each.reply?.deputyId === attendeeId)
      const senders = lost.length > 0 ? lost : named.map(each => each.attendeeId)
      const isReleased = kind === 'deputy' && was?.isInvited && senders.length > 0
      return isReleased ? [{ attendeeId, kind: 'released', senders }] : []
    }
    // whom nobody had invited knows nothing of those they stood for
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

/** Those named one after the other, without the one who begins; a chain ends with who sends nobody, or where it closes on itself. */
function chainFrom(attendeeId: AttendeeId, people: ById): PersonFact[] {
  const chain: PersonFact[] = []
  const after = (id: AttendeeId) => people.get(people.get(id)?.reply?.deputyId ?? attendeeId)
  for (
    let next = after(attendeeId);
    next && next.attendeeId !== attendeeId && !chain.includes(next);
    next = after(next.attendeeId)
  )
    chain.push(next)
  return chain
}
