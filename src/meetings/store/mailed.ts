import { and, arrayOverlaps, asc, eq, gt, isNotNull, isNull, ne, sql } from 'drizzle-orm'
import type { Db } from '../../lib/db.ts'
import type { AttendeeId, PersonId } from '../../lib/ids.ts'
import { isAmong } from '../../lib/many.ts'
import { attendees, meetings } from '../tables.ts'
import { rolesTakingPart } from '../../roster/rules/roster.ts'
import { members, staffs } from '../../roster/tables.ts'

/** Stores the meetings' present SEQUENCE as mailed to these people. */
export async function markMailed(tx: Db, attendeeIds: AttendeeId[]): Promise<void> {
  if (attendeeIds.length > 0)
    await tx
      .update(attendees)
      .set({ mailedSequence: sql`${meetings.sequence}` })
      .from(meetings)
      .where(and(eq(meetings.id, attendees.meetingId), isAmong(attendees.id, attendeeIds)))
}

/**
 * Meetings a person was mailed about, beginning after `since`, in staffs where their roles take
 * part in meetings; in order of time.
 */
export async function meetingsOfFeed(
  db: Db,
  { personId, since }: { personId: PersonId; since: Date },
) {
  return db
    .select({
      meeting: meetings,
      staff: { zone: staffs.zone },
      attendeeId: attendees.id,
    })
    .from(attendees)
    .innerJoin(members, eq(members.id, attendees.memberId))
    .innerJoin(meetings, eq(meetings.id, attendees.meetingId))
    .innerJoin(staffs, eq(staffs.id, meetings.staffId))
    .where(
      and(
        eq(members.personId, personId),
        isNull(members.leftAt),
        arrayOverlaps(members.roles, [...rolesTakingPart]),
        gt(meetings.startsAt, since),
        ne(meetings.state, 'planned'),
        isNotNull(attendees.mailedSequence),
        isNull(attendees.endedAt),
      ),
    )
    .orderBy(asc(meetings.startsAt))
    .limit(500)
}
