import { bigserial, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { idColumn, instant } from '../lib/tables.ts'

/** Append-only trail. Persons by reference, so that erasing a person never touches a row. */
export const auditTrail = pgTable(
  'audit_trail',
  {
    seq: bigserial('seq', { mode: 'number' }).primaryKey(),
    at: instant('at').notNull(),
    staffId: idColumn('staff_id', 'staff'),
    actorId: idColumn('actor_id', 'person'),
    action: text('action').notNull(),
    subject: text('subject').notNull(),
    details: jsonb('details').$type<Record<string, unknown>>().notNull().default({}),
    requestId: text('request_id'),
  },
  t => [
    index('audit_trail_staff_at').on(t.staffId, t.at),
    index('audit_trail_subject').on(t.subject),
  ],
)
