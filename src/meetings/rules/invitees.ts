import type { Role } from '../../lib/actor.ts'
import type { AttendeeId, FunctionId, MemberId } from '../../lib/ids.ts'
import { takesPart } from '../../roster/rules/roster.ts'
import type { AttendeePlan } from '../contract/plan.ts'
import { type AttendeeFact, firstHolders, type HolderFact, representedIn } from './replies.ts'

export type MemberFact = { memberId: MemberId; roles: readonly Role[] }

/** The roster of a staff as it is on the day of one meeting. */
export type RosterOfDay = {
  /** present members of the staff */
  members: readonly MemberFact[]
  /**
   * holders and deputies of that day; people who have left are among them, because it stays stored
   */
  resting: readonly HolderFact[]
  /** everybody who holds or deputises on any day, past or future */
  withFunction: ReadonlySet<MemberId>
}

/**
 * The members invited to a meeting, among those whose roles take part: everyone who holds a
 * function that day, the first deputy of a function without holder, and members who never hold or
 * deputise. Other deputies are invited when somebody names them. `holders` are those of the day,
 * `withFunction` those of any day. A function of somebody who is `represented` has its deputy.
 */
export function invitedByPlan(
  members: readonly MemberFact[],
  holders: readonly HolderFact[],
  {
    withFunction = new Set(holders.map(h => h.memberId)),
    represented = new Set(),
  }: { withFunction?: ReadonlySet<MemberId>; represented?: ReadonlySet<MemberId> } = {},
): MemberId[] {
  const taking = members.filter(m => takesPart(m.roles)).map(m => m.memberId)
  const first = actingOn(holders, { present: new Set(taking), represented })
  return taking.filter(memberId => first.has(memberId) || !withFunction.has(memberId))
}

type Those = { present: ReadonlySet<MemberId>; represented: ReadonlySet<MemberId> }

const actingOn = (holders: readonly HolderFact[], { present, represented }: Those) =>
  new Set(firstHolders(holders, { comes: id => present.has(id), represented }).map(h => h.memberId))

/**
 * The holders of functions that would be empty: `isComing` is true of none of the function's
 * holders. `resting` includes people who have left.
 */
export function leftOpen(
  resting: readonly HolderFact[],
  isComing: (memberId: MemberId) => boolean,
): Set<MemberId> {
  const held = resting.filter(h => h.rank === 0)
  const filled = new Set(held.filter(h => isComing(h.memberId)).map(h => h.functionId))
  return new Set(held.filter(h => !filled.has(h.functionId)).map(h => h.memberId))
}

/** A member in the list of a meeting: invited, a deputy, or with an ended invitation. */
export type KnownFact = AttendeeFact & {
  memberId: MemberId
  kind: 'invited' | 'deputy' | 'visitor'
  byHand: boolean
  forFunction: boolean
  hasEnded: boolean
}

/**
 * The changes that make the invitations right; people whose invitation is right already are in none
 * of the lists.
 */
export type InviteeChange = {
  bring: { memberId: MemberId; forFunction: boolean }[]
  back: { attendeeId: AttendeeId; forFunction: boolean }[]
  out: AttendeeId[]
}

/**
 * The invitations to begin and to end so that a meeting that has not begun follows roster and day.
 * A person invited by hand stays; one taken out by hand stays out. An invitation for a function
 * ends with the function. A deputy stays as long as somebody names them who is invited, or whose
 * function of the day would be empty otherwise. A member without a role that takes part is always
 * out.
 */
export function inviteeChange(
  { members, resting, withFunction }: RosterOfDay,
  known: readonly KnownFact[],
  minuteTakerId: MemberId | null,
): InviteeChange {
  const present = new Set(members.filter(m => takesPart(m.roles)).map(m => m.memberId))
  const represented = representedIn(
    known,
    ({ memberId, byHand, hasEnded }) => present.has(memberId) && !(byHand && hasEnded),
  )
  const first = actingOn(resting, { present, represented })
  const planned = new Set(invitedByPlan(members, resting, { withFunction, represented }))
  if (minuteTakerId && present.has(minuteTakerId)) planned.add(minuteTakerId)
  for (const { memberId, forFunction } of known)
    if (forFunction && !first.has(memberId) && memberId !== minuteTakerId) planned.delete(memberId)
  const isKept = ({ memberId, byHand, hasEnded }: KnownFact) =>
    present.has(memberId) && (byHand ? !hasEnded : planned.has(memberId))

  const kept = new Set(known.filter(isKept).map(fact => fact.memberId))
  const knownMembers = new Set(known.map(fact => fact.memberId))
  const bring = [...planned]
    .filter(memberId => !knownMembers.has(memberId))
    .map(memberId => ({ memberId, forFunction: first.has(memberId) }))
  const coming = new Set([...kept, ...bring.map(each => each.memberId)])
  const leavesOpen = leftOpen(resting, memberId => coming.has(memberId))
  const byId = new Map(known.map(fact => [fact.attendeeId, fact]))
  const namedBy = Map.groupBy(known, fact => fact.reply?.deputyId)
  const principalsOf = ({ attendeeId, deputyForId }: KnownFact) => [
    ...(namedBy.get(attendeeId) ?? []),
    ...[deputyForId ? byId.get(deputyForId) : undefined].filter(fact => fact !== undefined),
  ]
  const stands = (fact: KnownFact, seen: ReadonlySet<AttendeeId>): boolean =>
    kept.has(fact.memberId) ||
    leavesOpen.has(fact.memberId) ||
    principalsOf(fact).some(
      other => !seen.has(other.attendeeId) && stands(other, new Set([...seen, other.attendeeId])),
    )
  const isDeputising = (fact: KnownFact): boolean => {
    if (fact.byHand || !present.has(fact.memberId)) return false
    return principalsOf(fact).some(other =>
      stands(other, new Set([fact.attendeeId, other.attendeeId])),
    )
  }

  const change: InviteeChange = { bring, back: [], out: [] }
  for (const fact of known) {
    const { attendeeId, memberId, hasEnded } = fact
    const belongs = isKept(fact) || isDeputising(fact)
    if (belongs && hasEnded) change.back.push({ attendeeId, forFunction: first.has(memberId) })
    if (!belongs && !hasEnded) change.out.push(attendeeId)
  }
  return change
}

/** Labels of required functions for which nobody is invited, in the order of the staff. */
export function unfilledBy(
  functions: readonly { functionId: FunctionId; label: string; isRequired: boolean }[],
  invited: readonly AttendeePlan[],
): string[] {
  const filled = new Set(invited.flatMap(plan => (plan.isVisitor ? [] : plan.functionIds)))
  return functions.filter(fn => fn.isRequired && !filled.has(fn.functionId)).map(fn => fn.label)
}
