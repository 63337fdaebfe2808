import type { AttendeeId, FunctionId } from '../../lib/ids.ts'
import type { CoverageGap, Stay } from '../contract.ts'
import { type Mode, perMode } from '../../lib/modes.ts'
import { linksOf } from '../../meetings/rules/replies.ts'
import { joinSpans, lengthOf, type Span, withoutSpan } from '../../lib/spans.ts'
import { type Present, type Reading, endOf, isRunningAt } from './presence.ts'
import { representativeOf } from './status.ts'
import type { AttendeePlan } from '../../meetings/contract/plan.ts'

/**
 * When each required function was filled by nobody, by function in the order given, then by time. Anyone acting for it fills
 * it, in any mode. A hole up to the merge gap, at the start, at the end or while one person hands over to the next, is as little
 * worth a line in the minutes as a short break in a stay. Two holes are shown however short: one that is open now, since nobody knows
 * how long it will be, and a meeting in which nobody filled the function at all.
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
      const isHole = i % 2 === 0 && untilMs > fromMs // limits alternate: unfilled from each even one to the next
      const isOpen = runs && untilMs === endMs
      const counts =
        isOpen || filled.length === 0 || untilMs - fromMs > reading.settings.mergeGapS * 1000
      return isHole && counts ? [{ functionId, fromMs, untilMs, isOpen }] : []
    })
  })
}

/** Who of those there acts for the function, in the order of `attendees`; empty when it is unfilled. */
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
 * How many people take part in each mode, each counted once. Now: the modes of `presentNow`; over the meeting: every
 * person's `mainMode`; null is not counted.
 */
export function countsByMode(modesOfPeople: Iterable<Mode | null>): Record<Mode, number> {
  const counts = perMode(() => 0)
  for (const mode of modesOfPeople) if (mode) counts[mode]++
  return counts
}

/**
 * Noch fehlen: who promised or has not answered, is not there, and for whom nobody came. Those who promised first, otherwise in
 * the order of `attendees`. A deputy is not missed while those they stand in for are there, unless a function of their own
 * brought them here as well.
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
 * Whom this person stands in for: first those who passed on to them, last those who were invited in the beginning; empty for no
 * deputy. One deputy may stand in for several.
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
      .sort((x, y) => placeOf.get(x)! - placeOf.get(y)!) // all are of this list
    for (const other of next) principals.add(other)
    ring = next
  }
  return [...principals]
}

const handOverMs = 120_000

/**
 * Whether somebody was there in place of another, by when each was there: not when the other was there all the while, but for the
 * minutes it takes to hand over.
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
