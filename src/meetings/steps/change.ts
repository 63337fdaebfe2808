import type { Db } from '../../lib/db.ts'
import { DomainError, overtaken } from '../../lib/errors.ts'
import type { MeetingId } from '../../lib/ids.ts'
import type { MeetingState } from '../contract/meeting.ts'
import { overReason, type OverReason } from '../rules/states.ts'
import { changeState, type MeetingRow, revisionOf } from '../store/meetings.ts'

/**
 * Writes when the meeting is still in one of `from`, and at `revision` where one is given; else
 * throws conflict with the present revision. Checks no permission.
 */
export async function changeInTime(
  tx: Db,
  meetingId: MeetingId,
  change: Parameters<typeof changeState>[2],
): Promise<MeetingRow> {
  const row = await changeState(tx, meetingId, change)
  if (!row) throw overtaken(await revisionOf(tx, meetingId))
  return row
}

const overWords: Record<OverReason, string> = {
  meetingClosed: 'The meeting is closed',
  meetingCancelled: 'The meeting was cancelled',
}

/** Throws when nothing about the meeting may change any more. */
export function requireNotOver(state: MeetingState): void {
  const reason = overReason(state)
  if (reason) throw new DomainError(reason, overWords[reason])
}
