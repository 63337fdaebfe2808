import type { AttendeeId, FunctionId, MemberId } from '../../lib/ids.ts'
import type { Mode } from '../../lib/modes.ts'
import type { MeetingState } from '../contract/meeting.ts'
import type { AttendeePlan } from '../contract/plan.ts'

/**
 * Free seats in the room; null: not limited. 0 is only shown; more people may still promise to
 * come.
 */
export function seatsFree(seats: number | null, taken: number): number | null {
  return seats === null ? null : Math.max(0, seats - taken)
}

/** `backAt` null: still away */
type Leaving = { leftAt: Date; backAt: Date | null }

export function lasting(leftAt: Date | null): Leaving[] {
  return leftAt ? [{ leftAt, backAt: null }] : []
}

/**
 * Whether somebody belongs to a meeting, given their absences from the staff. Nobody does who was
 * out of the staff at the opening or, before the opening, is out of it now. Exceptions: a person
 * who came all the same and was present at or after the opening, and everybody of a cancelled
 * meeting.
 */
export function belongsTo(
  { state, openedAt }: { state: MeetingState; openedAt: Date | null },
  { leavings, hasCome = false }: { leavings: readonly Leaving[]; hasCome?: boolean },
): boolean {
  if (hasCome || state === 'cancelled') return true
  return !leavings.some(({ leftAt, backAt }) =>
    openedAt ? leftAt <= openedAt && (backAt === null || openedAt < backAt) : backAt === null,
  )
}

export type HolderFact = { functionId: FunctionId; memberId: MemberId; rank: number }
export type AttendeeFact = {
  attendeeId: AttendeeId
  memberId: MemberId | null
  deputyForId: AttendeeId | null
  reply: {
    kind: 'accepted' | 'declined'
    mode: Mode | null
    deputyId: AttendeeId | null
  } | null
}
/**
 * `isListed`: in the list of the meeting. `isOut`: not invited any more, or gone from the staff,
 * and they did not come.
 */
type ListedFact = AttendeeFact & { isListed: boolean; isOut: boolean }

/**
 * The functions each attendee acts for: holders for their own; a deputy for those of everybody who
 * declined in their favour, along the whole chain; the first deputy for a function without holder.
 * `holders` are those of the day of the meeting, and those who have left the staff since.
 */
export function plansOf(
  attendees: readonly ListedFact[],
  holders: readonly HolderFact[],
): AttendeePlan[] {
  const byId = new Map(attendees.map(a => [a.attendeeId, a]))
  const listed = new Set(attendees.flatMap(a => (a.isListed ? a.memberId : null) ?? []))
  const own = new Map<MemberId, FunctionId[]>()
  for (const { functionId, memberId } of firstHolders(holders, {
    comes: id => listed.has(id),
    represented: representedIn(attendees, each => each.isListed),
  }))
    own.set(memberId, [...(own.get(memberId) ?? []), functionId])
  const principals = new Map<AttendeeId, AttendeeId[]>()
  for (const { attendeeId, reply } of attendees) {
    if (reply?.deputyId)
      principals.set(reply.deputyId, [...(principals.get(reply.deputyId) ?? []), attendeeId])
  }
  const functionsOf = (attendeeId: AttendeeId, seen: Set<AttendeeId>): FunctionId[] => {
    const attendee = byId.get(attendeeId)
    if (!attendee || seen.has(attendeeId)) return []
    seen.add(attendeeId)
    const inherited = [
      ...(principals.get(attendeeId) ?? []),
      ...(attendee.deputyForId ? [attendee.deputyForId] : []),
    ]
    return [
      ...(attendee.memberId ? (own.get(attendee.memberId) ?? []) : []),
      ...inherited.flatMap(id => functionsOf(id, seen)),
    ]
  }
  const deputyIds = attendees.map(a => deputyOf(a.attendeeId, byId))
  const senders = Map.groupBy(
    [...attendees.keys()].sort((a, b) => Number(attendees[a]!.isOut) - Number(attendees[b]!.isOut)), // keys of this list
    i => deputyIds[i],
  )
  return attendees.map((a, i) => {
    const sender = senders.get(a.attendeeId)?.[0]
    return {
      attendeeId: a.attendeeId,
      functionIds: [...new Set(functionsOf(a.attendeeId, new Set()))],
      plan: planOf(a.reply),
      deputyId: deputyIds[i] ?? null,
      deputyFor: sender === undefined ? a.deputyForId : attendees[sender]!.attendeeId, // see above
      isVisitor: a.memberId === null,
    }
  })
}

/**
 * Who acts for each function: the holders of whom `comes` is true; else holders who are
 * `represented`; else the first deputy of whom `comes` is true, else the first `represented` one.
 */
export function firstHolders<H extends HolderFact>(
  holders: readonly H[],
  {
    comes,
    represented,
  }: { comes: (memberId: MemberId) => boolean; represented: ReadonlySet<MemberId> },
): H[] {
  const byFunction = Map.groupBy(holders, holder => holder.functionId)
  return [...byFunction.values()].flatMap(of => {
    const held = of.filter(holder => holder.rank === 0)
    const coming = held.filter(holder => comes(holder.memberId))
    if (coming.length > 0) return coming
    const absent = held.filter(holder => represented.has(holder.memberId))
    if (absent.length > 0) return absent
    const deputies = of.filter(({ rank }) => rank > 0).sort((a, b) => a.rank - b.rank)
    const next =
      deputies.find(({ memberId }) => comes(memberId)) ??
      deputies.find(({ memberId }) => represented.has(memberId))
    return next ? [next] : []
  })
}

/**
 * The members whose chain of deputies stands: somebody along it has not declined, and `comes` is
 * true of them. So is whoever has somebody like that, brought in by hand, in their place.
 */
export function representedIn<A extends AttendeeFact>(
  attendees: readonly A[],
  comes: (attendee: A) => boolean,
): Set<MemberId> {
  const byId = new Map(attendees.map(a => [a.attendeeId, a]))
  const isRepresented = ({ attendeeId }: A) =>
    chainFrom(attendeeId, byId).some(other => other.reply?.kind !== 'declined' && comes(other))
  const replaced = new Set(
    attendees.flatMap(a =>
      a.deputyForId && ((a.reply?.kind !== 'declined' && comes(a)) || isRepresented(a))
        ? a.deputyForId
        : [],
    ),
  )
  return new Set(
    attendees.flatMap(a =>
      a.memberId && (isRepresented(a) || replaced.has(a.attendeeId)) ? a.memberId : [],
    ),
  )
}

/**
 * The people named one after the other, without the first sender. A chain ends at a person who
 * names nobody, or where it becomes circular.
 */
export function chainFrom<A extends AttendeeFact>(
  attendeeId: AttendeeId,
  people: ReadonlyMap<AttendeeId, A>,
): A[] {
  const chain = new Set<A>()
  const after = (id: AttendeeId) => people.get(people.get(id)?.reply?.deputyId ?? attendeeId)
  for (
    let next = after(attendeeId);
    next && next.attendeeId !== attendeeId && !chain.has(next);
    next = after(next.attendeeId)
  )
    chain.add(next)
  return [...chain]
}

/**
 * The deputy of a person: the one they named; when that one is out, the next along the chain who is
 * not, if there is one. Null: they named nobody.
 */
export function deputyOf(
  attendeeId: AttendeeId,
  people: ReadonlyMap<AttendeeId, AttendeeFact & { isOut: boolean }>,
): AttendeeId | null {
  const next = chainFrom(attendeeId, people).find(person => !person.isOut)
  return next?.attendeeId ?? people.get(attendeeId)?.reply?.deputyId ?? null
}

/**
 * Those of these functions for which everybody who acts has declined or is gone from the staff, and
 * nobody who acts is present.
 */
export function abandoned(
  functionIds: readonly FunctionId[],
  people: readonly { plan: AttendeePlan; isGone: boolean; isPresent: boolean }[],
): FunctionId[] {
  return functionIds.filter(id => {
    const acting = people.filter(({ plan }) => plan.functionIds.includes(id))
    return (
      acting.length > 0 &&
      acting.every(
        ({ plan: { plan }, isGone, isPresent }) =>
          !isPresent && (isGone || plan.kind === 'declined'),
      )
    )
  })
}

/** The deputies to offer, by rank, for the given functions of the person; without duplicates. */
export function rankedDeputies(
  memberId: MemberId,
  functionIds: readonly FunctionId[],
  holders: readonly HolderFact[],
): MemberId[] {
  const ranked = holders
    .filter(h => functionIds.includes(h.functionId) && h.rank > 0 && h.memberId !== memberId)
    .sort((a, b) => a.rank - b.rank)
  return [...new Set(ranked.map(h => h.memberId))]
}

/**
 * Whether naming `to` as deputy makes a circle, because they have declined in favour of `from`,
 * directly or along a chain.
 */
export function isCircle(
  from: AttendeeId,
  to: AttendeeId,
  attendees: readonly AttendeeFact[],
): boolean {
  const next = new Map(attendees.map(a => [a.attendeeId, a.reply?.deputyId ?? null]))
  const seen = new Set<AttendeeId>()
  for (let at: AttendeeId | null = to; at && !seen.has(at); at = next.get(at) ?? null) {
    if (at === from) return true
    seen.add(at)
  }
  return false
}

function planOf(reply: AttendeeFact['reply']): AttendeePlan['plan'] {
  if (!reply) return { kind: 'none' }
  // a check of the table ensures that an acceptance has a mode
  return reply.kind === 'accepted' ? { kind: 'accepted', mode: reply.mode! } : { kind: 'declined' }
}

type Links<A> = {
  byId: ReadonlyMap<AttendeeId, A>
  /** for each deputy, the people who named them */
  namedBy: ReadonlyMap<AttendeeId, A[]>
  /** for each principal, the people invited in their place or who took their invitation over */
  invitedFor: ReadonlyMap<AttendeeId, A[]>
  /** index in the list */
  placeOf: ReadonlyMap<A, number>
}

const made = new WeakMap<readonly AttendeePlan[], Links<AttendeePlan>>()

/**
 * Maps of principals and deputies, because searching a list of thousands for each of its people is
 * slow.
 */
export function linksOf<A extends AttendeePlan>(attendees: readonly A[]): Links<A> {
  const known = made.get(attendees) as Links<A> | undefined // the cached value was made from this list
  if (known) return known
  const of = (key: (attendee: A) => AttendeeId | null) => {
    const groups = Map.groupBy(attendees, key)
    groups.delete(null)
    return groups as Map<AttendeeId, A[]> // the null group was deleted above
  }
  const links = {
    byId: new Map(attendees.map(attendee => [attendee.attendeeId, attendee])),
    namedBy: of(attendee => attendee.deputyId),
    invitedFor: of(attendee => attendee.deputyFor),
    placeOf: new Map(attendees.map((attendee, i) => [attendee, i])),
  }
  made.set(attendees, links)
  return links
}
