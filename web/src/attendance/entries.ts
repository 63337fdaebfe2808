import type { AttendanceRow } from '../../../src/attendance/contract.ts'
import type { AttendeeId, MemberId } from '../../../src/lib/ids.ts'
import { doorModes, type DoorMode, type Mode } from '../../../src/lib/modes.ts'

export type Who = { attendeeId: AttendeeId } | { memberId: MemberId }
/** `at`: when it was pressed, by the server's clock as far as this device knows it */
export type DeskRequest =
  | { kind: 'in' | 'out'; who: Who; mode: DoorMode; at?: string }
  | { kind: 'visitor'; name: string; organisation: string; mode: DoorMode; at?: string }
  | { kind: 'allOnSite' }
  | { kind: 'undo'; signalId: string }

/** The words of the page for coming and going in each mode. */
export const deeds = {
  onSite: { in: 'came', out: 'went' },
  phone: { in: 'phoned', out: 'hungUp' },
} as const satisfies Record<DoorMode, { in: string; out: string }>
type Edge = 'in' | 'out'
type DeedInMode = (typeof deeds)[DoorMode][Edge]
export type Deed = DeedInMode | 'visitorCame' | 'allCame'

/** Mode and edge of a deed for one person; null for deeds that concern no single known person. */
export function meaningOf(deed: Deed): { mode: DoorMode; edge: Edge } | null {
  for (const mode of doorModes)
    for (const edge of ['in', 'out'] as const) if (deeds[mode][edge] === deed) return { mode, edge }
  return null
}

/**
 * One press at the door. It is `waiting` until the server has answered, then `stored`, or `refused`
 * for good. When it is taken back, it becomes `undone` at once if it was never sent, else it is
 * `undoing` first.
 */
export type Entry = {
  /** also the idempotency key of its requests, so that a retry enters nothing twice */
  id: string
  deed: Deed
  name: string
  /** keys of the rows it concerns */
  lineKeys: string[]
  requests: DeskRequest[]
  madeAtMs: number
  state: 'waiting' | 'stored' | 'refused' | 'undoing' | 'undone'
  /** it was sent at least once, so the server may have it */
  wasTried: boolean
  signalIds: string[]
  /** the list was loaded again after the server stored it */
  isShown: boolean
  error: unknown
}

export type Place = {
  now: Mode | null
  since: string | null
  leftAt: string | null
  isPending: boolean
}

/**
 * Where somebody is: the server's list, changed by the entries of this desk that it does not
 * contain yet; later entries win.
 */
export function placeOf(
  key: string,
  row: Pick<AttendanceRow, 'now' | 'leftAt'> | null,
  entries: readonly Entry[],
): Place {
  const place: Place = {
    now: row?.now?.mode ?? null,
    since: row?.now?.since ?? null,
    leftAt: row?.leftAt ?? null,
    isPending: false,
  }
  for (const entry of entries) {
    if (!isOpen(entry) || !entry.lineKeys.includes(key)) continue
    const at = new Date(entry.madeAtMs).toISOString()
    const isGone = meaningOf(entry.deed)?.edge === 'out'
    Object.assign(place, {
      now: isGone ? null : modeOf(entry),
      since: isGone ? null : at,
      leftAt: isGone ? at : null,
      isPending: true,
    })
  }
  return place
}

/** Whether the server's list does not contain the entry yet. */
export function isOpen(entry: Entry): boolean {
  return entry.state === 'waiting' || (entry.state === 'stored' && !entry.isShown)
}

/** The mode an entry begins, null when it ends one. */
function modeOf({ deed, requests }: Entry): DoorMode | null {
  const meaning = meaningOf(deed)
  if (meaning) return meaning.edge === 'in' ? meaning.mode : null
  return requests.find(request => request.kind === 'visitor')?.mode ?? 'onSite'
}

/**
 * Keys in the order in which they were first seen, new ones last, so that rows do not move when
 * other people change something.
 */
export function keepOrder(seen: readonly string[], keys: readonly string[]): readonly string[] {
  const known = new Set(seen)
  const fresh = keys.filter(key => !known.has(key))
  return fresh.length === 0 ? seen : [...seen, ...fresh]
}
