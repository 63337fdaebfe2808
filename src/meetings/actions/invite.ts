import type { Context } from '../../lib/context.ts'
import type { MeetingId, MemberId } from '../../lib/ids.ts'
import { plannable, refuseOver } from '../access.ts'
import { activeMembers } from '../store/participation.ts'
import { requireTakingPart } from '../steps/attendees.ts'
import { inviteOne } from '../steps/invite.ts'

/** Invites one more member of the staff. */
export async function inviteMember(
  ctx: Context,
  meetingId: MeetingId,
  memberId: MemberId,
): Promise<void> {
  const found = await plannable(ctx, meetingId)
  if (found.meeting.state === 'cancelled' || found.meeting.state === 'closed')
    throw refuseOver(found.meeting)
  await ctx.database.transaction(async tx => {
    requireTakingPart(await activeMembers(tx, found.staff.id), { field: 'memberId', memberId })
    const at = ctx.clock.now()
    await inviteOne(tx, ctx, found, { memberId, at })
  })
  ctx.live.publish(`meeting:${meetingId}:replies`, `staff:${found.staff.id}:outbox`)
}
