import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  check,
  index,
  integer,
  pgTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import type { Id } from '../lib/ids.ts'
import { formerColumn, idColumn, instant } from '../lib/tables.ts'
import { ofMeeting } from '../meetings/tables.ts'
import { members, ofStaff } from '../roster/tables.ts'
import type { EntryKind } from './contract.ts'

/** Decisions, orders, log entries and technical faults of a meeting, each kind numbered from 1. */
export const entries = pgTable(
  'entries',
  {
    id: idColumn('id', 'entry').primaryKey(),
    staffId: ofStaff(),
    meetingId: ofMeeting(),
    kind: text('kind').$type<EntryKind>().notNull(),
    number: integer('number').notNull(),
    text: text('text').notNull(),
    reason: text('reason').notNull().default(''),
    /** when it happened; `enteredAt` is when it was written down */
    at: instant('at').notNull(),
    enteredAt: instant('entered_at').notNull(),
    byId: idColumn('by_id', 'person').notNull(),
    /** orders: the responsible member, or the name of somebody else */
    responsibleId: idColumn('responsible_id', 'member').references(() => members.id),
    responsibleText: text('responsible_text').notNull().default(''),
    dueAt: instant('due_at'),
    /** when an order was carried out or a fault was over */
    doneAt: instant('done_at'),
    doneById: idColumn('done_by_id', 'person'),
    /**
     * entries retracted before the minutes are released stay stored and are shown struck through
     */
    retractedAt: instant('retracted_at'),
    /** the entry that stands in place of one taken back */
    replacedById: idColumn('replaced_by_id', 'entry').references((): AnyPgColumn => entries.id),
    /** the wordings before corrections; `byId`: who corrected it at `until` */
    former: formerColumn<{ text: string; reason: string; byId: Id<'person'> }>(),
  },
  t => [
    uniqueIndex('entries_number').on(t.meetingId, t.kind, t.number),
    index('entries_open_orders')
      .on(t.staffId, t.dueAt)
      .where(sql`kind = 'order' and done_at is null and retracted_at is null`),
    index('entries_responsible').on(t.responsibleId),
    check(
      'entries_order_fields',
      sql`${t.kind} = 'order' or (${t.responsibleId} is null and ${t.dueAt} is null and (${t.doneAt} is null or ${t.kind} = 'fault'))`,
    ),
  ],
)
