import { sql } from 'drizzle-orm'
import type { Deps } from '../lib/context.ts'
import type { Db } from '../lib/db.ts'
import { DomainError } from '../lib/errors.ts'
import { networkOf } from '../lib/address.ts'
import { pseudonym } from '../lib/secrets.ts'

/** At most `count` attempts in any stretch of `windowMs`, whatever process they reach. */
export type Limit = { name: string; count: number; windowMs: number }

const quarterHourMs = 15 * 60_000
/** A whole county may come through one address, so that limit is wide and right passwords do not count. */
export const limits = {
  passwordHere: { name: 'password-here', count: 10, windowMs: quarterHourMs },
  password: { name: 'password', count: 50, windowMs: quarterHourMs },
  passwordAddress: { name: 'password-address', count: 100, windowMs: quarterHourMs },
  /** every check counts, the right ones too, from all addresses together */
  secondFactor: { name: 'second-factor', count: 10, windowMs: quarterHourMs },
  enrolmentAddress: { name: 'enrolment-address', count: 600, windowMs: quarterHourMs },
  /** for deputies behind a personal link: a name typed letter by letter asks several times */
  deputySearch: { name: 'deputy-search', count: 60, windowMs: quarterHourMs },
  deputySearchAddress: { name: 'deputy-search-address', count: 600, windowMs: quarterHourMs },
  /** wrong codes of the start; the right one is taken whatever was tried before */
  startCode: { name: 'start-code', count: 20, windowMs: quarterHourMs },
  enrolmentCode: { name: 'enrolment-code', count: 10, windowMs: quarterHourMs },
} as const satisfies Record<string, Limit>

/** Takes one attempt of `limit` for `who`, or throws tooManyAttempts with the seconds to wait. */
export async function takeAttempt(deps: Deps, limit: Limit, who: string): Promise<void> {
  const now = deps.clock.now()
  const waitMs = await rateLimit(deps.database.db, { key: keyOf(deps, limit, who), limit, now })
  if (waitMs === null) return
  const retryAfterS = Math.max(1, Math.ceil(waitMs / 1000))
  throw new DomainError('tooManyAttempts', 'Too many attempts; wait a little', {
    details: { retryAfterS },
  })
}

/** Gives the latest attempt back, after it turned out to be no guess. */
export async function returnAttempt(deps: Deps, limit: Limit, who: string): Promise<void> {
  await deps.database.db.execute(sql`
    update attempts set times = times[1:cardinality(times) - 1]
    where key = ${keyOf(deps, limit, who)} and cardinality(times) > 0`)
}

/** Counts one attempt in one statement; null when it is allowed, else the milliseconds until one is again. */
export async function rateLimit(
  db: Db,
  { key, limit, now }: { key: string; limit: Limit; now: Date },
): Promise<number | null> {
  const at = now.toISOString()
  const since = new Date(now.getTime() - limit.windowMs).toISOString()
  const expires = new Date(now.getTime() + limit.windowMs).toISOString()
  const late = sql`array(select t from unnest(a.times) t where t > ${since}::timestamptz order by t)`
  const taken = await db.execute(sql`
    insert into attempts as a (key, times, expires_at) values (${key}, array[${at}::timestamptz], ${expires}::timestamptz)
    on conflict (key) do update set times = ${late} || ${at}::timestamptz, expires_at = excluded.expires_at
    where cardinality(${late}) < ${limit.count}
    returning key`)
  if (taken.length > 0) return null
  const [row] = await db.execute<{ oldest: string | null }>(sql`
    select min(t) as oldest from attempts a, unnest(a.times) t where a.key = ${key} and t > ${since}::timestamptz`)
  return row?.oldest
    ? Math.max(0, new Date(row.oldest).getTime() + limit.windowMs - now.getTime())
    : 0
}

/** By this the person is counted at one place: the network, not the single address of IPv6. */
export const placeOf = (address: string) => networkOf(address)

function keyOf(deps: Deps, limit: Limit, who: string): string {
  return `${limit.name}:${pseudonym(deps.secret, 'attempts', who)}`
}
