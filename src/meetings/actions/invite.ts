import { audit } from '../../audit/store.ts'
import type { Context } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import { DomainError, notFound } from '../../lib/errors.ts'
import type { MeetingId, MemberId } from '../../lib/ids.ts'
import { isMovable } from '../rules/states.ts'
import { actOn, requireNotOver } from '../steps/change.ts'
import { tellChanges } from '../steps/invitees.ts'
import { peopleBefore } from '../steps/representation.ts'
import { attendeeOfMember } from '../store/attendees.ts'
import { endInvitations } from '../store/known.ts'
import type { MeetingInStaff } from '../store/meetings.ts'
import { plannable } from '../access.ts'
import { requireTakingPart } from '../steps/attendees.ts'
import { loseMinuteTaker } from '../steps/minuteTaker.ts'
import { inviteOne } from '../steps/invite.ts'

/** Invites one more member of the staff. */
export async function inviteMember(
  ctx: Context,
  meetingId: MeetingId,
  memberId: MemberId,
): Promise<void> {
  const found = await plannable(ctx, meetingId)
  const act = async (tx: Db, now: MeetingInStaff) => {
    requireNotOver(now.meeting.state)
    await requireTakingPart(tx, now.staff.id, { field: 'memberId', memberId })
    await inviteOne(tx, ctx, now, { memberId, at: ctx.clock.now() })
  }
  await actOn(ctx, found, act, { holdsRoster: true })
  ctx.live.publish(
    `meeting:${meetingId}`,
    `meeting:${meetingId}:replies`,
    `staff:${found.staff.id}:outbox`,
  )
}

/**
 * Ends the invitation of a member by hand, before the meeting has begun. The roster does not invite
 * them again; only a person does.
 */
export async function uninviteMember(
  ctx: Context,
  meetingId: MeetingId,
  memberId: MemberId,
): Promise<void> {
  const found = await plannable(ctx, meetingId)
  const { staff } = found
  const at = ctx.clock.now()
  const ended = await actOn(ctx, found, async (tx, now) => {
    requireNotOver(now.meeting.state)
    if (!isMovable(now.meeting.state))
      throw new DomainError('wrongState', 'The meeting has begun; everybody invited stays in it')
    const attendee = await attendeeOfMember(tx, meetingId, memberId)
    if (!attendee) throw notFound('person in this meeting')
    if (attendee.endedAt) return []
    const out = [attendee.id]
    const before = await peopleBefore(tx, [now])
    await endInvitations(tx, out, { at, byHand: true })
    if (now.meeting.minuteTakerId === memberId)
      await loseMinuteTaker(tx, now.meeting, { at, byId: ctx.actor.personId })
    await audit(ctx, tx, {
      staffId: staff.id,
      action: 'meeting.memberUninvited',
      subject: meetingId,
      details: { memberId },
    })
    const { ended } = await tellChanges(tx, ctx, {
      found: [now],
      before,
      invited: [],
      out,
    })
    return ended
  })
  ctx.live.publish(
    ...['', ':replies', ':attendance'].map(part => `meeting:${meetingId}${part}`),
    `staff:${staff.id}:outbox`,
    ...ended.map(id => `person:${id}`),
  )
}
