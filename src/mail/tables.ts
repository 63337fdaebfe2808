import {
  bigserial,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { bytes, idColumn, instant } from '../lib/tables.ts'
import type { MailState, Occasion } from './contract.ts'
import { ofStaff, people } from '../roster/tables.ts'

/**
 * The outbox: written in the causing transaction, sent by a worker at least once with the same
 * message id.
 */
export const mails = pgTable(
  'mails',
  {
    id: idColumn('id', 'mail').primaryKey(),
    /** the order in which mails were written */
    seq: bigserial('seq', { mode: 'number' }).notNull(),
    staffId: ofStaff(),
    /** the meeting and the recipient's row in it; both null for a mail about none */
    meetingId: idColumn('meeting_id', 'meeting'),
    attendeeId: idColumn('attendee_id', 'attendee'),
    personId: idColumn('person_id', 'person')
      .notNull()
      .references(() => people.id),
    kind: text('kind').$type<Occasion['kind'] | 'enrolment'>().notNull(),
    /** the calendar entry that the meeting shares with others of its series; null: its own */
    calendarEntry: text('calendar_entry'),
    /**
     * the row whose mail tells the news of this one, too; null: a mail of its own. Only the named row,
     * which names itself, has content
     */
    letterId: idColumn('letter_id', 'mail'),
    toName: text('to_name').notNull(),
    toAddress: text('to_address').notNull(),
    subject: text('subject').notNull(),
    text: text('text').notNull(),
    html: text('html').notNull(),
    /** sent with the headers that mail programs show as *wichtig* */
    isUrgent: boolean('is_urgent').notNull().default(false),
    calendarMethod: text('calendar_method', { enum: ['REQUEST', 'CANCEL'] }),
    calendar: text('calendar'),
    /** the reason of a mail about a meeting; its content is made from it when it is sent */
    occasion: jsonb('occasion').$type<Occasion>(),
    /**
     * unsent: no mail server is configured, so it can only be read in the product. withdrawn: never
     * sent, because the recipient left the staff before (or, for the mail about that, came back).
     * superseded: never sent, because a later mail replaced it, or its news was not true any more
     */
    state: text('state').$type<MailState>().notNull(),
    attempts: integer('attempts').notNull().default(0),
    problem: text('problem'),
    /** the job that sends it, or was the last to try; null: none has */
    jobId: text('job_id'),
    /**
     * an attempt gave it to the mail server, or may have, and was not refused for good; so the person
     * may know its news whatever its state is
     */
    mayHaveArrived: boolean('may_have_arrived').notNull().default(false),
    createdAt: instant('created_at').notNull(),
    sentAt: instant('sent_at'),
  },
  t => [
    index('mails_staff').on(t.staffId, t.createdAt),
    index('mails_meeting').on(t.meetingId, t.personId),
    index('mails_person').on(t.personId),
    index('mails_letter').on(t.letterId),
  ],
)

/** Hashed secret of a personal calendar feed; renewing it replaces the row. */
export const feeds = pgTable(
  'feeds',
  {
    personId: idColumn('person_id', 'person')
      .primaryKey()
      .references(() => people.id),
    tokenHash: bytes('token_hash').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  t => [uniqueIndex('feeds_token').on(t.tokenHash)],
)
