import { and, asc, desc, eq, inArray, isNotNull } from 'drizzle-orm'
import type { Db } from '../../lib/db.ts'
import type { MeetingId, StaffId } from '../../lib/ids.ts'
import { isAmong } from '../../lib/many.ts'
import { meetingEvents, meetings } from '../tables.ts'
import type { MeetingRow } from './meetings.ts'

/**
 * Meetings of a staff that are not over and have a minute taker, locked in the order of their ids.
 */
export async function lockMinutesKept(tx: Db, staffId: StaffId): Promise<MeetingRow[]> {
  return tx
    .select()
    .from(meetings)
    .where(
      and(
        eq(meetings.staffId, staffId),
        inArray(meetings.state, ['planned', 'convened', 'open', 'paused']),
        isNotNull(meetings.minuteTakerId),
      ),
    )
    .orderBy(asc(meetings.id))
    .for('no key update')
}

/**
 * Those of these meetings whose last minute taker is gone, and nobody was named or unnamed since.
 */
export async function withoutMinuteTaker(
  db: Db,
  meetingIds: readonly MeetingId[],
): Promise<Set<MeetingId>> {
  if (meetingIds.length === 0) return new Set()
  const rows = await db
    .selectDistinctOn([meetingEvents.meetingId], {
      meetingId: meetingEvents.meetingId,
      details: meetingEvents.details,
    })
    .from(meetingEvents)
    .where(and(isAmong(meetingEvents.meetingId, meetingIds), eq(meetingEvents.kind, 'minuteTaker')))
    .orderBy(meetingEvents.meetingId, desc(meetingEvents.seq))
  return new Set(rows.flatMap(({ meetingId, details }) => (details.goneId ? meetingId : [])))
}
