import { recordAudit } from '../../audit/store.ts'
import { foldMs } from '../../mail/rules.ts'
import type { Context, Deps } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import { DomainError, invalidField, notFound } from '../../lib/errors.ts'
import type { AttendeeId, MeetingId, MemberId, PersonId } from '../../lib/ids.ts'
import { limits, takeAttempt } from '../../lib/limits.ts'
import { visibleMeeting } from '../access.ts'
import { mayActForOthers } from '../rules/states.ts'
import { actOn, requireNotOver } from '../steps/change.ts'
import type { MeetingInStaff } from '../store/meetings.ts'
import { takesPart } from '../../roster/rules/roster.ts'
import type { ReplyInput } from '../contract/reply.ts'
import { linkExpired, openLink } from '../link.ts'
import { notInvited, requirePlaceIn } from '../place.ts'
import { isCircle } from '../rules/replies.ts'
import type { PersonFact } from '../rules/representation.ts'
import { participationOfOne } from '../store/participation.ts'
import { followAnswer } from '../steps/invitees.ts'
import type { Letters } from '../steps/mail.ts'
import { hasNamedDeputy, insertReply } from '../store/replies.ts'
import { findAttendee } from '../store/attendees.ts'
import { ensureAttendee, requireTakingPart } from '../steps/attendees.ts'
import { eventsOf } from '../store/events.ts'
import type { Participant } from '../store/participants.ts'

export type Author = {
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
  await takeAttempt(deps, limits.linkReply, attendeeId)
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
  // so that no reply follows a close, and each reply sees the one before
  const ended = await actOn(deps, found, (tx, now) => {
    requireNotOver(now.meeting.state)
    return giveReply(tx, deps, { found: now, attendeeId, reply, author })
  })
  if (ended)
    deps.live.publish(
      `meeting:${found.meeting.id}:replies`,
      `staff:${found.staff.id}:outbox`,
      ...ended.map(id => `person:${id}`),
    )
}

/**
 * Stores a reply within the caller's transaction, which holds the meeting and knows that it is not
 * over. Gives people whose invitation ends by it; null: the same was replied before.
 */
export async function giveReply(
  tx: Db,
  deps: Deps,
  {
    found: now,
    attendeeId,
    reply,
    author,
    letters,
  }: {
    found: MeetingInStaff
    attendeeId: AttendeeId
    reply: ReplyInput
    author: Author
    /** takes what deputies are to be told, for whoever replies to many dates; absent: it is told */
    letters?: Letters[]
  },
): Promise<PersonId[] | null> {
  const { meeting } = now
  const at = deps.clock.now()
  const { participants, people } = await participationOfOne(tx, now)
  const me = participants.find(p => p.attendeeId === attendeeId)
  // the person may have left the staff, lost the roles for meetings, or lost the invitation since
  // the request began
  const isOut = !me || (author.source !== 'onBehalf' && (me.leftAt || !takesPart(me.roles)))
  if (isOut) throw outOf[author.source]()
  const deputyMemberId = reply.kind === 'declined' ? reply.deputyMemberId : null
  const deputyId =
    deputyMemberId && (await nameDeputy(tx, { found: now, me, deputyMemberId, people, at }))
  const mode = reply.kind === 'accepted' ? reply.mode : null
  const givenFor = reply.givenFor ? new Date(reply.givenFor) : meeting.startsAt
  if (givenFor.getTime() !== meeting.startsAt.getTime())
    await requireDateOf(tx, meeting.id, givenFor)
  const last = me.reply ?? me.formerReply
  const isSame =
    last?.kind === reply.kind &&
    last.mode === mode &&
    last.deputyId === deputyId &&
    (last.givenFor === null || last.givenFor.getTime() === givenFor.getTime())
  if (isSame) return null
  // the deputy gets no second mail about what they were told a moment ago
  const isTold =
    deputyId !== null &&
    (await hasNamedDeputy(tx, {
      attendeeId,
      deputyId,
      since: new Date(at.getTime() - foldMs),
    }))
  await insertReply(tx, {
    meetingId: meeting.id,
    attendeeId,
    kind: reply.kind,
    mode,
    deputyId,
    givenFor,
    at,
    byId: author.personId,
    source: author.source,
  })
  const told = { found: now, actor: attendeeId, alreadyTold: isTold ? deputyId : null }
  const isAnotherDeputy = (me.reply?.deputyId ?? null) !== deputyId
  const isAbout = isAnotherDeputy || people.some(({ reply: given }) => given?.deputyId)
  const before = new Map(isAbout ? [[meeting.id, people]] : [])
  // the first deputy is called when nobody comes any more for somebody who has left
  const changesInvitations =
    isAnotherDeputy || people.some(person => !person.isInvited && person.reply?.deputyId)
  const { ended } = await followAnswer(tx, deps, { ...told, changesInvitations, before, letters })
  await recordAudit(tx, {
    at,
    staffId: now.staff.id,
    actorId: author.personId,
    action: 'reply.given',
    subject: attendeeId,
    details: {
      kind: reply.kind,
      mode,
      deputy: deputyId,
      source: author.source,
    },
    requestId: author.requestId,
  })
  return ended
}

async function requireDateOf(tx: Db, meetingId: MeetingId, givenFor: Date): Promise<void> {
  const moves = (await eventsOf(tx, [meetingId])).filter(({ kind }) => kind === 'moved')
  if (moves.some(({ details: { from } }) => from === givenFor.toISOString())) return
  throw invalidField('givenFor', 'is no beginning that the meeting has or had', {
    value: givenFor.toISOString(),
    expected: 'the beginning that was shown',
  })
}

const outOf: Record<Author['source'], () => DomainError> = {
  link: linkExpired,
  signedIn: notInvited,
  onBehalf: () => notFound('person in this meeting'),
}

/** The deputy's row in the meeting: the existing one, invited again if needed, or a new one. */
async function nameDeputy(
  tx: Db,
  {
    found,
    me,
    deputyMemberId,
    people,
    at,
  }: {
    found: MeetingInStaff
    me: Participant
    deputyMemberId: MemberId
    people: readonly PersonFact[]
    at: Date
  },
): Promise<AttendeeId> {
  if (deputyMemberId === me.memberId)
    throw invalidField('deputyMemberId', 'is yourself', { expected: 'another member of the staff' })
  await requireTakingPart(tx, found.staff.id, {
    field: 'deputyMemberId',
    memberId: deputyMemberId,
  })
  const known = people.find(p => p.memberId === deputyMemberId)
  if (known && isCircle(me.attendeeId, known.attendeeId, people)) {
    throw invalidField('deputyMemberId', 'has already passed the invitation on to you', {
      expected: 'another member of the staff',
    })
  }
  const { attendeeId } = await ensureAttendee(tx, {
    meetingId: found.meeting.id,
    memberId: deputyMemberId,
    kind: 'deputy',
    at,
  })
  return attendeeId
}
