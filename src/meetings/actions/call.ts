import { audit } from '../../audit/store.ts'
import type { Context } from '../../lib/context.ts'
import { DomainError } from '../../lib/errors.ts'
import type { AttendeeId, MeetingId, MemberId } from '../../lib/ids.ts'
import { visibleMeeting } from '../access.ts'
import type { CallInput } from '../contract/reply.ts'
import { triedIn } from '../rules/calls.ts'
import { mayActForOthers } from '../rules/states.ts'
import { requireTakingPart } from '../steps/attendees.ts'
import { actOn, requireNotOver } from '../steps/change.ts'
import { inviteOne } from '../steps/invite.ts'
import { attendeeOfMember } from '../store/attendees.ts'
import type { MeetingInStaff } from '../store/meetings.ts'
import { replyOnBehalf } from './reply.ts'
import { eventsOf, recordEvent } from '../store/events.ts'

/**
 * Keeps how a call ended, so that everybody who calls sees it. A refusal of somebody invited is
 * their reply; one of somebody else is only a call, because they were asked for nothing in writing.
 */
export async function recordCall(
  ctx: Context,
  meetingId: MeetingId,
  call: CallInput,
): Promise<void> {
  const found = await visibleMeeting(ctx, meetingId)
  if (!mayActForOthers(ctx.actor, { staffId: found.staff.id }))
    throw new DomainError('forbidden', 'Only lead and KGS call people to a meeting')
  const { memberId } = call
  if (call.outcome === 'asked' || call.outcome === 'comes') {
    const attendeeId = await invite(ctx, found, call)
    if (call.outcome === 'comes')
      await replyOnBehalf(ctx, { meetingId, attendeeId }, { kind: 'accepted', mode: call.mode })
    return
  }
  const place = await attendeeOfMember(ctx.database.db, meetingId, memberId)
  if (call.outcome === 'cannotCome' && place && !place.endedAt)
    return replyOnBehalf(
      ctx,
      { meetingId, attendeeId: place.id },
      { kind: 'declined', deputyMemberId: null },
    )
  await note(ctx, found, { memberId, outcome: call.outcome })
}

async function invite(
  ctx: Context,
  found: MeetingInStaff,
  { memberId, functionId }: Extract<CallInput, { functionId: unknown }>,
): Promise<AttendeeId> {
  const attendeeId = await actOn(
    ctx,
    found,
    async (tx, now) => {
      requireNotOver(now.meeting.state)
      await requireTakingPart(tx, now.staff.id, { field: 'memberId', memberId })
      return inviteOne(tx, ctx, now, { memberId, functionId, at: ctx.clock.now() })
    },
    { holdsRoster: true },
  )
  ctx.live.publish(
    `meeting:${found.meeting.id}`,
    `meeting:${found.meeting.id}:replies`,
    `staff:${found.staff.id}:outbox`,
  )
  return attendeeId
}

/** An outcome that is known already changes nothing. */
async function note(
  ctx: Context,
  found: MeetingInStaff,
  { memberId, outcome }: { memberId: MemberId; outcome: 'notReached' | 'cannotCome' | 'takenBack' },
): Promise<void> {
  const meetingId = found.meeting.id
  await actOn(ctx, found, async (tx, now) => {
    requireNotOver(now.meeting.state)
    await requireTakingPart(tx, now.staff.id, { field: 'memberId', memberId })
    const known = triedIn(await eventsOf(tx, [meetingId])).get(memberId)
    if ((known?.outcome ?? 'takenBack') === outcome) return
    const details = { memberId, outcome }
    const at = ctx.clock.now()
    await recordEvent(tx, { meetingId, kind: 'called', at, byId: ctx.actor.personId, details })
    await audit(ctx, tx, {
      staffId: now.staff.id,
      action: 'meeting.called',
      subject: meetingId,
      details,
    })
  })
  ctx.live.publish(`meeting:${meetingId}:replies`)
}
