import { and, eq, isNotNull, isNull, or } from 'drizzle-orm'
import type { Invitee } from '../store/invitee.ts'
import type { Db } from '../../lib/db.ts'
import { invalidField } from '../../lib/errors.ts'
import { isAmong } from '../../lib/many.ts'
import {
  type AttendeeId,
  type FunctionId,
  type MeetingId,
  type MemberId,
  type StaffId,
  newId,
} from '../../lib/ids.ts'
import type { MeetingInStaff } from '../store/meetings.ts'
import { attendees } from '../tables.ts'
import { takesPart } from '../../roster/rules/roster.ts'
import { presentMembers } from '../../roster/store/members.ts'
import { type Participation, participationOfOne } from '../store/participation.ts'
import { attendeeOfMember } from '../store/attendees.ts'
import type { Participant } from '../store/participants.ts'

/**
 * Brings a member of the staff into a meeting that did not invite them. They deputise for the first
 * person invited for `functionId`, or without it for one of the functions whose deputy they are, so
 * that the function is filled when they come. When nobody is invited for `functionId`, they deputise
 * for its holder, unless they hold or deputise for it themselves.
 */
export async function bringIn(
  tx: Db,
  found: MeetingInStaff,
  { memberId, functionId, at }: { memberId: MemberId; functionId?: FunctionId; at: Date },
): Promise<{ attendeeId: AttendeeId; isNew: boolean }> {
  const { participants, holders, people } = await participationOfOne(tx, found)
  const own = holders.filter(h => h.memberId === memberId)
  const ranked = own.some(h => h.rank === 0) ? [] : own.map(h => h.functionId)
  const wanted = functionId ? [functionId] : ranked
  const acts = (p: Participant) => p.plan.functionIds.some(id => wanted.includes(id))
  const isActing = participants.some(p => p.memberId === memberId && acts(p))
  const isInOrder = own.some(h => h.functionId === functionId)
  const invited = isActing
    ? undefined
    : participants.find(p => p.memberId !== memberId && acts(p))?.attendeeId
  const principalId =
    functionId && !invited && !isActing && !isInOrder
      ? await placeOfHolder(tx, found, { functionId, holders, people, at })
      : invited
  const row = await ensureAttendee(tx, {
    meetingId: found.meeting.id,
    memberId,
    kind: principalId ? ('deputy' as const) : ('invited' as const),
    deputyForId: principalId ?? null,
    byHand: true,
    at,
  })
  // who is invited for something else takes this place besides
  const leadsBack = participants.some(
    p => p.attendeeId === principalId && p.deputyForId === row.attendeeId,
  )
  if (!functionId || !principalId || row.isNew || leadsBack) return row
  // whoever named them in a reply needs no other link to them
  const namedBy = people.flatMap(p => (p.reply?.deputyId === row.attendeeId ? p.attendeeId : []))
  const [placed] = await tx
    .update(attendees)
    .set({ deputyForId: principalId })
    .where(
      and(
        eq(attendees.id, row.attendeeId),
        or(isNull(attendees.deputyForId), isAmong(attendees.deputyForId, namedBy)),
      ),
    )
    .returning({ id: attendees.id })
  if (placed) return row
  throw invalidField('memberId', 'deputises for somebody else at this meeting already', {
    value: memberId,
    expected: 'somebody who deputises for nobody, or whom that person named',
  })
}

/**
 * The place of the first holder or deputy of a function in a meeting to which none of them is
 * invited. It is made as an ended one where they never had any.
 */
async function placeOfHolder(
  tx: Db,
  { meeting }: MeetingInStaff,
  {
    functionId,
    holders,
    people,
    at,
  }: Pick<Participation, 'holders' | 'people'> & { functionId: FunctionId; at: Date },
): Promise<AttendeeId> {
  const [holder] = holders
    .filter(each => each.functionId === functionId)
    .sort((a, b) => a.rank - b.rank)
  if (!holder)
    throw invalidField('functionId', 'has no holder', {
      value: functionId,
      expected: 'a function with a holder',
    })
  const known = people.find(({ memberId }) => memberId === holder.memberId)
  if (known) return known.attendeeId
  const id = newId('attendee', at)
  const of = { meetingId: meeting.id, memberId: holder.memberId, kind: 'invited' as const }
  await tx.insert(attendees).values({ id, ...of, endedAt: at, createdAt: at })
  return id
}

/** Throws for people who are not in the staff now or whose roles take part in no meeting. */
export async function requireTakingPart(
  db: Db,
  staffId: StaffId,
  { field, memberId }: { field: string; memberId: MemberId },
): Promise<void> {
  const roles = (await presentMembers(db, staffId, [memberId])).get(memberId)
  if (roles && takesPart(roles)) return
  throw invalidField(field, roles ? 'takes part in no meeting' : 'is not a member of this staff', {
    value: memberId,
    expected: roles ? 'a member with a role besides records and it' : 'a member of the staff',
  })
}

/**
 * The row of a member in a meeting, made when there is none. An ended invitation begins again, and
 * counts as new.
 */
export async function ensureAttendee(
  tx: Db,
  {
    meetingId,
    memberId,
    kind,
    deputyForId = null,
    byHand = false,
    at,
  }: {
    meetingId: MeetingId
    memberId: MemberId
    kind: 'invited' | 'deputy'
    deputyForId?: AttendeeId | null
    byHand?: boolean
    at: Date
  },
): Promise<{ attendeeId: AttendeeId; isNew: boolean }> {
  const how = { kind, deputyForId, byHand }
  const [made] = await tx
    .insert(attendees)
    .values({ id: newId('attendee', at), meetingId, memberId, ...how, createdAt: at })
    .onConflictDoUpdate({
      target: [attendees.meetingId, attendees.memberId],
      set: { ...how, forFunction: false, endedAt: null },
      setWhere: isNotNull(attendees.endedAt),
    })
    .returning()
  if (made) return { attendeeId: made.id, isNew: true }
  const existing = (await attendeeOfMember(tx, meetingId, memberId))!
  // now invited by hand, so that they stay when their other reason for being invited ends
  if (byHand) await tx.update(attendees).set({ byHand }).where(eq(attendees.id, existing.id))
  return { attendeeId: existing.id, isNew: false }
}

/**
 * The attendees who get mails: no visitors, nobody who left the staff or lost the roles that take
 * part.
 */
export function inviteesOf(participants: readonly Participant[]): Invitee[] {
  return participants
    .filter(p => p.kind !== 'visitor' && p.leftAt === null && takesPart(p.roles))
    .map(inviteeOf)
}

export function inviteeOf(p: Participant): Invitee {
  return {
    attendeeId: p.attendeeId,
    // visitors are filtered out, and each member has a person
    personId: p.personId!,
    name: p.ownName,
    email: p.email!,
    language: p.language,
    linkGeneration: p.linkGeneration,
    reply: p.reply,
    formerReply: p.formerReply,
  }
}

/** The last minute taker, or null when they left or lost the roles that take part. */
export async function stillTakingPart(
  tx: Db,
  staffId: StaffId,
  memberId: MemberId | null | undefined,
): Promise<MemberId | null> {
  if (!memberId) return null
  const roles = (await presentMembers(tx, staffId, [memberId])).get(memberId)
  return roles && takesPart(roles) ? memberId : null
}
