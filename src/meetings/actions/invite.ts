import type { Context } from '../../lib/context.ts'
import type { MeetingId, MemberId } from '../../lib/ids.ts'
import { requireNotOver } from '../steps/change.ts'
import { plannable } from '../access.ts'
import { requireTakingPart } from '../steps/attendees.ts'
import { inviteOne } from '../steps/invite.ts'

/** Invites one more member of the staff. */
export async function inviteMember(
  ctx: Context,
  meetingId: MeetingId,
  memberId: MemberId,
): Promise<void> {
  const found = await plannable(ctx, meetingId)
  requireNotOver(found.meeting.state)
  await ctx.database.transaction(async tx => {
    await requireTakingPart(tx, found.staff.id, { field: 'memberId', memberId })
    const at = ctx.clock.now()
    await inviteOne(tx, ctx, found, { memberId, at })
  })
  ctx.live.publish(`meeting:${meetingId}:replies`, `staff:${found.staff.id}:outbox`)
}
