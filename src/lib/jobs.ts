import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { fromDrizzle, PgBoss, type Job } from 'pg-boss'
import type { DatabaseAddress, Db } from './db.ts'

const jobNames = ['send-mail', 'follow-roster', 'tidy'] as const
export type JobName = (typeof jobNames)[number]
/** A handler throws it to be run again later without an error in the log. */
export class TryLater extends Error {
  override readonly name = 'TryLater'
}

/**
 * `beside` is one and the same for all jobs that are begun together, and empty before. `jobId` is
 * the same when the job runs again.
 */
type Handler = (
  payload: Record<string, string>,
  beside: Map<string, Promise<unknown>>,
  jobId: string,
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
  /**
   * Ends working; running jobs have five seconds to finish. Another process runs the others again.
   */
  close(): Promise<void>
}

/**
 * A handler that throws runs again: soon at first, then at least once a minute, for more than a
 * day. It must check itself whether its work is still needed. Jobs of a process that died start
 * again in another one within one and a half minutes. A handler may wait for others: all that run
 * together are handed to a mail server, and waited for, within the hour.
 */
const patience = {
  retryLimit: 3_000,
  retryDelay: 4,
  retryBackoff: true,
  retryDelayMax: 40,
  heartbeatSeconds: 30,
  expireInSeconds: 3_600,
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
    // for a queue that an earlier release made
    await boss.updateQueue(name, patience)
  }
  const workers: Worker[] = []
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
      workers.push(startWorker(boss, name, { handler, onError }))
      if (cron) await boss.schedule(name, cron)
    },
    async close() {
      await Promise.all(workers.map(worker => worker.close()))
      await boss.stop({ graceful: true, timeout: 5_000 })
    },
  }
}

const lookAgainMs = 500
const sayAliveMs = 10_000
const graceMs = 5_000
/** one look takes all mails of an invitation */
const takenAtOnce = 50
const mostRunning = 100

type Worker = { close(): Promise<void> }

/**
 * Runs the jobs of one queue. Each is settled on its own, unlike in a worker of pg-boss, where a
 * job that waits long holds back all that were taken with it and all later ones.
 */
function startWorker(
  boss: PgBoss,
  name: JobName,
  { handler, onError }: { handler: Handler; onError: (error: unknown) => void },
): Worker {
  type Taken = Job<Record<string, string> | null>
  const running = new Map<Taken, Promise<void>>()
  const ending = new AbortController()
  const run = async (job: Taken, beside: Map<string, Promise<unknown>>) => {
    const failure = await handler(job.data ?? {}, beside, job.id).then(
      () => null,
      (error: unknown) => ({ error }),
    )
    // a job that outlived the grace was given back
    if (!running.has(job)) return
    if (failure && !(failure.error instanceof TryLater)) onError(failure.error)
    // when this fails, too, the job is run again, as after the death of a process
    await (failure ? boss.fail(name, job) : boss.complete(name, job)).catch(onError)
    running.delete(job)
  }
  const look = async (): Promise<number> => {
    const batchSize = Math.min(takenAtOnce, mostRunning - running.size)
    if (batchSize === 0) return 0
    const jobs = await boss.fetch<Taken['data']>(name, { batchSize })
    const beside = new Map<string, Promise<unknown>>()
    for (const job of jobs) running.set(job, run(job, beside))
    return jobs.length
  }
  const { signal } = ending
  const looking = (async () => {
    while (!signal.aborted) {
      const taken = await look().catch(onError)
      if (taken !== takenAtOnce) await delay(lookAgainMs, undefined, { signal }).catch(() => {})
    }
  })()
  const alive = setInterval(() => {
    if (running.size > 0) boss.touch(name, [...running.keys()]).catch(onError)
  }, sayAliveMs)
  return {
    async close() {
      ending.abort()
      await looking
      await Promise.race([Promise.all(running.values()), delay(graceMs, undefined, { ref: false })])
      clearInterval(alive)
      const left = [...running.keys()]
      running.clear()
      if (left.length > 0) await boss.fail(name, left).catch(onError)
    },
  }
}
