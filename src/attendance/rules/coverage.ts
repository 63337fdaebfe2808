import type { AttendeeId, FunctionId } from '../../lib/ids.ts'
import type { CoverageGap, Stay } from '../contract.ts'
import { type Mode, perMode } from '../../lib/modes.ts'
import { linksOf } from '../../meetings/rules/replies.ts'
import { joinSpans, lengthOf, type Span, withoutSpan } from '../../lib/spans.ts'
import { type Present, type Reading, endOf, isRunningAt } from './presence.ts'
import { representativeOf } from './status.ts'
import type { AttendeePlan } from '../../meetings/contract/plan.ts'

/**
 * The gaps of each required function, by function in the given order, then by time. Anybody who
 * acts for it fills it, in any mode. Gaps up to the merge gap do not count, like short breaks of a
 * stay; so neither late starts nor handovers make a gap. Two kinds count however short: a gap that
 * lasts until now or the closing, because nobody returned from it and the board said so, and a whole
 * meeting in which nobody filled the function.
 */
export function coverageOf(
  requiredFunctionIds: readonly FunctionId[],
  {
    attendees,
    stays,
    ...reading
  }: Reading & { attendees: readonly AttendeePlan[]; stays: readonly Stay[] },
): CoverageGap[] {
  const { openedAtMs } = reading.window
  const endMs = endOf(reading)
  const runs = isRunningAt(reading.untilMs, reading.window)
  return requiredFunctionIds.flatMap(functionId => {
    const acting = new Set(
      attendees
        .filter(attendee => attendee.functionIds.includes(functionId))
        .map(attendee => attendee.attendeeId),
    )
    const filled = joinSpans(stays.filter(stay => acting.has(stay.attendeeId)))
    const limits = [openedAtMs, ...filled.flatMap(span => [span.fromMs, span.untilMs]), endMs]
    return limits.flatMap((fromMs, i) => {
      const untilMs = limits[i + 1] ?? fromMs
      const isHole = i % 2 === 0 && untilMs > fromMs // limits alternate: from each even one to the next it is unfilled
      const isLast = untilMs === endMs
      const counts =
        isLast || filled.length === 0 || untilMs - fromMs > reading.settings.mergeGapS * 1000
      return isHole && counts ? [{ functionId, fromMs, untilMs, isOpen: runs && isLast }] : []
    })
  })
}

/**
 * The people present who act for the function, in the order of `attendees`; empty when it is
 * unfilled.
 */
export function whoFills(
  functionId: FunctionId,
  { attendees, present }: { attendees: readonly AttendeePlan[]; present: readonly Present[] },
): Present[] {
  const there = Map.groupBy(present, person => person.attendeeId)
  return attendees
    .filter(attendee => attendee.functionIds.includes(functionId))
    .flatMap(attendee => there.get(attendee.attendeeId) ?? [])
}

/**
 * The number of people per mode, each person counted once. For now: give the modes of `presentNow`;
 * for a whole meeting: everybody's `mainMode`. Null counts nowhere.
 */
export function countsByMode(modesOfPeople: Iterable<Mode | null>): Record<Mode, number> {
  const counts = perMode(() => 0)
  for (const mode of modesOfPeople) if (mode) counts[mode]++
  return counts
}

/**
 * Noch fehlen: people who promised or have not answered, are not present, and for whom no deputy
 * came. Those who promised come first, otherwise in the order of `attendees`. A deputy does not
 * count as missing while the people they deputise for are present, unless they also act for a
 * function of their own.
 */
export function missingNow(
  attendees: readonly AttendeePlan[],
  present: readonly Present[],
): AttendeePlan[] {
  const came = new Set(present.map(person => person.attendeeId))
  const missing = attendees.filter(
    attendee =>
      !attendee.isVisitor &&
      attendee.plan.kind !== 'declined' &&
      !came.has(attendee.attendeeId) &&
      representativeOf(attendee.attendeeId, { attendees, came }) === null &&
      !isRelieved(attendee, { attendees, came }),
  )
  return [
    ...missing.filter(attendee => attendee.plan.kind === 'accepted'),
    ...missing.filter(attendee => attendee.plan.kind === 'none'),
  ]
}

/**
 * The people this person deputises for: those who named them first, the ones invited originally
 * last; empty for somebody who is no deputy. A deputy may have several.
 */
export function principalsOf<A extends AttendeePlan>(
  attendee: AttendeePlan,
  attendees: readonly A[],
): A[] {
  const { byId, namedBy, placeOf } = linksOf(attendees)
  const principals = new Set<A>()
  const above = ({ attendeeId, deputyFor }: AttendeePlan): A[] => {
    const first = deputyFor === null ? undefined : byId.get(deputyFor)
    return [...(first ? [first] : []), ...(namedBy.get(attendeeId) ?? [])]
  }
  for (let ring: AttendeePlan[] = [attendee]; ring.length > 0;) {
    const next = [...new Set(ring.flatMap(above))]
      .filter(other => other.attendeeId !== attendee.attendeeId && !principals.has(other))
      .sort((x, y) => placeOf.get(x)! - placeOf.get(y)!) // all are in this list
    for (const other of next) principals.add(other)
    ring = next
  }
  return [...principals]
}

const handOverMs = 120_000

/**
 * Whether somebody was present in place of others: longer than a handover takes while none of the
 * others was.
 */
export function tookPlaceOf(own: readonly Span[], others: readonly Span[]): boolean {
  if (others.length === 0) return true
  const alone = joinSpans(others).reduce<Span[]>(
    (left, there) => left.flatMap(span => withoutSpan(span, there)),
    joinSpans(own),
  )
  return lengthOf(alone) > handOverMs
}

type Attendance = { attendees: readonly AttendeePlan[]; came: ReadonlySet<AttendeeId> }

function isRelieved(deputy: AttendeePlan, { attendees, came }: Attendance): boolean {
  const back = principalsOf(deputy, attendees).filter(principal => came.has(principal.attendeeId))
  return (
    back.length > 0 &&
    deputy.functionIds.every(id => back.some(principal => principal.functionIds.includes(id)))
  )
}
