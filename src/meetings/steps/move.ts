import { audit } from '../../audit/store.ts'
import type { Context } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import type { PersonId } from '../../lib/ids.ts'
import { raised } from '../../lib/raised.ts'
import { newRoomName } from '../../lib/secrets.ts'
import type { Slot } from '../slot.ts'
import type { MeetingInStaff, MeetingRow } from '../store/meetings.ts'
import { meetings } from '../tables.ts'
import { changeInTime } from './change.ts'
import { inviteUntold } from './invite.ts'
import { followRoster } from './invitees.ts'
import { inform } from './mail.ts'
import { recordEvent } from '../store/events.ts'

/**
 * Writes the new time of a meeting that was not opened, with event and audit, within the caller's
 * transaction; mails nobody. Another beginning makes another gathering in a new room.
 */
export async function writeMove(
  tx: Db,
  ctx: Context,
  { meeting: before }: MeetingInStaff,
  { slot, revision }: { slot: Slot; revision?: number | undefined },
): Promise<MeetingRow> {
  const isAnother = before.startsAt.getTime() !== slot.startsAt.getTime()
  const row = await changeInTime(tx, before.id, {
    from: ['planned', 'convened'],
    revision,
    set: {
      ...slot,
      sequence: raised(meetings.sequence),
      ...(isAnother ? { gathering: raised(meetings.gathering), roomName: newRoomName() } : {}),
    },
  })
  await recordEvent(tx, {
    meetingId: before.id,
    kind: 'moved',
    at: ctx.clock.now(),
    byId: ctx.actor.personId,
    details: { from: before.startsAt.toISOString(), to: slot.startsAt.toISOString() },
  })
  await audit(ctx, tx, {
    staffId: row.staffId,
    action: 'meeting.moved',
    subject: before.id,
    details: { from: before.startsAt, to: slot.startsAt },
  })
  return row
}

/** The reason of mails about a move away from that time. */
export const movedFrom = ({ startsAt, endsAt }: Slot) => ({
  kind: 'moved' as const,
  before: { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() },
})

/**
 * Moves a meeting that was not opened, within the caller's transaction, which holds the staff.
 * Everyone concerned gets one mail. Gives the meeting, and people whose invitation has ended by it.
 */
export async function moveTo(
  tx: Db,
  ctx: Context,
  found: MeetingInStaff,
  { slot, revision }: { slot: Slot; revision?: number | undefined },
): Promise<{ moved: MeetingInStaff; ended: PersonId[] }> {
  const row = await writeMove(tx, ctx, found, { slot, revision })
  // the other day may have other holders, and replies, deputies included, count only for their day
  const followed = await followRoster(tx, ctx, [{ ...found, meeting: row }], { were: [found] })
  const [moved] = followed.found as [MeetingInStaff] // one meeting was given
  if (row.state === 'convened') {
    const untold = await inviteUntold(tx, ctx, moved)
    await inform(tx, ctx, moved, movedFrom(found.meeting), {
      except: [...followed.invited, ...untold],
    })
  }
  return { moved, ended: followed.ended }
}
