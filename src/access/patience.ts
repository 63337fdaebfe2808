import { sql } from 'drizzle-orm'
import type { Deps } from '../lib/context.ts'
import type { Db } from '../lib/db.ts'
import { type Patience, answersBetweenPauses, pauseEndsAtMs, wrongWindowMs } from './rules.ts'
import { keyOf, tooMany } from '../lib/limits.ts'

/**
 * Pauses after wrong passwords. Right ones are never counted, not even while they are being
 * checked.
 */
export const patience = {
  /**
   * wrong passwords for one account in a browser that has signed in to it before; strangers cannot
   * add to them
   */
  device: { name: 'password-device', free: 10, longestMs: 2 * 60_000 },
  /**
   * wrong passwords for one account from strangers of one network. Strangers of all networks
   * together are never refused, only served last; otherwise anybody could lock the person out of
   * every new browser
   */
  network: { name: 'password-here', free: 10, longestMs: 2 * 60_000 },
} as const satisfies Record<string, Patience>

/** The key that counts the wrong answers of `who`. */
export type Counted = { patience: Patience; who: string }

/** Throws tooManyAttempts during a pause, with the seconds left. Counts no attempt. */
export async function refuseInPause(deps: Deps, { patience, who }: Counted): Promise<void> {
  const [row] = await deps.database.db.execute<{ times: string[] }>(sql`
    select array_to_json(times) as times from attempts where key = ${keyOf(deps, patience, who)}`)
  const nowMs = deps.clock.now().getTime()
  const wrongAtMs = row?.times.map(time => new Date(time).getTime()) ?? []
  const waitMs = pauseEndsAtMs(wrongAtMs, patience, nowMs) - nowMs
  if (waitMs > 0) throw tooMany(waitMs)
}

/** Counts a wrong answer. */
export async function countWrong(deps: Deps, tx: Db, { patience, who }: Counted): Promise<void> {
  const nowMs = deps.clock.now().getTime()
  const at = new Date(nowMs).toISOString()
  const since = new Date(nowMs - wrongWindowMs).toISOString()
  const expires = new Date(nowMs + wrongWindowMs).toISOString()
  await tx.execute(sql`
    insert into attempts as a (key, times, expires_at)
    values (${keyOf(deps, patience, who)}, array[${at}::timestamptz], ${expires}::timestamptz)
    on conflict (key) do update set expires_at = excluded.expires_at, times = ${at}::timestamptz || case
      when ${since}::timestamptz >= all (a.times) then '{}'::timestamptz[]
      when cardinality(a.times) < ${mostKept} then a.times
      else a.times[1:${mostKept - answersBetweenPauses}] end`)
}
/**
 * Keeps only as many times as matter: at that number the pauses have long reached their maximum. It
 * drops as many as lie between two pauses, so that the next pause does not come early.
 */
const mostKept = 100
