import {
  countsByMode,
  missingNow,
  principalsOf,
  whoFills,
} from '../../attendance/rules/coverage.ts'
import {
  leftLast,
  neverConnected,
  type Present,
  presenceFrom,
} from '../../attendance/rules/presence.ts'
import type { AttendeeId, FunctionId } from '../../lib/ids.ts'
import type { Board, FunctionRow, PersonThere, UnfilledReason } from '../contract.ts'
import type { AttendeePlan } from '../../meetings/contract/plan.ts'
import type { Signal } from '../../meetings/contract/signal.ts'
import { callingOrder, nextToCall, plannedFor } from './calling.ts'
import {
  type BoardFunction,
  type BoardInput,
  type BoardPerson,
  indexOf,
  personOf,
} from './people.ts'

/** The functions and people of the Lagetafel at `nowMs`; unfilled functions come first. */
export function boardFrom(input: BoardInput): Board {
  const { functions, people, present, signals, nowMs, showsPhones, settings } = input
  const { plans } = indexOf(people)
  const labels = new Map(functions.map(fn => [fn.functionId, fn.label]))
  const left = input.window ? leftLast(signals, { nowMs, settings }) : new Map<AttendeeId, number>()
  const rows = functions.map(fn => rowOf(fn, input))
  const withoutFunction = present.filter(
    ({ attendeeId }) => !personOf(attendeeId, people)?.plan.functionIds.some(id => labels.has(id)),
  )
  return {
    unfilledCount: rows.filter(row => row.isRequired && row.unfilled).length,
    rows: [
      ...rows.filter(row => row.unfilled && row.isRequired),
      ...rows.filter(row => !row.unfilled),
      ...rows.filter(row => row.unfilled && !row.isRequired),
    ],
    others: withoutFunction.flatMap(there => personThere(there, input, null)),
    missing: missingNow(plans, present).flatMap(({ attendeeId, functionIds, plan }) => {
      const person = personOf(attendeeId, people)
      if (!person || person.isGone || left.has(attendeeId)) return []
      return {
        attendeeId,
        name: person.name,
        functions: functionIds.flatMap(id => labels.get(id) ?? []),
        planned: plan.kind === 'accepted' ? plan.mode : ('none' as const),
        remindedAt: person.remindedAt?.toISOString() ?? null,
        reminder: person.reminder,
        couldNotConnect: failedToConnect(signals, { attendeeId, nowMs }).length > 0,
        phone: showsPhones ? person.mobile || null : null,
      }
    }),
    left: [...left]
      .sort(([, a], [, b]) => b - a)
      .flatMap(([attendeeId, leftMs]) => {
        const person = personOf(attendeeId, people)
        if (!person || person.plan.isVisitor) return []
        const functionsOf = person.plan.functionIds.flatMap(id => labels.get(id) ?? [])
        return { attendeeId, name: person.name, functions: functionsOf, leftAt: iso(leftMs) }
      }),
    counts: countsByMode(present.map(there => there.mode)),
  }
}

function rowOf(fn: BoardFunction, input: BoardInput): FunctionRow {
  const { people, present } = input
  const { functionId, label, block, isRequired } = fn
  const filledBy = whoFills(functionId, {
    attendees: indexOf(people).plans,
    present,
  }).flatMap(there => personThere(there, input, functionId))
  return {
    functionId,
    label,
    block,
    isRequired,
    filledBy,
    planned: plannedFor(functionId, input),
    unfilled: filledBy.length > 0 ? null : unfilledOf(functionId, input),
  }
}

function personThere(
  { attendeeId, mode, sinceMs }: Present,
  input: BoardInput,
  functionId: FunctionId | null,
): PersonThere[] {
  const { people, present } = input
  const person = personOf(attendeeId, people)
  if (!person) return []
  const principals = principalsOf(person.plan, indexOf(people).plans).filter(
    principal =>
      functionId &&
      principal.functionIds.includes(functionId) &&
      !present.some(there => there.attendeeId === principal.attendeeId),
  )
  // the last one was invited first; somebody in between may be gone
  const isGone = (principal: AttendeePlan) => personOf(principal.attendeeId, people)?.isGone
  const principal = principals.findLast(each => !isGone(each)) ?? principals.at(-1)
  return [
    {
      attendeeId,
      memberId: person.memberId,
      name: person.name,
      organisation: person.organisation,
      mode,
      since: iso(sinceMs),
      standsInFor: principal ? (personOf(principal.attendeeId, people)?.name ?? null) : null,
      isVisitor: person.plan.isVisitor,
      isGuest: person.isGuest,
      isUnconnected: unconnectedOf(input).has(attendeeId),
    },
  ]
}

const unconnected = new WeakMap<BoardInput, Set<AttendeeId>>()

/** Asked for each person of a board and read once. */
function unconnectedOf(input: BoardInput): Set<AttendeeId> {
  const known = unconnected.get(input)
  if (known) return known
  const { signals, settings, nowMs, window } = input
  const everMs = { openedAtMs: -Infinity, closedAtMs: window?.closedAtMs ?? null }
  const found = neverConnected(presenceFrom(signals, { window: everMs, untilMs: nowMs, settings }))
  unconnected.set(input, found)
  return found
}

function unfilledOf(
  functionId: FunctionId,
  input: BoardInput,
): NonNullable<FunctionRow['unfilled']> {
  const { people, signals, window, nowMs, settings, showsPhones } = input
  const order = showsPhones ? callingOrder(functionId, input) : []
  const acting = people.filter(person => person.plan.functionIds.includes(functionId))
  // not clipped to the opening, because a person who was present before it and left is a reason,
  // too
  const everMs = { openedAtMs: -Infinity, closedAtMs: window?.closedAtMs ?? null }
  const stays = presenceFrom(signals, { window: everMs, untilMs: nowMs, settings })
  const lefts = acting.flatMap(person =>
    stays
      .filter(stay => stay.attendeeId === person.plan.attendeeId)
      .map(stay => ({ kind: 'left' as const, person, atMs: stay.untilMs })),
  )
  const attempts = acting.flatMap(person =>
    failedToConnect(signals, { attendeeId: person.plan.attendeeId, nowMs }).map(atMs => ({
      kind: 'couldNotConnect' as const,
      person,
      atMs,
    })),
  )
  const leftMs = Math.max(-Infinity, ...lefts.map(left => left.atMs))
  const latest = [...lefts, ...attempts].sort((a, b) => b.atMs - a.atMs)[0]
  const reason: UnfilledReason = latest
    ? { kind: latest.kind, ...namedBy(latest.person), at: iso(latest.atMs) }
    : promiseOf(acting.filter(person => !person.isGone))
  return {
    since: window && leftMs > window.openedAtMs ? iso(leftMs) : null,
    reason,
    call: nextToCall(order, { functionId, people, readerId: input.readerId }),
    order,
  }
}

/**
 * The reason for a function whose people never came: somebody who promised, else somebody without
 * reply, else somebody who declined.
 */
function promiseOf(acting: readonly BoardPerson[]): UnfilledReason {
  for (const person of acting) {
    const { plan } = person.plan
    if (plan.kind === 'accepted') return { kind: 'promised', ...namedBy(person), mode: plan.mode }
  }
  const other = acting.find(person => person.plan.plan.kind === 'none') ?? acting[0]
  if (!other) return { kind: 'nobody' }
  return { kind: other.plan.plan.kind === 'none' ? 'noReply' : 'declined', ...namedBy(other) }
}

const namedBy = ({ plan: { attendeeId }, name }: BoardPerson) => ({ attendeeId, name })

function failedToConnect(
  signals: readonly Signal[],
  { attendeeId, nowMs }: { attendeeId: AttendeeId; nowMs: number },
): number[] {
  return signals
    .filter(
      signal =>
        signal.attendeeId === attendeeId && signal.edge === 'aborted' && signal.atMs <= nowMs,
    )
    .map(signal => signal.atMs)
}

const iso = (ms: number) => new Date(ms).toISOString()
