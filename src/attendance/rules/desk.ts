import type { MeetingState } from '../../meetings/contract/meeting.ts'
import { isRunning, overReason, type OverReason } from '../../meetings/rules/states.ts'

export const doorOpensBeforeMs = 3 * 3_600_000

/**
 * Why the desk cannot enter anybody now, or null: it can from three hours before the beginning
 * until the close.
 */
export function deskRefusal(
  { state, startsAt }: { state: MeetingState; startsAt: Date | string },
  now: Date,
): OverReason | 'tooEarly' | null {
  if (isRunning(state)) return null
  const isEarly = now.getTime() < new Date(startsAt).getTime() - doorOpensBeforeMs
  return overReason(state) ?? (isEarly ? 'tooEarly' : null)
}
