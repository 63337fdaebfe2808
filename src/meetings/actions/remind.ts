import { recordAudit } from '../../audit/store.ts'
import { foldMs } from '../../mail/rules.ts'
import type { Context } from '../../lib/context.ts'
import { DomainError } from '../../lib/errors.ts'
import type { AttendeeId, MeetingId } from '../../lib/ids.ts'
import { visibleMeeting } from '../access.ts'
import { isPointless } from '../rules/mails.ts'
import { mayActForOthers } from '../rules/states.ts'
import { actOn, requireNotOver } from '../steps/change.ts'
import { participationOfOne } from '../store/participation.ts'
import { queueMeetingMails } from '../steps/mail.ts'
import { takeReminders } from '../store/attendees.ts'
import { inviteesOf } from '../steps/attendees.ts'

/**
 * Reminds people who have not answered or not confirmed, or the given ones. `count` got a mail;
 * `recent` did not, because they were reminded within the last ten minutes.
 */
export async function remind(
  ctx: Context,
  meetingId: MeetingId,
  attendeeIds?: AttendeeId[],
): Promise<{ count: number; recent: number }> {
  const found = await visibleMeeting(ctx, meetingId)
  if (!mayActForOthers(ctx.actor, { staffId: found.staff.id }))
    throw new DomainError('forbidden', 'Only lead and KGS remind')
  const at = ctx.clock.now()
  const done = await actOn(ctx, found, async (tx, now) => {
    requireNotOver(now.meeting.state)
    if (now.meeting.state === 'planned')
      throw new DomainError('wrongState', 'The meeting is not convened yet; nobody was asked')
    if (
      isPointless({ kind: 'reminder' }, now.meeting, { isInvited: true, isGivenUp: false, now: at })
    )
      throw new DomainError('inThePast', 'Nobody is reminded of a meeting whose time is over')
    const { participants } = await participationOfOne(tx, now)
    const wanted = inviteesOf(
      participants.filter(p =>
        attendeeIds ? attendeeIds.includes(p.attendeeId) : p.reply === null || p.reply.isToConfirm,
      ),
    )
    const taken = await takeReminders(
      tx,
      wanted.map(p => p.attendeeId),
      { at, since: new Date(at.getTime() - foldMs) },
    )
    const chosen = wanted.filter(p => taken.includes(p.attendeeId))
    const counts = { count: chosen.length, recent: wanted.length - chosen.length }
    if (chosen.length === 0) return counts
    await queueMeetingMails(tx, ctx, {
      found: now,
      occasion: { kind: 'reminder' },
      invitees: chosen,
    })
    await recordAudit(tx, {
      at,
      staffId: found.staff.id,
      actorId: ctx.actor.personId,
      action: 'invitation.reminded',
      subject: meetingId,
      details: { count: counts.count },
      requestId: ctx.requestId,
    })
    return counts
  })
  ctx.live.publish(`meeting:${meetingId}:replies`, `staff:${found.staff.id}:outbox`)
  return done
}
