import { createHash } from 'node:crypto'
import type { TestApp } from './app.ts'

/** Tables a refusal may change: kept answers and counted attempts. */
const ofRefusals = ['idempotency_keys', 'attempts']

/**
 * Columns a regular round changes when it compares admissions with the media server, whatever
 * requests do.
 */
const ofRounds = '{revoked_at,sid}'

/**
 * A hash that changes with any row of any table, outbox and trail included, and with the number of
 * waiting mail jobs.
 */
export async function fingerprintOf({ deps }: TestApp): Promise<string> {
  const { sql } = deps.database
  const tables = await sql<
    { name: string }[]
  >`select tablename as name from pg_tables where schemaname = 'public' order by 1`
  const hash = createHash('sha256')
  for (const { name } of tables.filter(table => !ofRefusals.includes(table.name))) {
    const [row] = await sql.unsafe(
      `select md5(coalesce(string_agg(row, '|' order by row), '')) as hash
       from (select (to_jsonb(t) - '${ofRounds}'::text[])::text as row from "${name}" t) rows`,
    )
    hash.update(`${name} ${String(row?.['hash'])}\n`)
  }
  const [jobs] = await sql`select count(*)::int as count from jobs.job where name = 'send-mail'`
  return hash.update(String(jobs?.['count'])).digest('hex')
}
