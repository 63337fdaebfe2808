import type { Db } from '../../lib/db.ts'
import { DomainError } from '../../lib/errors.ts'
import type { MeetingId } from '../../lib/ids.ts'
import { changeState, type MeetingRow } from '../store/meetings.ts'

/** Writes when the meeting is still in one of `from`; of two at once the second hears `conflict`. Asks no permission. */
export async function changeInTime(
  tx: Db,
  meetingId: MeetingId,
  change: Parameters<typeof changeState>[2],
): Promise<MeetingRow> {
  const row = await changeState(tx, meetingId, change)
  if (!row) throw new DomainError('conflict', 'Somebody was quicker')
  return row
}
