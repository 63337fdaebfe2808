import { and, asc, eq, exists, inArray, isNull, sql, type SQLWrapper } from 'drizzle-orm'
import { writtenOnce, type Db } from '../lib/db.ts'
import type { AttendeeId, MeetingId, PersonId } from '../lib/ids.ts'
import { signals } from '../attendance/tables.ts'
import { attendees, meetings } from '../meetings/tables.ts'
import { members } from '../roster/tables.ts'
import { admissions, raisedHands } from './tables.ts'

const placeQuery = writtenOnce(db =>
  db
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
    .leftJoin(
      members,
      and(eq(members.staffId, meetings.staffId), eq(members.personId, sql.placeholder('personId')), isNull(members.leftAt)),
    )
    .leftJoin(attendees, and(eq(attendees.meetingId, meetings.id), eq(attendees.memberId, members.id)))
    .where(eq(meetings.id, sql.placeholder('meetingId')))
    .prepare('place'),
)

/** The meeting and my own row in it, in one query; `attendeeId` null when I am not invited, undefined for no such meeting. */
export async function placeIn(db: Db, who: { meetingId: MeetingId; personId: PersonId }) {
  const [row] = await placeQuery(db).execute(who)
  return row
}

type Admission = Required<
  Pick<typeof admissions.$inferInsert, 'identity' | 'meetingId' | 'attendeeId' | 'sessionId' | 'device' | 'issuedAt'>
>
const admissionQuery = writtenOnce(db =>
  db
    .insert(admissions)
    .values({
      identity: sql.placeholder('identity'),
      meetingId: sql.placeholder('meetingId'),
      attendeeId: sql.placeholder('attendeeId'),
      sessionId: sql.placeholder('sessionId'),
      device: sql.placeholder('device'),
      issuedAt: sql.placeholder('issuedAt'),
    })
    .prepare('admission'),
)

export async function insertAdmission(db: Db, admission: Admission): Promise<void> {
  await admissionQuery(db).execute(admission)
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

/** Rooms of meetings that are not over and into which somebody was let. */
export function roomsInUse(db: Db): Promise<string[]> {
  return unfinishedRooms(
    db,
    db
      .select({ one: sql`1` })
      .from(admissions)
      .where(eq(admissions.meetingId, meetings.id)),
  )
}

/** Of these, the rooms somebody really entered: in the others there is nobody to ask. */
export function roomsEntered(db: Db): Promise<string[]> {
  return unfinishedRooms(
    db,
    db
      .select({ one: sql`1` })
      .from(signals)
      .where(and(eq(signals.meetingId, meetings.id), eq(signals.source, 'mediaServer'))),
  )
}

async function unfinishedRooms(db: Db, evidence: SQLWrapper): Promise<string[]> {
  const rows = await db
    .select({ roomName: meetings.roomName })
    .from(meetings)
    .where(and(inArray(meetings.state, ['planned', 'convened', 'open', 'paused']), exists(evidence)))
  return rows.map(row => row.roomName)
}
