import { sql } from 'drizzle-orm'
import { fromDrizzle, PgBoss, type Job } from 'pg-boss'
import type { DatabaseAddress, Db } from './db.ts'

const jobNames = ['send-mail', 'follow-roster', 'tidy'] as const
export type JobName = (typeof jobNames)[number]
/** A handler throws it to be run again later without an error in the log. */
export class TryLater extends Error {
  override readonly name = 'TryLater'
}

/** `beside` is one and the same for all jobs that are run together, and empty before. */
type Handler = (
  payload: Record<string, string>,
  beside: Map<string, Promise<unknown>>,
) => Promise<void>

/**
 * Work that outlives a request, stored in the same database and queued in the causing transaction.
 */
export type Jobs = {
  /** Enqueues within `tx`; runs after its commit, `waitMs` later, at least once. */
  add(
    tx: Db,
    name: JobName,
    payloads: Record<string, string>[],
    options?: { waitMs: number },
  ): Promise<void>
  /** Starts working; `cron` adds regular runs with an empty payload. */
  work(name: JobName, handler: Handler, options?: { cron?: string }): Promise<void>
  /** Ends working; running jobs finish first. */
  close(): Promise<void>
}

/**
 * A handler that throws runs again: soon at first, then at least once a minute, for more than a
 * day. It must check itself whether its work is still needed. Jobs of a process that died start
 * again in another one within one and a half minutes.
 */
const patience = {
  retryLimit: 3_000,
  retryDelay: 4,
  retryBackoff: true,
  retryDelayMax: 40,
  heartbeatSeconds: 30,
  expireInSeconds: 900,
}

export async function startJobs(
  address: DatabaseAddress,
  onError: (error: unknown) => void,
): Promise<Jobs> {
  const connection = 'url' in address ? { connectionString: address.url } : address
  const boss = new PgBoss({
    ...connection,
    max: 3,
    schema: 'jobs',
    application_name: 'lagerunde-jobs',
    superviseIntervalSeconds: 30,
    monitorIntervalSeconds: 30,
  })
  boss.on('error', onError)
  await boss.start()
  for (const name of jobNames) {
    await boss.createQueue(name, patience)
  }
  return {
    async add(tx, name, payloads, { waitMs } = { waitMs: 0 }) {
      if (payloads.length === 0) return
      await boss.insert(
        name,
        payloads.map(data => (waitMs > 0 ? { data, startAfter: waitMs / 1000 } : { data })),
        { db: fromDrizzle(tx, sql) },
      )
    },
    async work(name, handler, { cron } = {}) {
      // one batch has all mails of an invitation; each that fails is tried again on its own
      const options = { pollingIntervalSeconds: 0.5, batchSize: 50, perJobResults: true } as const
      await boss.work(name, options, async (jobs: Job<Record<string, string>>[]) => {
        const beside = new Map<string, Promise<unknown>>()
        const results = await Promise.allSettled(jobs.map(job => handler(job.data ?? {}, beside)))
        const failed = results.find(
          result => result.status === 'rejected' && !(result.reason instanceof TryLater),
        )
        if (failed?.status === 'rejected') onError(failed.reason)
        return jobs.map(({ id }, i) => ({
          id,
          status: results[i]?.status === 'fulfilled' ? 'completed' : 'failed',
        }))
      })
      if (cron) await boss.schedule(name, cron)
    },
    close: () => boss.stop({ graceful: true, timeout: 5_000 }),
  }
}
