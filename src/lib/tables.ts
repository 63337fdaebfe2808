import { customType, index, jsonb, pgSequence, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import type { Former } from './asOf.ts'
import type { Id, IdKind } from './ids.ts'

/** An instant; the only time type of the database. */
export const instant = (name: string) =>
  timestamp(name, { withTimezone: true, precision: 3, mode: 'date' })

export const idColumn = <K extends IdKind>(name: string, _kind: K) => text(name).$type<Id<K>>()

/**
 * What a row was before its changes, oldest first, so that past meetings keep reading as they were;
 * `asOf` says what counts when.
 */
export const formerColumn = <T extends object>() =>
  jsonb('former').$type<Former<T>[]>().notNull().default([])

export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => 'bytea',
  toDriver: value => Buffer.from(value),
  fromDriver: value => new Uint8Array(value),
})

/** Numbers the live topics of all processes. */
export const liveSequence = pgSequence('live_seq')

/**
 * Recent attempts per key (a hash of an account or network), so that a limit holds over all
 * processes.
 */
export const attempts = pgTable(
  'attempts',
  {
    key: text('key').primaryKey(),
    /** times within the window, oldest first, never more than the limit */
    times: instant('times').array().notNull(),
    /** when the row can be deleted */
    expiresAt: instant('expires_at').notNull(),
  },
  t => [index('attempts_expiry').on(t.expiresAt)],
)
