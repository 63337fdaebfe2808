import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import type { Db } from '../lib/db.ts'
import type { AttendeeId, MeetingId, PersonId } from '../lib/ids.ts'
import { attendees, meetings } from '../meetings/tables.ts'
import { members } from '../roster/tables.ts'
import { admissions, raisedHands } from './tables.ts'

/** The meeting and my own row in it, in one query; `attendeeId` null when I am not invited, undefined for no such meeting. */
export async function placeIn(db: Db, { meetingId, personId }: { meetingId: MeetingId; personId: PersonId }) {
  const [row] = await db
    .select({
      staffId: meetings.staffId,
      state: meetings.state,
      startsAt: meetings.startsAt,
      hasVirtualRoom: meetings.hasVirtualRoom,
      roomName: meetings.roomName,
      memberId: members.id,
      attendeeId: attendees.id,
    })
    .from(meetings)
    .leftJoin(members, and(eq(members.staffId, meetings.staffId), eq(members.personId, personId), isNull(members.leftAt)))
    .leftJoin(attendees, and(eq(attendees.meetingId, meetings.id), eq(attendees.memberId, members.id)))
    .where(eq(meetings.id, meetingId))
  return row
}

export async function insertAdmission(db: Db, admission: typeof admissions.$inferInsert): Promise<void> {
  await db.insert(admissions).values(admission)
}

export async function admissionsOf(db: Db, meetingId: MeetingId) {
  return db
    .select({ identity: admissions.identity, attendeeId: admissions.attendeeId })
    .from(admissions)
    .where(and(eq(admissions.meetingId, meetingId), isNull(admissions.revokedAt)))
}

export async function handsOf(db: Db, meetingId: MeetingId) {
  return db
    .select()
    .from(raisedHands)
    .where(eq(raisedHands.meetingId, meetingId))
    .orderBy(asc(raisedHands.raisedAt), asc(raisedHands.attendeeId))
}

export async function raiseHand(db: Db, hand: typeof raisedHands.$inferInsert): Promise<void> {
  await db.insert(raisedHands).values(hand).onConflictDoNothing()
}

export async function lowerHand(db: Db, { meetingId, attendeeId }: { meetingId: MeetingId; attendeeId: AttendeeId }): Promise<void> {
  await db.delete(raisedHands).where(and(eq(raisedHands.meetingId, meetingId), eq(raisedHands.attendeeId, attendeeId)))
}

/** Rooms of meetings that run or that somebody was admitted to already. */
export async function roomsInUse(db: Db): Promise<string[]> {
  const rows = await db
    .selectDistinct({ roomName: meetings.roomName })
    .from(meetings)
    .innerJoin(admissions, eq(admissions.meetingId, meetings.id))
    .where(inArray(meetings.state, ['planned', 'convened', 'open', 'paused']))
  return rows.map(row => row.roomName)
}
