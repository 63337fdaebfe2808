import { recordAudit } from '../../audit/store.ts'
import { foldMs } from '../../mail/rules.ts'
import type { Context, Deps } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import { DomainError, invalidField, notFound } from '../../lib/errors.ts'
import type { AttendeeId, MeetingId, MemberId, PersonId } from '../../lib/ids.ts'
import { visibleMeeting } from '../access.ts'
import { mayActForOthers } from '../rules/states.ts'
import { requireNotOver } from '../steps/change.ts'
import { type MeetingInStaff, holdMeeting } from '../store/meetings.ts'
import { takesPart } from '../../roster/rules.ts'
import type { ReplyInput } from '../contract/reply.ts'
import { linkExpired, openLink } from '../link.ts'
import { notInvited, requirePlaceIn } from '../place.ts'
import { isCircle } from '../rules/replies.ts'
import { type Participant, participationOfOne } from '../store/participation.ts'
import { queueMeetingMails } from '../steps/mail.ts'
import { hasNamedDeputy, insertReply, lockReplies } from '../store/replies.ts'
import { findAttendee } from '../store/attendees.ts'
import type { Invitee } from '../store/invitee.ts'
import { ensureAttendee, inviteeOf, requireTakingPart } from '../steps/attendees.ts'

type Author = {
  personId: PersonId | null
  source: 'link' | 'signedIn' | 'onBehalf'
  requestId: string
}

export async function replyAsMyself(
  ctx: Context,
  meetingId: MeetingId,
  reply: ReplyInput,
): Promise<void> {
  const found = await visibleMeeting(ctx, meetingId)
  const attendee = await requirePlaceIn(ctx, found)
  await setReply(ctx, {
    found,
    attendeeId: attendee.id,
    reply,
    author: { personId: ctx.actor.personId, source: 'signedIn', requestId: ctx.requestId },
  })
}

export async function replyOnBehalf(
  ctx: Context,
  { meetingId, attendeeId }: { meetingId: MeetingId; attendeeId: AttendeeId },
  reply: ReplyInput,
): Promise<void> {
  const found = await visibleMeeting(ctx, meetingId)
  if (!mayActForOthers(ctx.actor, { staffId: found.staff.id }))
    throw new DomainError('forbidden', 'Only lead and KGS reply for others')
  const attendee = await findAttendee(ctx.database.db, attendeeId)
  if (!attendee || attendee.meetingId !== meetingId || !attendee.memberId)
    throw notFound('person in this meeting')
  await setReply(ctx, {
    found,
    attendeeId,
    reply,
    author: { personId: ctx.actor.personId, source: 'onBehalf', requestId: ctx.requestId },
  })
}

export async function replyByLink(
  deps: Deps,
  { token, requestId }: { token: string; requestId: string },
  reply: ReplyInput,
): Promise<void> {
  const { found, attendeeId } = await openLink(deps, token)
  await setReply(deps, {
    found,
    attendeeId,
    reply,
    author: { personId: null, source: 'link', requestId },
  })
}

async function setReply(
  deps: Deps,
  {
    found,
    attendeeId,
    reply,
    author,
  }: { found: MeetingInStaff; attendeeId: AttendeeId; reply: ReplyInput; author: Author },
): Promise<void> {
  const { meeting, staff } = found
  const at = deps.clock.now()
  const isChanged = await deps.database.transaction(async tx => {
    // held until the end, so that no reply slips in after a close
    requireNotOver((await holdMeeting(tx, meeting.id)).state)
    await lockReplies(tx, attendeeId)
    const { participants, functions } = await participationOfOne(tx, found)
    const me = participants.find(p => p.attendeeId === attendeeId)
    if (!me) throw author.source === 'link' ? linkExpired() : notFound('person in this meeting')
    // they may have left the staff, or lost the roles that meetings are for, a moment ago
    if (author.source !== 'onBehalf' && (me.leftAt || !takesPart(me.roles)))
      throw author.source === 'link' ? linkExpired() : notInvited()
    const deputy =
      reply.kind === 'declined' && reply.deputyMemberId
        ? await nameDeputy(tx, {
            found,
            me,
            deputyMemberId: reply.deputyMemberId,
            participants,
            at,
          })
        : null
    const mode = reply.kind === 'accepted' ? reply.mode : null
    const isSame =
      me.reply?.kind === reply.kind &&
      me.reply.mode === mode &&
      me.reply.deputyId === (deputy?.attendeeId ?? null)
    if (isSame) return false
    // no second mail to a deputy who was told of it a moment ago
    const isTold =
      deputy !== null &&
      (await hasNamedDeputy(tx, {
        attendeeId,
        deputyId: deputy.attendeeId,
        since: new Date(at.getTime() - foldMs),
      }))
    await insertReply(tx, {
      meetingId: meeting.id,
      attendeeId,
      kind: reply.kind,
      mode,
      deputyId: deputy?.attendeeId ?? null,
      at,
      byId: author.personId,
      source: author.source,
    })
    // nothing leaves before convening, which then tells deputies for whom they are named
    if (deputy && !isTold && meeting.state !== 'planned') {
      const functionLabels = functions
        .filter(f => me.plan.functionIds.includes(f.functionId))
        .map(f => f.label)
      await queueMeetingMails(tx, deps, {
        found,
        occasion: { kind: 'deputy', principal: { name: me.name, functionLabels } },
        invitees: [deputy],
      })
    }
    await recordAudit(tx, {
      at,
      staffId: staff.id,
      actorId: author.personId,
      action: 'reply.given',
      subject: attendeeId,
      details: {
        kind: reply.kind,
        mode,
        deputy: deputy?.attendeeId ?? null,
        source: author.source,
      },
      requestId: author.requestId,
    })
    return true
  })
  if (isChanged) deps.live.publish(`meeting:${meeting.id}:replies`, `staff:${staff.id}:outbox`)
}

async function nameDeputy(
  tx: Db,
  {
    found,
    me,
    deputyMemberId,
    participants,
    at,
  }: {
    found: MeetingInStaff
    me: Participant
    deputyMemberId: MemberId
    participants: Participant[]
    at: Date
  },
): Promise<Invitee> {
  if (deputyMemberId === me.memberId)
    throw invalidField('deputyMemberId', 'is yourself', { expected: 'another member of the staff' })
  await requireTakingPart(tx, found.staff.id, {
    field: 'deputyMemberId',
    memberId: deputyMemberId,
  })
  const known = participants.find(p => p.memberId === deputyMemberId)
  const facts = participants.map(p => ({
    attendeeId: p.attendeeId,
    memberId: p.memberId,
    deputyForId: p.deputyForId,
    reply: p.reply,
  }))
  if (known && isCircle(me.attendeeId, known.attendeeId, facts)) {
    throw invalidField('deputyMemberId', 'has already passed the invitation on to you', {
      expected: 'another member of the staff',
    })
  }
  if (known) return inviteeOf(known)
  const { attendeeId } = await ensureAttendee(tx, {
    meetingId: found.meeting.id,
    memberId: deputyMemberId,
    kind: 'deputy',
    at,
  })
  const fresh = (await participationOfOne(tx, found)).participants.find(
    p => p.attendeeId === attendeeId,
  )!
  return inviteeOf(fresh)
}
