import { sql } from 'drizzle-orm'
import { fromDrizzle, PgBoss } from 'pg-boss'
import type { DatabaseAddress, Db } from './db.ts'

export type JobName = 'send-mail' | 'tidy'
type Handler = (payload: Record<string, string>) => Promise<void>

/** Work that outlives a request, kept in the same database and enqueued in the causing transaction. */
export type Jobs = {
  /** Enqueues within `tx`; runs after its commit, at least once. */
  add(tx: Db, name: JobName, payloads: Record<string, string>[]): Promise<void>
  /** Starts working; `cron` adds a run of its own with an empty payload. */
  work(name: JobName, handler: Handler, options?: { cron?: string }): Promise<void>
  /** Ends working; jobs under way finish first. */
  close(): Promise<void>
}

/** A handler that throws is tried again: 5 tries, from 10 s on, doubling. */
export async function startJobs(address: DatabaseAddress, onError: (error: unknown) => void): Promise<Jobs> {
  const connection = 'url' in address ? { connectionString: address.url } : address
  const boss = new PgBoss({ ...connection, max: 3, schema: 'jobs', application_name: 'lagerunde-jobs' })
  boss.on('error', onError)
  await boss.start()
  for (const name of ['send-mail', 'tidy'] as const) {
    await boss.createQueue(name, { retryLimit: 5, retryDelay: 10, retryBackoff: true, expireInSeconds: 120 })
  }
  return {
    async add(tx, name, payloads) {
      if (payloads.length === 0) return
      await boss.insert(
        name,
        payloads.map(data => ({ data })),
        { db: fromDrizzle(tx, sql) },
      )
    },
    async work(name, handler, options = {}) {
      // a whole invitation at once; what of it fails comes again, and what was done then is found done
      await boss.work<Record<string, string>>(name, { pollingIntervalSeconds: 0.5, batchSize: 50 }, async jobs => {
        const results = await Promise.allSettled(jobs.map(job => handler(job.data ?? {})))
        const failed = results.find(result => result.status === 'rejected')
        if (failed) throw failed.reason
      })
      if (options.cron) await boss.schedule(name, options.cron)
    },
    close: () => boss.stop({ graceful: true, timeout: 5_000 }),
  }
}
