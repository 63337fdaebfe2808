import { desc, eq, lt } from 'drizzle-orm'
import type { Db } from '../../lib/db.ts'
import type { AttendeeId, MeetingId } from '../../lib/ids.ts'
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
 * The connection without admission that was taken out last, with whose ticket it used, if it was
 * one of ours.
 */
export async function latestStray(
  db: Db,
  meetingId: MeetingId,
): Promise<{ at: Date; attendeeId: AttendeeId | null } | null> {
  const [row] = await db
    .select({ at: strayConnections.at, attendeeId: strayConnections.attendeeId })
    .from(strayConnections)
    .where(eq(strayConnections.meetingId, meetingId))
    .orderBy(desc(strayConnections.at))
    .limit(1)
  return row ?? null
}
