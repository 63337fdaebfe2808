import { and, eq, exists, inArray, ne, notInArray, or, sql } from 'drizzle-orm'
import type { Database, Db } from '../../lib/db.ts'
import type { MeetingId, PersonId } from '../../lib/ids.ts'
import { meetings } from '../../meetings/tables.ts'
import { admissions } from '../tables.ts'
import { ofPerson, unfinished } from './admissions.ts'

/** Rooms of meetings that are not over and to which somebody was admitted. */
export async function roomsInUse(db: Db): Promise<string[]> {
  const someone = db
    .select({ one: sql`1` })
    .from(admissions)
    .where(and(eq(admissions.meetingId, meetings.id), eq(admissions.gathering, meetings.gathering)))
  const rows = await db
    .select({ roomName: meetings.roomName })
    .from(meetings)
    .where(and(inArray(meetings.state, [...unfinished]), exists(someone)))
  return rows.map(row => row.roomName)
}

/** Rooms in which an admission, of anybody or one person, was revoked since then. */
export async function roomsLeftLately(
  sql: Database['sql'],
  { since, personId = null }: { since: Date; personId?: PersonId | null },
): Promise<string[]> {
  const rows = await sql<{ room_name: string }[]>`
    select distinct coalesce(a.room_name, m.room_name) as room_name
    from admissions a join meetings m on m.id = a.meeting_id
    where a.revoked_at > ${since.toISOString()} and ${ofPerson(sql, personId)}`
  return rows.map(row => row.room_name)
}

/** Rooms to which somebody was admitted and whose meeting has been moved or is over. */
export async function roomsLeftBehind(db: Db, meetingId: MeetingId): Promise<string[]> {
  const roomName = sql<string>`coalesce(${admissions.roomName}, ${meetings.roomName})`
  const rows = await db
    .selectDistinct({ roomName })
    .from(admissions)
    .innerJoin(meetings, eq(meetings.id, admissions.meetingId))
    .where(
      and(
        eq(meetings.id, meetingId),
        or(
          ne(admissions.gathering, meetings.gathering),
          notInArray(meetings.state, [...unfinished]),
        ),
      ),
    )
  return rows.map(row => row.roomName)
}
