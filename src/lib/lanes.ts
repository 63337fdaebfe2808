import { DomainError } from './errors.ts'

/**
 * Waiting in memory for what a transaction would otherwise wait for inside a connection, of which
 * there are few. Only this process; between processes the locks of PostgreSQL decide.
 */
export type Lane = {
  /** e.g. a staff: works after all earlier work that has it alone, and with it alone */
  alone?: string
  /**
   * e.g. a staff: works after all earlier work that has it alone, at the same time as other work
   */
  beside?: string
  /** how long to wait for either before `busy` */
  patienceMs?: number
}

const usualPatienceMs = 30_000

export class Lanes {
  /** by key, the end of the last work that has it alone, and so of all before it */
  #ends = new Map<string, Promise<unknown>>()

  async take<T>(
    { alone, beside, patienceMs = usualPatienceMs }: Lane,
    work: () => Promise<T>,
  ): Promise<T> {
    if (beside !== undefined) await inTime(this.#ends.get(beside), patienceMs)
    if (alone === undefined) return work()
    const before = this.#ends.get(alone)
    const own = Promise.withResolvers<void>()
    // whoever gives up must not let later ones overtake those still before them
    const end = Promise.all([before, own.promise])
    this.#ends.set(alone, end)
    void end.then(() => this.#ends.get(alone) === end && this.#ends.delete(alone))
    try {
      await inTime(before, patienceMs)
      return await work()
    } finally {
      own.resolve()
    }
  }
}

async function inTime(before: Promise<unknown> | undefined, patienceMs: number): Promise<void> {
  if (!before) return
  const late = Promise.withResolvers<never>()
  const timer =
    patienceMs === Infinity ? undefined : setTimeout(() => late.reject(busy()), patienceMs)
  try {
    await Promise.race([before, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

/** Others work on the same at this moment. */
export const busy = () =>
  new DomainError('busy', 'Others change the same at this moment; try again shortly', {
    details: { retryAfterS: 2 },
  })
