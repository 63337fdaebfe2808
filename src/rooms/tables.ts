import { index, pgTable, text } from 'drizzle-orm/pg-core'
import { idColumn, instant } from '../lib/tables.ts'
import { attendees, meetings } from '../meetings/tables.ts'

/** Binds a random identity of the media server to a person and a device; who may be there is decided here. */
export const admissions = pgTable(
  'admissions',
  {
    identity: text('identity').primaryKey(),
    meetingId: idColumn('meeting_id', 'meeting')
      .notNull()
      .references(() => meetings.id),
    attendeeId: idColumn('attendee_id', 'attendee')
      .notNull()
      .references(() => attendees.id),
    sessionId: idColumn('session_id', 'session').notNull(),
    device: text('device').notNull().default(''),
    issuedAt: instant('issued_at').notNull(),
    revokedAt: instant('revoked_at'),
  },
  t => [index('admissions_meeting').on(t.meetingId)],
)

/** Raised hands, in order; lowering ends one. */
export const raisedHands = pgTable(
  'raised_hands',
  {
    attendeeId: idColumn('attendee_id', 'attendee')
      .primaryKey()
      .references(() => attendees.id),
    meetingId: idColumn('meeting_id', 'meeting')
      .notNull()
      .references(() => meetings.id),
    raisedAt: instant('raised_at').notNull(),
  },
  t => [index('raised_hands_meeting').on(t.meetingId, t.raisedAt)],
)
