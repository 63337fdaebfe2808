import { index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { idColumn, instant } from '../lib/tables.ts'
import { attendees, ofAttendee, ofMeeting } from '../meetings/tables.ts'

/**
 * Binds a random identity of the media server to a person and a device. Only a row of this table
 * lets somebody stay in a room.
 */
export const admissions = pgTable(
  'admissions',
  {
    identity: text('identity').primaryKey(),
    meetingId: ofMeeting(),
    /** the room it was made for; null: from before moved meetings got new rooms */
    roomName: text('room_name'),
    /** the meeting's gathering when it was made */
    gathering: integer('gathering').notNull().default(1),
    attendeeId: ofAttendee(),
    sessionId: idColumn('session_id', 'session').notNull(),
    device: text('device').notNull().default(''),
    issuedAt: instant('issued_at').notNull(),
    /** when its ticket was first used; from then on only the row decides, not the ticket's end */
    enteredAt: instant('entered_at'),
    /** when it became invalid: people who connect with it later are removed; never cleared */
    revokedAt: instant('revoked_at'),
    /** the newest connection the media server has shown under this identity; null: never used */
    sid: text('sid'),
  },
  t => [
    index('admissions_meeting').on(t.meetingId),
    index('admissions_attendee').on(t.attendeeId),
    index('admissions_room').on(t.roomName),
    index('admissions_revoked').on(t.revokedAt),
  ],
)

/**
 * Connections without admission that were removed from a room, by their ticket ('' when it was not
 * ours), with the time of the last report.
 */
export const strayConnections = pgTable(
  'stray_connections',
  {
    meetingId: ofMeeting(),
    identity: text('identity').notNull(),
    attendeeId: idColumn('attendee_id', 'attendee').references(() => attendees.id),
    at: instant('at').notNull(),
  },
  t => [primaryKey({ columns: [t.meetingId, t.identity] })],
)

/** Raised hands in order; lowering a hand deletes its row. */
export const raisedHands = pgTable(
  'raised_hands',
  {
    attendeeId: idColumn('attendee_id', 'attendee')
      .primaryKey()
      .references(() => attendees.id),
    meetingId: ofMeeting(),
    raisedAt: instant('raised_at').notNull(),
  },
  t => [index('raised_hands_meeting').on(t.meetingId, t.raisedAt)],
)
