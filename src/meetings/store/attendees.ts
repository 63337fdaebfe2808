import { and, eq, inArray, isNull, lte, notInArray, or, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Db } from '../../lib/db.ts'
import type { AttendeeId, MeetingId, MemberId, PersonId } from '../../lib/ids.ts'
import { attendees, meetings } from '../tables.ts'
import { isAmong } from '../../lib/many.ts'
import { raised } from '../../lib/raised.ts'
import { members, people } from '../../roster/tables.ts'

export async function findAttendee(db: Db, attendeeId: AttendeeId) {
  const [row] = await db.select().from(attendees).where(eq(attendees.id, attendeeId))
  return row
}

export type OwnerOfLink = NonNullable<Awaited<ReturnType<typeof ownerOfLink>>>

/** The attendee with their staff's facts, even of who has left; undefined for a visitor. */
export async function ownerOfLink(db: Db, attendeeId: AttendeeId) {
  const [row] = await db
    .select({
      attendee: attendees,
      title: people.title,
      name: people.name,
      language: people.language,
      roles: members.roles,
      leftAt: members.leftAt,
      linkGeneration: sql<number>`${attendees.linkGeneration} + ${members.linkGeneration}`,
    })
    .from(attendees)
    .innerJoin(members, eq(members.id, attendees.memberId))
    .innerJoin(people, eq(people.id, members.personId))
    .where(eq(attendees.id, attendeeId))
  return row
}

/**
 * Marks these people as reminded now, and gives those who had not been since `since`; of several
 * calls at once only one gets each person.
 */
export async function takeReminders(
  tx: Db,
  attendeeIds: readonly AttendeeId[],
  { at, since }: { at: Date; since: Date },
): Promise<AttendeeId[]> {
  if (attendeeIds.length === 0) return []
  const rows = await tx
    .update(attendees)
    .set({ remindedAt: at })
    .where(
      and(
        isAmong(attendees.id, attendeeIds),
        or(isNull(attendees.remindedAt), lte(attendees.remindedAt, since)),
      ),
    )
    .returning({ id: attendees.id })
  return rows.map(row => row.id)
}

/**
 * Ends all personal links that this person has to the meeting, and to all dates of its series,
 * because each of them proves the same right. The next mail contains a new one.
 */
export async function endLinksOf(tx: Db, attendeeId: AttendeeId): Promise<void> {
  const other = alias(attendees, 'other')
  const [named, another] = [alias(meetings, 'named'), alias(meetings, 'another')]
  const together = tx
    .select({ id: other.id })
    .from(attendees)
    .innerJoin(named, eq(named.id, attendees.meetingId))
    .innerJoin(other, eq(other.memberId, attendees.memberId))
    .innerJoin(another, eq(another.id, other.meetingId))
    .where(
      and(
        eq(attendees.id, attendeeId),
        or(eq(other.id, attendees.id), eq(another.seriesId, named.seriesId)),
      ),
    )
  await tx
    .update(attendees)
    .set({ linkGeneration: raised(attendees.linkGeneration) })
    .where(inArray(attendees.id, together))
}

/** A member's row in a meeting, also when the invitation has ended. */
export async function attendeeOfMember(db: Db, meetingId: MeetingId, memberId: MemberId) {
  const [row] = await db
    .select()
    .from(attendees)
    .where(and(eq(attendees.meetingId, meetingId), eq(attendees.memberId, memberId)))
  return row
}

/** The rows of one person in meetings to which they are invited. */
export async function attendeesOfPerson(db: Db, meetingIds: MeetingId[], personId: PersonId) {
  if (meetingIds.length === 0) return []
  return db
    .select({ attendee: attendees })
    .from(attendees)
    .innerJoin(members, eq(members.id, attendees.memberId))
    .where(
      and(
        isAmong(attendees.meetingId, meetingIds),
        eq(members.personId, personId),
        isNull(attendees.endedAt),
      ),
    )
}

/** The rows of this meeting whose members are in the staff. */
export async function rowsOfMembers(db: Db, meetingId: MeetingId) {
  return db
    .select({ attendeeId: attendees.id, memberId: members.id, endedAt: attendees.endedAt })
    .from(attendees)
    .innerJoin(members, and(eq(members.id, attendees.memberId), isNull(members.leftAt)))
    .where(eq(attendees.meetingId, meetingId))
}

/** Meetings that are not over and have this member in their list. */
export async function meetingsOfMember(db: Db, memberId: MemberId): Promise<MeetingId[]> {
  const rows = await db
    .select({ id: meetings.id })
    .from(attendees)
    .innerJoin(meetings, eq(meetings.id, attendees.meetingId))
    .where(
      and(eq(attendees.memberId, memberId), notInArray(meetings.state, ['closed', 'cancelled'])),
    )
  return rows.map(row => row.id)
}

/** The members of these rows; visitors have none. */
export async function memberOfAttendees(
  db: Db,
  attendeeIds: readonly AttendeeId[],
): Promise<Map<AttendeeId, MemberId>> {
  if (attendeeIds.length === 0) return new Map()
  const rows = await db
    .select({ id: attendees.id, memberId: attendees.memberId })
    .from(attendees)
    .where(isAmong(attendees.id, attendeeIds))
  return new Map(rows.flatMap(({ id, memberId }) => (memberId ? [[id, memberId] as const] : [])))
}
