import { sql } from 'drizzle-orm'
import { bigserial, check, index, pgTable, text } from 'drizzle-orm/pg-core'
import { idColumn, instant } from '../lib/tables.ts'
import { attendees, meetings } from '../meetings/tables.ts'

/** Append-only; the latest of an attendee counts. Each keeps time, actor and source. */
export const replies = pgTable(
  'replies',
  {
    seq: bigserial('seq', { mode: 'number' }).primaryKey(),
    meetingId: idColumn('meeting_id', 'meeting')
      .notNull()
      .references(() => meetings.id),
    attendeeId: idColumn('attendee_id', 'attendee')
      .notNull()
      .references(() => attendees.id),
    kind: text('kind', { enum: ['accepted', 'declined'] }).notNull(),
    mode: text('mode', { enum: ['onSite', 'video', 'phone'] }),
    deputyId: idColumn('deputy_id', 'attendee').references(() => attendees.id),
    at: instant('at').notNull(),
    /** null: by the personal link, not signed in */
    byId: idColumn('by_id', 'person'),
    source: text('source', { enum: ['link', 'signedIn', 'onBehalf'] }).notNull(),
  },
  t => [
    index('replies_meeting').on(t.meetingId, t.seq),
    index('replies_attendee').on(t.attendeeId, t.seq),
    check('replies_mode', sql`(${t.kind} = 'accepted') = (${t.mode} is not null)`),
    check('replies_deputy', sql`${t.deputyId} is null or ${t.kind} = 'declined'`),
  ],
)
