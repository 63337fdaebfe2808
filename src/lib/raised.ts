import { sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'

/** The value of a counter plus one, computed by the database, for a `set`. */
export const raised = (column: AnyPgColumn) => sql<number>`${column} + 1`
