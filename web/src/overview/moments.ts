import type { Meeting } from '../../../src/meetings/contract/meeting.ts'
import { isRunning } from '../../../src/meetings/rules/states.ts'

type Timed = Pick<Meeting, 'state' | 'startsAt' | 'openedAt' | 'pausedSince'>
/**
 * The moment of a meeting that is not over; `late`: its beginning has passed and nobody has opened
 * it.
 */
export type Moment = { kind: 'before' | 'late' | 'running' | 'paused'; ms: number }

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/**
 * `ms`: before: until the beginning. late: since the beginning. running: since the opening. paused:
 * since the interruption.
 */
export function momentOf({ state, startsAt, openedAt, pausedSince }: Timed, nowMs: number): Moment {
  const since = (at: string) => Math.max(0, nowMs - Date.parse(at))
  if (isRunning(state)) {
    if (state === 'paused')
      return { kind: 'paused', ms: since(pausedSince ?? openedAt ?? startsAt) }
    return { kind: 'running', ms: since(openedAt ?? startsAt) }
  }
  const ms = Date.parse(startsAt) - nowMs
  return ms > 0 ? { kind: 'before', ms } : { kind: 'late', ms: since(startsAt) }
}

/**
 * Whole minutes up to two days, rounded up so that it never says less than there is; whole days
 * beyond.
 */
export function untilParts(
  ms: number,
): { unit: 'soon' } | { unit: 'time'; ms: number } | { unit: 'days'; days: number } {
  if (ms <= minuteMs) return { unit: 'soon' }
  if (ms < 2 * dayMs) return { unit: 'time', ms: Math.ceil(ms / minuteMs) * minuteMs }
  return { unit: 'days', days: Math.floor(ms / dayMs) }
}

/** Puts *morgen, 08:30 Uhr* into a sentence: *morgen um 08:30 Uhr*. */
export function inSentence(spoken: string, at: string): string {
  return spoken.replace(/, (?=[^,]*$)/, at)
}
