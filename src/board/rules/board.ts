import type { MeetingWindow, PresenceSettings } from '../../attendance/contract.ts'
import {
  countsByMode,
  missingNow,
  principalsOf,
  whoFills,
} from '../../attendance/rules/coverage.ts'
import { type Present, presenceFrom } from '../../attendance/rules/presence.ts'
import type { AttendeeId, FunctionId, MemberId } from '../../lib/ids.ts'
import type { HolderFact } from '../../meetings/rules/replies.ts'
import type { Board, Callee, FunctionRow, PersonThere, UnfilledReason } from '../contract.ts'
import type { AttendeePlan } from '../../meetings/contract/plan.ts'
import type { ReminderState } from '../../meetings/contract/reply.ts'
import type { Signal } from '../../meetings/contract/signal.ts'

export type BoardFunction = {
  functionId: FunctionId
  label: string
  block: string
  isRequired: boolean
}

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

export type BoardInput = {
  /** in the order of the staff */
  functions: readonly BoardFunction[]
  /** every member of the staff, invited or not, because any of them may be called */
  holders: readonly HolderFact[]
  contacts: ReadonlyMap<MemberId, { name: string; mobile: string }>
  people: readonly BoardPerson[]
  signals: readonly Signal[]
  /** the people present at `nowMs` */
  present: readonly Present[]
  /** null before the opening */
  window: MeetingWindow | null
  nowMs: number
  settings: PresenceSettings
  /** whether the reader sees phone numbers and whom to call: lead and KGS only */
  showsPhones: boolean
}

/** The functions and people of the Lagetafel at `nowMs`; unfilled functions come first. */
export function boardFrom(input: BoardInput): Board {
  const { functions, people, present, signals, nowMs, showsPhones } = input
  const { plans } = indexOf(people)
  const labels = new Map(functions.map(fn => [fn.functionId, fn.label]))
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
    others: withoutFunction.flatMap(there =>
      personThere(there, { people, present, functionId: null }),
    ),
    missing: missingNow(plans, present).flatMap(({ attendeeId, functionIds, plan }) => {
      const person = personOf(attendeeId, people)
      if (!person || person.isGone) return []
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
    counts: countsByMode(present.map(there => there.mode)),
  }
}

function rowOf(fn: BoardFunction, input: BoardInput): FunctionRow {
  const { people, present } = input
  const { functionId, label, block, isRequired } = fn
  const filledBy = whoFills(functionId, {
    attendees: indexOf(people).plans,
    present,
  }).flatMap(there => personThere(there, { people, present, functionId }))
  return {
    functionId,
    label,
    block,
    isRequired,
    filledBy,
    unfilled: filledBy.length > 0 ? null : unfilledOf(functionId, input),
  }
}

function personThere(
  { attendeeId, mode, sinceMs }: Present,
  {
    people,
    present,
    functionId,
  }: {
    people: readonly BoardPerson[]
    present: readonly Present[]
    functionId: FunctionId | null
  },
): PersonThere[] {
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
    },
  ]
}

type Reason = { words: UnfilledReason; attendeeId: AttendeeId | null }

function unfilledOf(
  functionId: FunctionId,
  input: BoardInput,
): NonNullable<FunctionRow['unfilled']> {
  const { people, signals, window, nowMs, settings, showsPhones } = input
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
  const reason: Reason = latest
    ? {
        words: { kind: latest.kind, name: latest.person.name, at: iso(latest.atMs) },
        attendeeId: latest.person.plan.attendeeId,
      }
    : promiseOf(acting.filter(person => !person.isGone))
  return {
    since: window && leftMs > window.openedAtMs ? iso(leftMs) : null,
    reason: reason.words,
    call: showsPhones
      ? nextToCall(functionId, { ...input, acting, blamed: reason.attendeeId })
      : null,
  }
}

/**
 * The reason for a function whose people never came: somebody who promised, else somebody without
 * reply, else somebody who declined.
 */
function promiseOf(acting: readonly BoardPerson[]): Reason {
  for (const person of acting) {
    const { plan, attendeeId } = person.plan
    if (plan.kind === 'accepted')
      return { words: { kind: 'promised', name: person.name, mode: plan.mode }, attendeeId }
  }
  const other = acting.find(person => person.plan.plan.kind === 'none') ?? acting[0]
  if (!other) return { words: { kind: 'nobody' }, attendeeId: null }
  const kind = other.plan.plan.kind === 'none' ? 'noReply' : 'declined'
  return { words: { kind, name: other.name }, attendeeId: other.plan.attendeeId }
}

/**
 * The person to call: the deputies in their order, then others who act for the function, then its
 * holders. People who are present or declined are left out. The person named as the reason is taken
 * only if nobody else is left, because the list of missing people shows them anyway.
 */
function nextToCall(
  functionId: FunctionId,
  {
    holders,
    contacts,
    people,
    present,
    acting,
    blamed,
  }: BoardInput & { acting: readonly BoardPerson[]; blamed: AttendeeId | null },
): Callee | null {
  const ranked = holders
    .filter(holder => holder.functionId === functionId)
    .sort((a, b) => a.rank - b.rank)
  const byMember = ({ memberId }: HolderFact): Callee[] => {
    const invited = indexOf(people).byMember.get(memberId)
    if (invited) return calleesOf([invited])
    const contact = contacts.get(memberId)
    return contact
      ? [{ memberId, attendeeId: null, name: contact.name, phone: contact.mobile || null }]
      : []
  }
  const candidates = [
    ...ranked.filter(holder => holder.rank > 0).flatMap(byMember),
    ...calleesOf(acting),
    ...ranked.filter(holder => holder.rank === 0).flatMap(byMember),
  ]
  const free = candidates.filter(
    ({ attendeeId }) =>
      !present.some(there => there.attendeeId === attendeeId) &&
      (attendeeId === null || personOf(attendeeId, people)?.plan.plan.kind !== 'declined'),
  )
  return (
    free.find(callee => callee.attendeeId === null || callee.attendeeId !== blamed) ??
    free[0] ??
    null
  )
}

function calleesOf(people: readonly BoardPerson[]): Callee[] {
  return people
    .filter(person => !person.isGone)
    .map(({ plan, memberId, name, mobile }) => ({
      memberId,
      attendeeId: plan.attendeeId,
      name,
      phone: mobile || null,
    }))
}

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

function personOf(attendeeId: AttendeeId, people: readonly BoardPerson[]): BoardPerson | undefined {
  return indexOf(people).byId.get(attendeeId)
}

const iso = (ms: number) => new Date(ms).toISOString()

type Index = {
  byId: ReadonlyMap<AttendeeId, BoardPerson>
  byMember: ReadonlyMap<MemberId | null, BoardPerson>
  plans: readonly AttendeePlan[]
}
const indexes = new WeakMap<readonly BoardPerson[], Index>()

/** Indexes a list of people once, because they are looked up for every function and person. */
function indexOf(people: readonly BoardPerson[]): Index {
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
