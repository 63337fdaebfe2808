import { audit } from '../../audit/store.ts'
import type { Context } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import type { MemberId } from '../../lib/ids.ts'
import type { MeetingInStaff } from '../store/meetings.ts'
import { participationOfOne } from '../store/participation.ts'
import { queueMeetingMails } from './mail.ts'
import { bringIn, inviteesOf } from './attendees.ts'

export async function inviteOne(
  tx: Db,
  ctx: Context,
  found: MeetingInStaff,
  { memberId, at }: { memberId: MemberId; at: Date },
): Promise<void> {
  const { attendeeId, isNew } = await bringIn(tx, found, { memberId, at })
  if (!isNew) return
  await audit(ctx, tx, {
    staffId: found.staff.id,
    action: 'meeting.memberInvited',
    subject: found.meeting.id,
    details: { memberId },
  })
  if (found.meeting.state === 'planned') return
  const { participants } = await participationOfOne(tx, found)
  const invitees = inviteesOf(participants.filter(p => p.attendeeId === attendeeId))
  await queueMeetingMails(tx, ctx, { found, occasion: { kind: 'invitation' }, invitees })
}
