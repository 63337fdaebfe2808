import type { MeetingState } from '../../meetings/contract/meeting.ts'

/**
 * Whether an opening can be taken back as a mistake: nothing has happened since. `isLastNumber`: no
 * later meeting of the incident was opened, so that its number can be given again without a hole.
 * `wasMoved`: the opening moved the meeting to another day, which everybody was told.
 */
export function isMistakeToUndo({
  state,
  hasAttendance,
  hasEntries,
  hasBegunAgenda,
  isLastNumber,
  wasMoved,
}: {
  state: MeetingState
  hasAttendance: boolean
  hasEntries: boolean
  hasBegunAgenda: boolean
  isLastNumber: boolean
  wasMoved: boolean
}): boolean {
  return (
    state === 'open' &&
    isLastNumber &&
    !hasAttendance &&
    !hasEntries &&
    !hasBegunAgenda &&
    !wasMoved
  )
}
