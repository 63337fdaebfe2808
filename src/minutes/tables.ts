import { index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { bytes, idColumn, instant } from '../lib/tables.ts'
import { ofMeeting } from '../meetings/tables.ts'
import type { Minutes, MinutesEdit } from './contract.ts'

/** One version of a meeting's minutes. After the release, record, files and hash never change. */
export const minutes = pgTable(
  'minutes',
  {
    id: idColumn('id', 'minutes').primaryKey(),
    meetingId: ofMeeting(),
    version: integer('version').notNull(),
    state: text('state', { enum: ['draft', 'released'] }).notNull(),
    /** composed from stored facts; edits are kept beside it until the release */
    record: jsonb('record').$type<Minutes>().notNull(),
    edits: jsonb('edits').$type<MinutesEdit>().notNull(),
    revision: integer('revision').notNull().default(1),
    composedAt: instant('composed_at').notNull(),
    editedAt: instant('edited_at'),
    editedById: idColumn('edited_by_id', 'person'),
    releasedAt: instant('released_at'),
    releasedById: idColumn('released_by_id', 'person'),
    pdf: bytes('pdf'),
    pdfUa: bytes('pdf_ua'),
    /** lower-case hex SHA-256 of `pdf` */
    sha256: text('sha256'),
  },
  t => [
    uniqueIndex('minutes_version').on(t.meetingId, t.version),
    index('minutes_meeting').on(t.meetingId),
  ],
)
