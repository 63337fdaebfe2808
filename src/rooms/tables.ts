import { index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { idColumn, instant } from '../lib/tables.ts'
import { attendees, ofAttendee, ofMeeting } from '../meetings/tables.ts'

/** Binds a random identity of the media server to a person and a device. Only rows of this table let somebody stay in a room. */
export const admissions = pgTable(
  'admissions',
  {
    identity: text('identity').primaryKey(),
    meetingId: ofMeeting(),
    /** the room it was given for; null: given before rooms changed when a meeting moves */
    roomName: text('room_name'),
    /** of the meeting when it was given */
    gathering: integer('gathering').notNull().default(1),
    attendeeId: ofAttendee(),
    sessionId: idColumn('session_id', 'session').notNull(),
    device: text('device').notNull().default(''),
    issuedAt: instant('issued_at').notNull(),
    /** when it became invalid: everybody who connects with it later is removed; never cleared */
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

/** Connections without admission that were taken out of a room, by the ticket they came with ('' for none of ours): when last told. */
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

/** Raised hands, in order; lowering ends one. */
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
