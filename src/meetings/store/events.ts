import { asc } from 'drizzle-orm'
import type { Db } from '../../lib/db.ts'
import type { MeetingId, PersonId } from '../../lib/ids.ts'
import { isAmong } from '../../lib/many.ts'
import { meetingEvents } from '../tables.ts'

export async function recordEvent(
  tx: Db,
  event: {
    meetingId: MeetingId
    kind: (typeof meetingEvents.$inferInsert)['kind']
    at: Date
    byId: PersonId | null
    details?: Record<string, string | null>
  },
): Promise<void> {
  await tx.insert(meetingEvents).values({ ...event, details: event.details ?? {} })
}

export async function eventsOf(db: Db, meetingIds: MeetingId[]) {
  if (meetingIds.length === 0) return []
  return db
    .select()
    .from(meetingEvents)
    .where(isAmong(meetingEvents.meetingId, meetingIds))
    .orderBy(asc(meetingEvents.seq))
}
