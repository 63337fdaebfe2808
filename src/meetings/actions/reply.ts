import { eq, sql } from 'drizzle-orm'
import { qrSvg } from '../../lib/qr.ts'
import { audit, recordAudit } from '../../audit/store.ts'
import { answerUrl, queueMeetingMails, type Invitee } from '../../mail/actions.ts'
import { foldMs, mayPrintLinks } from '../../mail/rules.ts'
import { membershipIn } from '../../lib/actor.ts'
import type { Context, Deps } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import { DomainError, invalidField, notFound } from '../../lib/errors.ts'
import { newId, type AttendeeId, type MeetingId, type MemberId, type PersonId } from '../../lib/ids.ts'
import { visibleMeeting } from '../access.ts'
import { isOver, mayActForOthers } from '../rules/states.ts'
import { holdState, type MeetingInStaff } from '../store/meetings.ts'
import { attendees } from '../tables.ts'
import { displayName, takesPart } from '../../roster/rules.ts'
import type { PrintedLink, ReplyInput } from '../contract/reply.ts'
import { linkExpired, openLink } from '../link.ts'
import { isCircle, replyRefusal } from '../rules/replies.ts'
import {
  activeMembers,
  attendeeOfMember,
  findAttendee,
  hasNamedDeputy,
  insertReply,
  lockReplies,
  participationOfOne,
  takeReminders,
  type Participant,
} from '../store/participation.ts'

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
  const membership = membershipIn(ctx.actor, found.staff.id)
  const attendee = membership
    ? await attendeeOfMember(ctx.database.db, meetingId, membership.memberId)
    : undefined
  if (!attendee) throw notInvited()
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

/** "Diese Einladung gehört mir nicht": the link dies, lead and KGS see it in the trail. */
export async function disownLink(
  deps: Deps,
  { token, requestId }: { token: string; requestId: string },
): Promise<void> {
  const { found, attendeeId } = await openLink(deps, token)
  await deps.database.transaction(async tx => {
    await raiseLinkGeneration(tx, attendeeId)
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
    await raiseLinkGeneration(tx, attendeeId)
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

/** The personal link of somebody whom no mail reaches, to be handed over on paper; the trail says who took it out. */
export async function printLink(
  ctx: Context,
  { meetingId, attendeeId }: { meetingId: MeetingId; attendeeId: AttendeeId },
): Promise<PrintedLink> {
  const found = await visibleMeeting(ctx, meetingId)
  const staffId = found.staff.id
  if (!mayPrintLinks(ctx.actor, { staffId }))
    throw new DomainError('forbidden', 'Only the lead hands out personal links')
  const refusal = replyRefusal(found.meeting.state)
  if (refusal) throw new DomainError(refusal, 'The meeting is over; there is nothing to answer')
  const { db } = ctx.database
  const attendee = await findAttendee(db, attendeeId)
  const owner = (await activeMembers(db, staffId)).find(
    ({ member }) => member.id === attendee?.memberId,
  )
  if (!attendee || attendee.meetingId !== meetingId || !owner)
    throw notFound('person in this meeting')
  await ctx.database.transaction(tx =>
    audit(ctx, tx, { staffId, action: 'invitation.linkPrinted', subject: attendeeId }),
  )
  const url = answerUrl(ctx, { attendeeId, linkGeneration: attendee.linkGeneration })
  return { name: displayName(owner.person), url, qrSvg: qrSvg(url) }
}

/**
 * Reminds those who have not answered, or the given ones: `count` were written to, `recent` were not, because they had been
 * reminded within the last ten minutes.
 */
export async function remind(
  ctx: Context,
  meetingId: MeetingId,
  attendeeIds?: AttendeeId[],
): Promise<{ count: number; recent: number }> {
  const found = await visibleMeeting(ctx, meetingId)
  if (!mayActForOthers(ctx.actor, { staffId: found.staff.id }))
    throw new DomainError('forbidden', 'Only lead and KGS remind')
  if (isOver(found.meeting.state))
    throw new DomainError(replyRefusal(found.meeting.state)!, 'The meeting is over')
  const at = ctx.clock.now()
  const done = await ctx.database.transaction(async tx => {
    const { participants } = await participationOfOne(tx, found)
    const wanted = inviteesOf(
      participants.filter(p =>
        attendeeIds ? attendeeIds.includes(p.attendeeId) : p.reply === null,
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
      found,
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

/**
 * Brings a member of the staff into a meeting that did not invite them. Who deputises for a function stands in for the first person
 * invited for one of them, so that the function is filled when they come.
 */
export async function bringIn(
  tx: Db,
  found: MeetingInStaff,
  { memberId, at }: { memberId: MemberId; at: Date },
): Promise<{ attendeeId: AttendeeId; isNew: boolean }> {
  const { participants, holders } = await participationOfOne(tx, found)
  const own = holders.filter(h => h.memberId === memberId)
  const ranked = own.some(h => h.rank === 0) ? [] : own.map(h => h.functionId)
  const principal = participants.find(
    p => p.memberId !== memberId && p.plan.functionIds.some(id => ranked.includes(id)),
  )
  const kind = principal ? ('deputy' as const) : ('invited' as const)
  return ensureAttendee(tx, {
    meetingId: found.meeting.id,
    memberId,
    kind,
    deputyForId: principal?.attendeeId ?? null,
    at,
  })
}

/** Refuses who is not among `everybody` of the staff now, and who takes part in no meeting. */
export function requireTakingPart(
  everybody: Awaited<ReturnType<typeof activeMembers>>,
  { field, memberId }: { field: string; memberId: MemberId },
): void {
  const row = everybody.find(each => each.member.id === memberId)
  if (row && takesPart(row.member.roles)) return
  throw invalidField(field, row ? 'takes part in no meeting' : 'is not a member of this staff', {
    value: memberId,
    expected: row ? 'a member with a role besides records and it' : 'a member of the staff',
  })
}

/** A row for a member in a meeting, made when there is none yet. */
async function ensureAttendee(
  tx: Db,
  {
    meetingId,
    memberId,
    kind,
    deputyForId = null,
    at,
  }: {
    meetingId: MeetingId
    memberId: MemberId
    kind: 'invited' | 'deputy'
    deputyForId?: AttendeeId | null
    at: Date
  },
): Promise<{ attendeeId: AttendeeId; isNew: boolean }> {
  const [made] = await tx
    .insert(attendees)
    .values({ id: newId('attendee', at), meetingId, memberId, kind, deputyForId, createdAt: at })
    .onConflictDoNothing()
    .returning()
  if (made) return { attendeeId: made.id, isNew: true }
  const existing = await attendeeOfMember(tx, meetingId, memberId)
  return { attendeeId: existing!.id, isNew: false }
}

/** Those who may be written to: neither visitors, nor who has left the staff or takes part in no meeting any more. */
export function inviteesOf(participants: readonly Participant[]): Invitee[] {
  return participants
    .filter(p => p.kind !== 'visitor' && p.leftAt === null && takesPart(p.roles))
    .map(inviteeOf)
}

function inviteeOf(p: Participant): Invitee {
  return {
    attendeeId: p.attendeeId,
    // of a member, who has a person
    personId: p.personId!,
    name: p.name,
    email: p.email!,
    language: p.language,
    linkGeneration: p.linkGeneration,
    reply: p.reply,
  }
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
    const refusal = replyRefusal(await holdState(tx, meeting.id))
    if (refusal)
      throw new DomainError(
        refusal,
        refusal === 'meetingClosed'
          ? 'The meeting is closed; replies can no longer change'
          : 'The meeting was cancelled',
      )
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
    // whoever was told a moment ago that they stand in knows it still
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
    if (deputy && !isTold) {
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

const notInvited = () => new DomainError('notInvited', 'You are not invited to this meeting')

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
  const everybody = await activeMembers(tx, found.staff.id)
  requireTakingPart(everybody, { field: 'deputyMemberId', memberId: deputyMemberId })
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

async function raiseLinkGeneration(tx: Db, attendeeId: AttendeeId): Promise<void> {
  await tx
    .update(attendees)
    .set({ linkGeneration: sql`${attendees.linkGeneration} + 1` })
    .where(eq(attendees.id, attendeeId))
}
