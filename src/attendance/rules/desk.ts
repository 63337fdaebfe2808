import type { MeetingState } from '../../meetings/contract/meeting.ts'

export const doorOpensBeforeMs = 3 * 3_600_000

/** Why nobody can be entered at the door now; null when they can: from three hours before the beginning until the close. */
export function deskRefusal(
  meeting: { state: MeetingState; startsAt: Date | string },
  now: Date,
): 'meetingClosed' | 'meetingCancelled' | 'tooEarly' | null {
  if (meeting.state === 'closed') return 'meetingClosed'
  if (meeting.state === 'cancelled') return 'meetingCancelled'
  const isRunning = meeting.state === 'open' || meeting.state === 'paused'
  return !isRunning && now.getTime() < new Date(meeting.startsAt).getTime() - doorOpensBeforeMs
    ? 'tooEarly'
    : null
}
