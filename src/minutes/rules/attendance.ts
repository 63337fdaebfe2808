import type { PersonAttendance } from '../../attendance/contract.ts'
import { tookPlaceOf } from '../../attendance/rules/coverage.ts'
import type { AttendeeId } from '../../lib/ids.ts'
import { perMode } from '../../lib/modes.ts'
import { isoWithOffset } from '../../lib/time.ts'
import type { AttendanceSummary, MinutesBlock, MinutesRow } from '../contract.ts'
import type { FunctionFacts, MinutesInput, PersonFacts } from './input.ts'
import { ordered } from './order.ts'
import type { AttendeePlan } from '../../meetings/contract/plan.ts'
import { bySortName } from '../../roster/rules/names.ts'

/**
 * Attendance in blocks, in the order of the staff: one row per person and function. A required
 * function for which nobody was invited has a row without a person. Then come members without a
 * function, guests and visitors last. People of one rank are ordered by surname.
 */
export function blocksOf(input: MinutesInput): MinutesBlock[] {
  const plans = new Map(input.plans.map(plan => [plan.attendeeId, plan]))
  const attendance = new Map(input.attendance.map(a => [a.attendeeId, a]))
  const nameOf = new Map(input.people.map(p => [p.attendeeId, p.name]))
  const people = ordered(uniquePeople(input.people), p => [p.attendeeId]).sort(bySortName)
  const functions = ordered(input.functions, f => [f.position, f.label, f.id])
  const known = new Set(functions.map(f => f.id))
  const functionIdsOf = (person: PersonFacts) =>
    (plans.get(person.attendeeId)?.functionIds ?? []).filter(id => known.has(id))

  const rowOf = (person: PersonFacts, fn: FunctionFacts | null): MinutesRow => {
    const plan = plans.get(person.attendeeId)
    const shown = attendance.get(person.attendeeId)
    const sender = plan && fn ? principalIn(plan, fn, plans) : null
    const isInPlace = sender && tookPlaceOf(shown?.stays ?? [], attendance.get(sender)?.stays ?? [])
    const principal = isInPlace ? sender : null
    return {
      functionId: fn?.id ?? null,
      functionLabel: fn?.label ?? null,
      isRequired: fn?.isRequired ?? false,
      attendeeId: person.attendeeId,
      name: person.name,
      organisation: person.organisation,
      isMember: !plan?.isVisitor && !(person.isGuest && functionIdsOf(person).length === 0),
      planned:
        plan?.plan.kind === 'accepted'
          ? plan.plan
          : { kind: plan?.plan.kind ?? 'none', mode: null },
      status: shown?.status ?? null,
      mainMode: shown?.mainMode ?? null,
      intervals: intervalsOf(shown, input.zone),
      totalS: Math.round((shown?.totalMs ?? 0) / 1000),
      deputyFor: principal ? (nameOf.get(principal) ?? null) : null,
      representedBy: shown?.representedBy ? (nameOf.get(shown.representedBy) ?? null) : null,
    }
  }

  const blocks: MinutesBlock[] = []
  const blockFor = (kind: MinutesBlock['kind'], label: string | null): MinutesBlock => {
    let block = blocks.find(b => b.kind === kind && b.label === label)
    if (!block) blocks.push((block = { kind, label, rows: [] }))
    return block
  }

  for (const fn of functions) {
    const holders = people.filter(
      p => !plans.get(p.attendeeId)?.isVisitor && functionIdsOf(p).includes(fn.id),
    )
    const rows = ordered(
      holders.map(p => rowOf(p, fn)),
      row => [depthIn(row.attendeeId, plans)],
    )
    if (rows.length > 0) blockFor('functions', fn.block).rows.push(...rows)
    else if (fn.isRequired) blockFor('functions', fn.block).rows.push(emptyRow(fn))
  }
  for (const person of people) {
    if (
      plans.get(person.attendeeId)?.isVisitor ||
      functionIdsOf(person).length > 0 ||
      person.isGuest
    )
      continue
    blockFor('others', null).rows.push(rowOf(person, null))
  }
  for (const person of people) {
    const isGuest =
      plans.get(person.attendeeId)?.isVisitor ||
      (person.isGuest && functionIdsOf(person).length === 0)
    if (isGuest) blockFor('guests', null).rows.push(rowOf(person, null))
  }
  return blocks
}

/**
 * Counts each person of the blocks once, however many functions they have rows for; names by
 * surname.
 */
export function summaryOf(
  blocks: readonly MinutesBlock[],
  people: readonly Pick<PersonFacts, 'attendeeId' | 'sortName'>[],
): AttendanceSummary {
  const summary: AttendanceSummary = {
    ...perMode(() => 0),
    guests: 0,
    represented: [],
    excused: [],
    technicallyPrevented: [],
    absent: [],
    notRecorded: [],
  }
  const seen = new Set<AttendeeId>()
  const sortNames = new Map(people.map(({ attendeeId, sortName }) => [attendeeId, sortName]))
  const rows = blocks
    .flatMap(block => block.rows)
    .map(row => ({ row, sortName: (row.attendeeId && sortNames.get(row.attendeeId)) ?? '' }))
    .sort(bySortName)
  for (const { row } of rows) {
    if (row.attendeeId === null || row.name === null || seen.has(row.attendeeId)) continue
    seen.add(row.attendeeId)
    if (!row.isMember) summary.guests += row.mainMode ? 1 : 0
    else if (row.mainMode) summary[row.mainMode] += 1
    else addMissing(summary, row, row.name)
  }
  return summary
}

function addMissing(summary: AttendanceSummary, row: MinutesRow, name: string): void {
  switch (row.status) {
    case 'represented':
      summary.represented.push({ name, by: row.representedBy ?? '–' })
      break
    case 'excused':
      summary.excused.push(name)
      break
    case 'technicallyPrevented':
      summary.technicallyPrevented.push(name)
      break
    case 'absentAfterAccepting':
    case 'absentWithoutReply':
      summary.absent.push({ name, hadAccepted: row.status === 'absentAfterAccepting' })
      break
    default:
      // present without a stay is impossible; without a status nothing is known
      summary.notRecorded.push(name)
  }
}

function intervalsOf(shown: PersonAttendance | undefined, zone: string): MinutesRow['intervals'] {
  return ordered(shown?.stays ?? [], stay => [stay.fromMs, stay.untilMs, stay.mode]).map(stay => ({
    from: isoWithOffset(stay.fromMs, zone),
    until: isoWithOffset(stay.untilMs, zone),
    mode: stay.mode,
    sources: [...new Set(stay.sources)].sort(),
  }))
}

/**
 * The person at the top of the chain of deputies through whom the function came, or null for the
 * person's own function.
 */
function principalIn(
  plan: AttendeePlan,
  fn: FunctionFacts,
  plans: ReadonlyMap<AttendeeId, AttendeePlan>,
): AttendeeId | null {
  let principal: AttendeeId | null = null
  const walked = new Set<AttendeeId>([plan.attendeeId])
  for (let next = plan.deputyFor; next !== null && !walked.has(next);) {
    walked.add(next)
    const above = plans.get(next)
    if (!above?.functionIds.includes(fn.id)) break
    principal = next
    next = above.deputyFor
  }
  return principal
}

/**
 * How many times the invitation was passed on before it reached this person, so that principals
 * come first.
 */
function depthIn(
  attendeeId: AttendeeId | null,
  plans: ReadonlyMap<AttendeeId, AttendeePlan>,
): number {
  const walked = new Set<AttendeeId>()
  for (
    let next = attendeeId;
    next !== null && !walked.has(next);
    next = plans.get(next)?.deputyFor ?? null
  )
    walked.add(next)
  return walked.size
}

function emptyRow(fn: FunctionFacts): MinutesRow {
  return {
    functionId: fn.id,
    functionLabel: fn.label,
    isRequired: fn.isRequired,
    attendeeId: null,
    name: null,
    organisation: '',
    isMember: false,
    planned: { kind: 'none', mode: null },
    status: null,
    mainMode: null,
    intervals: [],
    totalS: 0,
    deputyFor: null,
    representedBy: null,
  }
}

function uniquePeople(people: readonly PersonFacts[]): PersonFacts[] {
  return [...new Map(people.map(p => [p.attendeeId, p])).values()]
}
