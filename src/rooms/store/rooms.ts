import { and, eq, exists, inArray, sql } from 'drizzle-orm'
import type { Database, Db } from '../../lib/db.ts'
import type { PersonId } from '../../lib/ids.ts'
import { meetings } from '../../meetings/tables.ts'
import { admissions } from '../tables.ts'
import { ofPerson, unfinished } from './admissions.ts'

/** Rooms of meetings that are not over and into which somebody was let. */
export async function roomsInUse(db: Db): Promise<string[]> {
  const someone = db
    .select({ one: sql`1` })
    .from(admissions)
    .where(eq(admissions.meetingId, meetings.id))
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
    select distinct m.room_name
    from admissions a join meetings m on m.id = a.meeting_id
    where a.revoked_at > ${since.toISOString()} and ${ofPerson(sql, personId)}`
  return rows.map(row => row.room_name)
}
