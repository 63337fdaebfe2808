import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { PgTransaction } from 'drizzle-orm/pg-core'
import {
  drizzle,
  type PostgresJsDatabase,
  type PostgresJsQueryResultHKT,
} from 'drizzle-orm/postgres-js'
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'
import { hasCode } from './errors.ts'
import { type Lane, Lanes } from './lanes.ts'

/** A connection pool or an open transaction; stores accept both. */
export type Db =
  | PostgresJsDatabase
  | PgTransaction<PostgresJsQueryResultHKT, Record<string, never>, Record<string, never>>

export type Database = {
  db: PostgresJsDatabase
  sql: postgres.Sql
  /**
   * Runs `work` in one transaction; its return value comes after the commit. When transactions wait
   * for each other in a circle, PostgreSQL ends one of them, and its work runs again; so `work` may
   * write only through `tx`. With a `lane` it waits for its turn before it takes a connection.
   */
  transaction<T>(work: (tx: Db) => Promise<T>, lane?: Lane): Promise<T>
  close(): Promise<void>
}

/** Where PostgreSQL is: a URL, or host (a socket folder), database and user of the embedded one. */
export type DatabaseAddress =
  | { url: string }
  | { host: string; port: number; database: string; user: string; password?: string }

const migrationsFolder = fileURLToPath(new URL('../../drizzle', import.meta.url))
const migrationLock = 7_203_511
/**
 * Length of the pipeline of one connection. With the driver's default of 100, quick statements wait
 * behind slow ones under load.
 */
export const maxPipeline = 3

/**
 * Single statements share connections, up to three on one at a time. Transactions have connections
 * of their own, because the driver gives a transaction only an idle connection, and fails one that
 * would be the last in a full pipeline.
 *
 * pg-boss brings node-postgres along, so a single `pg.Pool` for everything was tried. Joins per
 * second as a share of raw Hono + postgres.js (`join-rate --quick`, 29 November 2026, on a machine
 * with other work): 0.66 and 0.60 as it is here; 0.39 with a plain pool of 20; 0.61 with the same
 * pool when every statement has a name, so that it is prepared. So the plain pool is a third
 * slower. The one with names is no faster and needs as much code: the names, and a template for
 * statements outside the query builder.
 */
export function connect(address: DatabaseAddress, { maxConnections = 10 } = {}): Database {
  const pool = (more: { max_pipeline?: number } = {}) => {
    const options: postgres.Options<Record<string, never>> = {
      max: maxConnections,
      connect_timeout: 5,
      idle_timeout: 60,
      // fetch_types sends an unhandled query on connect (postgres.js 3.4.9); its rejection would
      // crash this process
      fetch_types: false,
      // by default each failed connect lengthens the pause of all, up to 20 s after the server is
      // back
      backoff: () => 0.1 + Math.random() * 0.2,
      onnotice: () => {},
      connection: {
        application_name: 'lagerunde',
        statement_timeout: 15_000,
        lock_timeout: 10_000,
      },
      ...more,
    }
    return 'url' in address ? postgres(address.url, options) : postgres({ ...options, ...address })
  }
  const sql = pool({ max_pipeline: maxPipeline })
  const transactions = pool()
  const inTransactions = drizzle(preparing(transactions))
  const lanes = new Lanes()
  return {
    db: drizzle(preparing(sql)),
    sql,
    transaction: (work, lane = {}) =>
      lanes.take(lane, () => repeated(() => inTransactions.transaction(work))),
    close: async () =>
      void (await Promise.all([sql, transactions].map(each => each.end({ timeout: 5 })))),
  }
}

const mostRepeats = 3
const repeatAfterMs = 50

/**
 * Runs the work again after a deadlock (40P01) or a failed serialization (40001), a moment later,
 * so that the other transaction gets the rows that are free now.
 */
async function repeated<T>(work: () => Promise<T>): Promise<T> {
  for (let repeats = 0; ; repeats++) {
    try {
      return await work()
    } catch (error) {
      if (repeats === mostRepeats || !hasCode(error, '40P01', '40001')) throw error
      await setTimeout((1 + Math.random()) * repeatAfterMs * (1 + repeats))
    }
  }
}

/**
 * Makes drizzle's `sql.unsafe()` use prepared statements, which take one round trip instead of two.
 * Each connection prepares a statement once, and there are few different texts, so a connection
 * keeps little. A statement that every request needs uses `Database.sql` directly, because building
 * its text would take longer than running it.
 */
function preparing<S extends postgres.Sql>(sql: S): S {
  return new Proxy(sql, {
    get(target, name) {
      if (name === 'unsafe') {
        return (text: string, parameters?: never[], options?: object) =>
          target.unsafe(text, parameters, { ...options, prepare: true })
      }
      if (name === 'begin' || name === 'savepoint') {
        return (work: (inner: postgres.Sql) => unknown) =>
          (target as unknown as Nestable)[name](inner => work(preparing(inner)))
      }
      return Reflect.get(target, name) as unknown
    },
  })
}
type Nestable = Record<'begin' | 'savepoint', (work: (inner: postgres.Sql) => unknown) => unknown>

/**
 * Applies the missing migrations, one process at a time. Refuses a database that a newer release
 * has written.
 */
export async function migrate(address: DatabaseAddress): Promise<void> {
  const options = { max: 1, onnotice: () => {} }
  const sql =
    'url' in address ? postgres(address.url, options) : postgres({ ...options, ...address })
  try {
    await sql`select pg_advisory_lock(${migrationLock})`
    await refuseNewerSchema(sql)
    await applyMigrations(drizzle(sql), { migrationsFolder })
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/** Throws when the server is too old, or its settings could lose what it has acknowledged. */
export async function refuseUnsafeServer(sql: postgres.Sql): Promise<void> {
  const rows = await sql<{ name: string; setting: string }[]>`
    select name, setting from pg_settings
    where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'server_version_num')`
  const settings = new Map(rows.map(row => [row.name, row.setting]))
  for (const name of ['fsync', 'full_page_writes', 'synchronous_commit']) {
    if (settings.get(name) === 'off') {
      throw new Error(
        `PostgreSQL runs with ${name} = off and could lose what it has confirmed; switch it on`,
      )
    }
  }
  if (Number(settings.get('server_version_num')) < 150_000)
    throw new Error('PostgreSQL 15 or newer is needed')
}

async function refuseNewerSchema(sql: postgres.Sql): Promise<void> {
  const journal = JSON.parse(readFileSync(`${migrationsFolder}/meta/_journal.json`, 'utf8')) as {
    entries: { when: number }[]
  }
  const newest = Math.max(...journal.entries.map(entry => entry.when))
  const [table] = await sql`select to_regclass('drizzle.__drizzle_migrations') as name`
  if (!table?.name) return
  const [applied] = await sql<
    { newest: string | null }[]
  >`select max(created_at) as newest from drizzle.__drizzle_migrations`
  if (Number(applied?.newest ?? 0) > newest) {
    throw new Error(
      'The database was written by a newer release of Lagerunde; start that release or a later one',
    )
  }
}

/**
 * Whether a statement failed because another row has that value already, at any depth of the
 * error's causes.
 */
export const isUniqueViolation = (error: unknown) => hasCode(error, '23505')
