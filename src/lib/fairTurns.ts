import { DomainError } from './errors.ts'

export type Turn = {
  /** who asks; by identity, so a fresh object or symbol is somebody else each time */
  asker: unknown
  /** work under the same key is done once for everybody who asks while it waits or runs */
  key?: string
  /** before everything that is not */
  isUrgent?: boolean
}

export type Turns = {
  /** Does the work when its turn comes; throws tooManyAttempts when this person already waits for `waitingEach` others. */
  take<T>(turn: Turn, work: () => Promise<T>): Promise<T>
}

type Job = {
  askers: Set<unknown>
  key: string | undefined
  isUrgent: boolean
  result: Promise<unknown>
  begin: () => Promise<void>
}

/**
 * Heavy work, of which `atOnce` runs at a time, shared out fairly: each person has at most one at work while others wait, and
 * next is whoever was served longest ago. So one person's many requests delay another person by one of them at most.
 */
export function fairTurns({ atOnce, waitingEach }: { atOnce: number; waitingEach: number }): Turns {
  const waiting: Job[] = []
  const running = new Set<Job>()
  /** askers by the number of their latest turn; forgotten whenever there is nothing left to do */
  const servedAt = new Map<unknown, number>()
  let turnNumber = 0

  function lastServed(asker: unknown): number {
    return servedAt.get(asker) ?? 0
  }

  /** When the job's most patient asker was last served; Infinity while each has something at work. */
  function patience(job: Job): number {
    const idle = [...job.askers].filter(asker => ![...running].some(r => r.askers.has(asker)))
    return Math.min(Infinity, ...idle.map(lastServed))
  }

  function next(): void {
    while (running.size < atOnce && waiting.length > 0) {
      const urgent = waiting.filter(job => job.isUrgent && patience(job) < Infinity)
      const [first, ...others] = urgent.length > 0 ? urgent : waiting
      const job = others.reduce((a, b) => (patience(b) < patience(a) ? b : a), first!) // not empty
      if (patience(job) === Infinity) return
      waiting.splice(waiting.indexOf(job), 1)
      running.add(job)
      turnNumber++
      for (const asker of job.askers) servedAt.set(asker, turnNumber)
      void job.begin().then(() => {
        running.delete(job)
        if (running.size === 0 && waiting.length === 0) servedAt.clear()
        next()
      })
    }
  }

  return {
    take<T>({ asker, key, isUrgent = false }: Turn, work: () => Promise<T>): Promise<T> {
      const same =
        key === undefined ? undefined : [...running, ...waiting].find(job => job.key === key)
      if (same) {
        same.askers.add(asker)
        same.isUrgent ||= isUrgent
        return same.result as Promise<T> // a key stands for one kind of work
      }
      const mine = waiting.filter(job => job.isUrgent === isUrgent && job.askers.has(asker))
      if (mine.length >= waitingEach) {
        return Promise.reject(
          new DomainError('tooManyAttempts', 'Your earlier requests are still at work'),
        )
      }
      const { promise: result, resolve, reject } = Promise.withResolvers<T>()
      waiting.push({
        askers: new Set([asker]),
        key,
        isUrgent,
        result,
        begin: async () => {
          try {
            resolve(await work())
          } catch (error) {
            reject(error)
          }
        },
      })
      next()
      return result
    },
  }
}
