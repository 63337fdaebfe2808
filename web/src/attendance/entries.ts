import type { AttendanceRow } from '../../../src/attendance/contract.ts'
import type { AttendeeId, MemberId } from '../../../src/lib/ids.ts'
import { doorModes, type DoorMode, type Mode } from '../../../src/lib/modes.ts'

export type Who = { attendeeId: AttendeeId } | { memberId: MemberId }
export type DeskRequest =
  | { kind: 'in' | 'out'; who: Who; mode: DoorMode }
  | { kind: 'visitor'; name: string; organisation: string; mode: DoorMode }
  | { kind: 'allOnSite' }
  | { kind: 'undo'; signalId: string }

/** What is done at the door in each mode, in the words the page says it with. */
export const deeds = {
  onSite: { in: 'came', out: 'went' },
  phone: { in: 'phoned', out: 'hungUp' },
} as const satisfies Record<DoorMode, { in: string; out: string }>
type Edge = 'in' | 'out'
type DeedInMode = (typeof deeds)[DoorMode][Edge]
export type Deed = DeedInMode | 'visitorCame' | 'allCame'

/** What a deed means for the person it is done to; null for those that name no single one. */
export function meaningOf(deed: Deed): { mode: DoorMode; edge: Edge } | null {
  for (const mode of doorModes)
    for (const edge of ['in', 'out'] as const) if (deeds[mode][edge] === deed) return { mode, edge }
  return null
}

/**
 * One press at the door. It waits until the server is asked (`waiting`), is `stored` once the server has answered, or
 * `refused` for good. Taken back, it goes from `waiting` straight to `undone` when the server cannot know of it, else over
 * `undoing`.
 */
export type Entry = {
  /** also the idempotency key of its requests, so that a lost answer makes nothing twice */
  id: string
  deed: Deed
  name: string
  /** the rows it speaks of: keys of lines at the desk */
  lineKeys: string[]
  requests: DeskRequest[]
  madeAtMs: number
  state: 'waiting' | 'stored' | 'refused' | 'undoing' | 'undone'
  /** the server may know of it */
  wasTried: boolean
  signalIds: string[]
  /** the list was read again since the server knows */
  isShown: boolean
  error: unknown
}

export type Place = {
  now: Mode | null
  since: string | null
  leftAt: string | null
  isPending: boolean
}

/** Where somebody is, with what this desk entered and the server's list does not show yet; later entries win. */
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

/** Made here and not in the server's list yet. */
export function isOpen(entry: Entry): boolean {
  return entry.state === 'waiting' || (entry.state === 'stored' && !entry.isShown)
}

/** The mode an entry brings somebody in, null when it ends one. */
function modeOf({ deed, requests }: Entry): DoorMode | null {
  const meaning = meaningOf(deed)
  if (meaning) return meaning.edge === 'in' ? meaning.mode : null
  return requests.find(request => request.kind === 'visitor')?.mode ?? 'onSite'
}

/** Keys in the order in which they were first seen: nothing moves because somebody else did something. New ones come last. */
export function keepOrder(seen: readonly string[], keys: readonly string[]): readonly string[] {
  const known = new Set(seen)
  const fresh = keys.filter(key => !known.has(key))
  return fresh.length === 0 ? seen : [...seen, ...fresh]
}
