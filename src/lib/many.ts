import { getTableColumns, sql, type SQL, type SQLWrapper } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Db } from './db.ts'

// Many values go to the database as one array parameter. With a parameter each, building the
// statement for thousands of them blocks the process, and each number of them is another statement
// that every connection prepares and keeps.

/** Whether the column has one of the values. */
export function isAmong(column: SQLWrapper, values: readonly string[]): SQL {
  const list = JSON.stringify(values)
  return sql`${column} = any(array(select jsonb_array_elements_text(${list}::jsonb)))`
}

const askedAtOnce = 500

/**
 * Asks about many things in batches, because parsing one very long answer would block the process.
 */
export async function askInPieces<V, R>(
  values: readonly V[],
  ask: (piece: V[]) => PromiseLike<R[]>,
): Promise<R[]> {
  const found: R[] = []
  for (let i = 0; i < values.length; i += askedAtOnce)
    found.push(...(await ask(values.slice(i, i + askedAtOnce))))
  return found
}

const insertedAtOnce = 100

/**
 * Inserts rows that all have the same columns, of types that JSON can hold (no bytes). Columns left
 * out get their defaults. `skipsKnown`: leaves rows out that would break a unique key.
 */
export async function insertMany<T extends PgTable>(
  tx: Db,
  table: T,
  rows: readonly T['$inferInsert'][],
  { skipsKnown = false } = {},
): Promise<void> {
  const [first] = rows
  if (!first) return
  const columns = getTableColumns(table)
  const names = Object.keys(first).map(key => ({ key, name: columns[key]!.name })) // its type says so
  const list = sql.join(
    names.map(({ name }) => sql.identifier(name)),
    sql`, `,
  )
  const otherwise = skipsKnown ? sql` on conflict do nothing` : sql``
  for (let i = 0; i < rows.length; i += insertedAtOnce) {
    const piece = rows.slice(i, i + insertedAtOnce) as Record<string, unknown>[]
    const values = piece.map(row =>
      Object.fromEntries(names.map(({ key, name }) => [name, row[key] ?? null])),
    )
    await tx.execute(
      sql`insert into ${table} (${list}) select ${list} from jsonb_populate_recordset(null::${table}, ${JSON.stringify(values)}::jsonb)${otherwise}`,
    )
  }
}
