import { audit } from '../../audit/store.ts'
import type { Context } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import type { MeetingId } from '../../lib/ids.ts'
import { raised } from '../../lib/raised.ts'
import type { MeetingRow } from '../store/meetings.ts'
import { meetings } from '../tables.ts'
import { changeInTime } from './change.ts'
import { recordEvent } from '../store/events.ts'

/** Cancels a meeting that was not opened, within the caller's transaction; mails nobody. */
export async function writeCancelled(
  tx: Db,
  ctx: Context,
  { meetingId, reason }: { meetingId: MeetingId; reason: string },
): Promise<MeetingRow> {
  const row = await changeInTime(tx, meetingId, {
    from: ['planned', 'convened'],
    set: { state: 'cancelled', cancelReason: reason, sequence: raised(meetings.sequence) },
  })
  await recordEvent(tx, {
    meetingId,
    kind: 'cancelled',
    at: ctx.clock.now(),
    byId: ctx.actor.personId,
    details: { reason },
  })
  await audit(ctx, tx, { staffId: row.staffId, action: 'meeting.cancelled', subject: meetingId })
  return row
}
