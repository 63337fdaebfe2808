import type { MeetingState } from '../../meetings/contract/meeting.ts'
import { startsOn } from '../../lib/time.ts'

const callsBeforeMs = 12 * 3_600_000

/**
 * Whether people are called by phone before the opening: the meeting is convened, and begins on
 * this day in its zone or within twelve hours, or should have begun.
 */
export function isTimeToCall(
  { state, startsAt, zone }: { state: MeetingState; startsAt: string; zone: string },
  nowMs: number,
): boolean {
  if (state !== 'convened') return false
  const start = new Date(startsAt)
  return (
    start.getTime() - nowMs <= callsBeforeMs ||
    startsOn(start, zone) === startsOn(new Date(nowMs), zone)
  )
}
