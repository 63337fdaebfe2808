import { qrSvg } from '../../lib/qr.ts'
import { audit, recordAudit } from '../../audit/store.ts'
import { mayPrintLinks } from '../../mail/rules.ts'
import type { Context, Deps } from '../../lib/context.ts'
import { DomainError, notFound } from '../../lib/errors.ts'
import type { AttendeeId, MeetingId } from '../../lib/ids.ts'
import { visibleMeeting } from '../access.ts'
import { mayActForOthers } from '../rules/states.ts'
import { requireNotOver } from '../steps/change.ts'
import { namesInStaff } from '../../roster/store/names.ts'
import type { PrintedLink } from '../contract/reply.ts'
import { answerUrl, openOwnLink } from '../link.ts'
import { endLinksOf, findAttendee, ownerOfLink } from '../store/attendees.ts'
import { displayName } from '../../roster/rules/names.ts'

/**
 * "Diese Einladung gehört mir nicht": ends all links of this person to the meeting and its series,
 * whichever date is over, and notes it in the trail, which lead and KGS see.
 */
export async function disownLink(
  deps: Deps,
  { token, requestId }: { token: string; requestId: string },
): Promise<void> {
  const { found, attendeeId } = await openOwnLink(deps, token)
  await deps.database.transaction(async tx => {
    await endLinksOf(tx, attendeeId)
    await recordAudit(tx, {
      at: deps.clock.now(),
      staffId: found.staff.id,
      actorId: null,
      action: 'invitation.disowned',
      subject: attendeeId,
      requestId,
    })
  })
  deps.live.publish(`meeting:${found.meeting.id}:replies`)
}

/** Ends all links of a person to the meeting and its series, e.g. after a mail was passed on. */
export async function revokeLink(
  ctx: Context,
  { meetingId, attendeeId }: { meetingId: MeetingId; attendeeId: AttendeeId },
): Promise<void> {
  const found = await visibleMeeting(ctx, meetingId)
  if (!mayActForOthers(ctx.actor, { staffId: found.staff.id }))
    throw new DomainError('forbidden', 'Only lead and KGS revoke links')
  const attendee = await findAttendee(ctx.database.db, attendeeId)
  if (!attendee || attendee.meetingId !== meetingId) throw notFound('person in this meeting')
  await ctx.database.transaction(async tx => {
    await endLinksOf(tx, attendeeId)
    await recordAudit(tx, {
      at: ctx.clock.now(),
      staffId: found.staff.id,
      actorId: ctx.actor.personId,
      action: 'invitation.linkRevoked',
      subject: attendeeId,
      requestId: ctx.requestId,
    })
  })
}

/**
 * The personal link of a person whom no mail reaches, to be handed over on paper. The trail names
 * the lead who took it.
 */
export async function printLink(
  ctx: Context,
  { meetingId, attendeeId }: { meetingId: MeetingId; attendeeId: AttendeeId },
): Promise<PrintedLink> {
  const found = await visibleMeeting(ctx, meetingId)
  const staffId = found.staff.id
  if (!mayPrintLinks(ctx.actor, { staffId }))
    throw new DomainError('forbidden', 'Only the lead hands out personal links')
  requireNotOver(found.meeting.state)
  const { db } = ctx.database
  const owner = await ownerOfLink(db, attendeeId)
  const isInvited = owner && !owner.leftAt && !owner.attendee.endedAt
  if (!isInvited || owner.attendee.meetingId !== meetingId) throw notFound('person in this meeting')
  await ctx.database.transaction(tx =>
    audit(ctx, tx, { staffId, action: 'invitation.linkPrinted', subject: attendeeId }),
  )
  const url = answerUrl(ctx, { attendeeId, linkGeneration: owner.linkGeneration })
  // one sheet of paper must not go to the other person of that name
  const names = await namesInStaff(db, { staffId, now: ctx.clock.now() })
  const name = names.ofMember(owner.attendee.memberId, null) ?? displayName(owner)
  return { name, url, qrSvg: qrSvg(url) }
}
