import { createHash } from 'node:crypto'
import type { TestApp } from './app.ts'

/** Answers kept under an Idempotency-Key, and how often somebody tried, change with a refusal; that is what they are for. */
const ofRefusals = ['idempotency_keys', 'attempts']

/** Changes with any row of any table; the outbox and the trail included, the job queue by its waiting jobs. */
export async function fingerprintOf({ deps }: TestApp): Promise<string> {
  const { sql } = deps.database
  const tables = await sql<
    { name: string }[]
  >`select tablename as name from pg_tables where schemaname = 'public' order by 1`
  const hash = createHash('sha256')
  for (const { name } of tables.filter(table => !ofRefusals.includes(table.name))) {
    const [row] = await sql.unsafe(
      `select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as hash from "${name}" t`,
    )
    hash.update(`${name} ${String(row?.['hash'])}\n`)
  }
  const [jobs] = await sql`select count(*)::int as count from jobs.job where name = 'send-mail'`
  return hash.update(String(jobs?.['count'])).digest('hex')
}
