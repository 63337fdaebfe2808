import { sql } from 'drizzle-orm'
import type { Deps } from './context.ts'
import type { Db } from './db.ts'
import { DomainError } from './errors.ts'
import { networkOf } from './address.ts'
import { pseudonym } from './secrets.ts'

/** At most `count` attempts in any stretch of `windowMs`, over all processes. */
export type Limit = { name: string; count: number; windowMs: number }

const quarterHourMs = 15 * 60_000

export const limits = {
  /**
   * counts all addresses together; an attempt counts before its code is checked, and is given back
   * when the code was right
   */
  secondFactor: { name: 'second-factor', count: 10, windowMs: quarterHourMs },
  /**
   * counts codes that do not exist; a right code works, however many wrong ones came from its
   * address
   */
  enrolmentAddress: { name: 'enrolment-address', count: 600, windowMs: quarterHourMs },
  /** for deputies behind a personal link: a name typed letter by letter makes several requests */
  deputySearch: { name: 'deputy-search', count: 60, windowMs: quarterHourMs },
  deputySearchAddress: { name: 'deputy-search-address', count: 600, windowMs: quarterHourMs },
  /**
   * counts wrong codes of the first start; the right one works, however many wrong ones came before
   */
  startCode: { name: 'start-code', count: 20, windowMs: quarterHourMs },
  enrolmentCode: { name: 'enrolment-code', count: 10, windowMs: quarterHourMs },
  /** counts the replies of one personal link, because each can write mails to several people */
  linkReply: { name: 'link-reply', count: 60, windowMs: 60 * 60_000 },
  /**
   * counts mail addresses of other people, because more attempts would find out who is known here
   */
  takenAddress: { name: 'taken-address', count: 10, windowMs: 60 * 60_000 },
  /**
   * counts people of other staffs whom somebody takes into a staff; a list with more of them is
   * taken over in parts
   */
  strangers: { name: 'strangers', count: 30, windowMs: 60 * 60_000 },
} as const satisfies Record<string, Limit>

/** Takes one attempt of `limit` for `who`, or throws tooManyAttempts with the seconds to wait. */
export async function takeAttempt(deps: Deps, limit: Limit, who: string): Promise<void> {
  const now = deps.clock.now()
  const waitMs = await rateLimit(deps.database.db, { key: keyOf(deps, limit, who), limit, now })
  if (waitMs !== null) throw tooMany(waitMs, limit)
}

/** Gives the latest attempt back after it turned out to be no guess. */
export async function returnAttempt(deps: Deps, limit: Limit, who: string): Promise<void> {
  await deps.database.db.execute(sql`
    update attempts set times = times[1:cardinality(times) - 1]
    where key = ${keyOf(deps, limit, who)} and cardinality(times) > 0`)
}

/**
 * Counts one attempt in one statement; null when it is allowed, else milliseconds until one is
 * allowed again.
 */
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

/** The key of a limit per network, because one subscriber can use every address of an IPv6 /64. */
export const placeOf = (address: string) => networkOf(address)

export function tooMany(waitMs: number, limit?: { name: string }): DomainError {
  const retryAfterS = Math.max(1, Math.ceil(waitMs / 1000))
  return new DomainError('tooManyAttempts', 'Too many attempts; wait a little', {
    details: { retryAfterS, ...(limit ? { limit: limit.name } : {}) },
  })
}

export function keyOf(deps: Deps, { name }: { name: string }, who: string): string {
  return `${name}:${pseudonym(deps.secret, 'attempts', who)}`
}
