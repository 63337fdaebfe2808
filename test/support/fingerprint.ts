import { createHash } from 'node:crypto'
import type { TestApp } from './app.ts'

/** Answers kept under an Idempotency-Key, and how often somebody tried, change with a refusal; that is what they are for. */
const ofRefusals = ['idempotency_keys', 'attempts']

/** Admissions are revoked, and connected ones noted, by the round that compares them with the media server, whoever asks meanwhile. */
const ofRounds = '{revoked_at,sid}'

/** Changes with any row of any table; the outbox and the trail included, the job queue by its waiting jobs. */
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
