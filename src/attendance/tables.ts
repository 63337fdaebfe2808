import { bigserial, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { idColumn, instant } from '../lib/tables.ts'
import { attendees, meetings } from '../meetings/tables.ts'

/** Facts about who was there, append-only. `id` is the sender's own (the webhook's event id), so a repeat changes nothing. */
export const signals = pgTable(
  'signals',
  {
    seq: bigserial('seq', { mode: 'number' }).primaryKey(),
    id: text('id').notNull(),
    meetingId: idColumn('meeting_id', 'meeting')
      .notNull()
      .references(() => meetings.id),
    attendeeId: idColumn('attendee_id', 'attendee')
      .notNull()
      .references(() => attendees.id),
    mode: text('mode', { enum: ['onSite', 'video', 'phone'] }).notNull(),
    stay: text('stay').notNull(),
    edge: text('edge', { enum: ['in', 'out', 'aborted'] }).notNull(),
    at: instant('at').notNull(),
    receivedAt: instant('received_at').notNull(),
    uncertaintyMs: integer('uncertainty_ms').notNull().default(0),
    source: text('source', { enum: ['mediaServer', 'desk', 'self'] }).notNull(),
    /** who checked the person in or out */
    byId: idColumn('by_id', 'person'),
  },
  t => [uniqueIndex('signals_id').on(t.id), index('signals_meeting').on(t.meetingId, t.seq)],
)
