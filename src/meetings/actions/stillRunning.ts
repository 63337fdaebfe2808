import { audit } from '../../audit/store.ts'
import type { Context } from '../../lib/context.ts'
import { DomainError } from '../../lib/errors.ts'
import type { MeetingId } from '../../lib/ids.ts'
import { visibleMeeting } from '../access.ts'
import { announce } from '../announce.ts'
import { isRunning, mayLead } from '../rules/states.ts'
import { actOn, changeInTime, requireNotOver } from '../steps/change.ts'

/** Stores the lead's answer that a meeting still goes on, asked long after its planned end. */
export async function sayStillRunning(ctx: Context, meetingId: MeetingId): Promise<void> {
  const found = await visibleMeeting(ctx, meetingId)
  const { staff } = found
  if (!mayLead(ctx.actor, { staffId: staff.id }))
    throw new DomainError('forbidden', 'Only the lead says whether a meeting still goes on')
  await actOn(ctx, found, async (tx, { meeting }) => {
    requireNotOver(meeting.state)
    if (!isRunning(meeting.state))
      throw new DomainError('meetingNotOpen', 'The meeting is not open')
    await changeInTime(tx, meetingId, {
      from: ['open', 'paused'],
      set: { stillRunningAt: ctx.clock.now() },
    })
    await audit(ctx, tx, {
      staffId: staff.id,
      action: 'meeting.stillRunning',
      subject: meetingId,
    })
  })
  announce(ctx, staff.id, [meetingId])
}
