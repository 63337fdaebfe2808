import { and, eq, exists, inArray, notInArray, sql } from 'drizzle-orm'
import type { Db } from '../../lib/db.ts'
import type { MeetingId, PersonId, StaffId } from '../../lib/ids.ts'
import { attendees, meetings } from '../../meetings/tables.ts'
import { members } from '../tables.ts'

/**
 * Ends a person's personal links to meetings that are not over, in one staff or in all; gives these meetings. The next
 * mail carries a new one.
 */
export async function endLinks(
  tx: Db,
  { personId, staffId }: { personId: PersonId; staffId?: StaffId },
): Promise<MeetingId[]> {
  const own = tx
    .select({ id: members.id })
    .from(members)
    .where(and(eq(members.personId, personId), staffId ? eq(members.staffId, staffId) : undefined))
  const goingOn = tx
    .select({ one: sql`1` })
    .from(meetings)
    .where(
      and(
        eq(meetings.id, attendees.meetingId),
        notInArray(meetings.state, ['closed', 'cancelled']),
      ),
    )
  const rows = await tx
    .update(attendees)
    .set({ linkGeneration: sql`${attendees.linkGeneration} + 1` })
    .where(and(inArray(attendees.memberId, own), exists(goingOn)))
    .returning({ meetingId: attendees.meetingId })
  return rows.map(row => row.meetingId)
}
