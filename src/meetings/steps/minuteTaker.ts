import type { Db } from '../../lib/db.ts'
import type { PersonId } from '../../lib/ids.ts'
import { type MeetingRow, changeState } from '../store/meetings.ts'
import { recordEvent } from '../store/events.ts'

/** Leaves a meeting without minute taker, because the one named is gone; the overview tells it. */
export async function loseMinuteTaker(
  tx: Db,
  { id, state, minuteTakerId }: MeetingRow,
  author: { at: Date; byId: PersonId },
): Promise<void> {
  await changeState(tx, id, { from: [state], set: { minuteTakerId: null } })
  await recordEvent(tx, {
    meetingId: id,
    kind: 'minuteTaker',
    ...author,
    details: { memberId: null, goneId: minuteTakerId },
  })
}
