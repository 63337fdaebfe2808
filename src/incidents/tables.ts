import { index, pgTable, text } from 'drizzle-orm/pg-core'
import { formerColumn, idColumn, instant } from '../lib/tables.ts'
import { ofStaff } from '../roster/tables.ts'

export const incidents = pgTable(
  'incidents',
  {
    id: idColumn('id', 'incident').primaryKey(),
    staffId: ofStaff(),
    title: text('title').notNull(),
    kind: text('kind', { enum: ['operation', 'exercise'] }).notNull(),
    startedAt: instant('started_at').notNull(),
    endedAt: instant('ended_at'),
    former: formerColumn<{ title: string }>(),
  },
  t => [index('incidents_staff').on(t.staffId, t.startedAt)],
)
