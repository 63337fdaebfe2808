import { desc, eq, lt } from 'drizzle-orm'
import { asOf } from '../../lib/asOf.ts'
import type { Db } from '../../lib/db.ts'
import type { MeetingId } from '../../lib/ids.ts'
import { displayName } from '../../roster/rules.ts'
import { attendees, meetings } from '../../meetings/tables.ts'
import { members, people } from '../../roster/tables.ts'
import { strayConnections } from '../tables.ts'

/** False when the same was stored since then. */
export async function noteStray(
  tx: Db,
  stray: typeof strayConnections.$inferInsert,
  since: Date,
): Promise<boolean> {
  const rows = await tx
    .insert(strayConnections)
    .values(stray)
    .onConflictDoUpdate({
      target: [strayConnections.meetingId, strayConnections.identity],
      set: { at: stray.at },
      setWhere: lt(strayConnections.at, since),
    })
    .returning({ identity: strayConnections.identity })
  return rows.length > 0
}

/**
 * The last connection without admission that was removed, with the name of the person whose ticket
 * it used, if it was one of ours.
 */
export async function latestStray(
  db: Db,
  meetingId: MeetingId,
): Promise<{ at: Date; name: string | null } | null> {
  const [row] = await db
    .select({
      at: strayConnections.at,
      person: { title: people.title, name: people.name, former: people.former },
      closedAt: meetings.closedAt,
    })
    .from(strayConnections)
    .innerJoin(meetings, eq(meetings.id, strayConnections.meetingId))
    .leftJoin(attendees, eq(attendees.id, strayConnections.attendeeId))
    .leftJoin(members, eq(members.id, attendees.memberId))
    .leftJoin(people, eq(people.id, members.personId))
    .where(eq(strayConnections.meetingId, meetingId))
    .orderBy(desc(strayConnections.at))
    .limit(1)
  if (!row) return null
  const { at, person, closedAt } = row
  return { at, name: person && displayName(asOf(person, closedAt)) }
}
