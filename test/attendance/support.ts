import type { PresenceSettings, Stay } from '../../src/attendance/contract.ts'
import type { Mode } from '../../src/lib/modes.ts'
import type { AttendeeId, FunctionId, MeetingId } from '../../src/lib/ids.ts'
import type { AttendeePlan, Plan } from '../../src/meetings/contract/plan.ts'
import type { Signal } from '../../src/meetings/contract/signal.ts'

// ids in these tests are short and readable; the rules never look inside one
export const attendeeId = (key: string) => `att_${key}` as AttendeeId
export const functionId = (key: string) => `fun_${key}` as FunctionId

export const settings: PresenceSettings = { mergeGapS: 120, partlyAfterS: 300 }

export function plan(
  key: string,
  more: Partial<Omit<AttendeePlan, 'attendeeId' | 'plan'>> & { plan?: Plan | Mode } = {},
): AttendeePlan {
  const { plan: promised = { kind: 'none' as const }, ...rest } = more
  return {
    attendeeId: attendeeId(key),
    functionIds: [],
    deputyId: null,
    deputyFor: null,
    isVisitor: false,
    ...rest,
    plan: typeof promised === 'string' ? { kind: 'accepted', mode: promised } : promised,
  }
}

export const declined: Plan = { kind: 'declined' }

let count = 0
/**
 * A signal; times are seconds after the opening at 0. `stay` is a connection for video and phone
 * unless it says desk.
 */
export function signal(
  who: string,
  edge: Signal['edge'],
  atS: number,
  more: Partial<Omit<Signal, 'attendeeId' | 'edge' | 'atMs'>> = {},
): Signal {
  const mode = more.mode ?? 'onSite'
  const isDesk = mode === 'onSite' || more.stay?.startsWith('desk:')
  return {
    id: `sig_${count++}`,
    meetingId: 'mtg_1' as MeetingId, // see above
    attendeeId: attendeeId(who),
    mode,
    stay: isDesk ? `desk:${mode}` : 'PA_1',
    edge,
    atMs: atS * 1000,
    source: isDesk ? 'desk' : 'mediaServer',
    uncertaintyMs: 0,
    replacesId: null,
    ...more,
  }
}

export const video = (stay = 'PA_1') => ({ mode: 'video' as const, stay })

/** Stays as short words: `lead onSite 0-60`, an open one with a trailing `+`. */
export function told(stays: readonly Stay[]): string[] {
  return stays.map(
    ({ attendeeId: id, mode, fromMs, untilMs, isOpen }) =>
      `${id.slice(4)} ${mode} ${fromMs / 1000}-${untilMs / 1000}${isOpen ? '+' : ''}`,
  )
}
