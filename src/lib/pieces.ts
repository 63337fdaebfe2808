import { setImmediate } from 'node:timers/promises'

/** Does a long calculation, and lets everything else that waits go first wherever it pauses. */
export async function inPieces<T>(work: Generator<void, T>): Promise<T> {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
    await setImmediate()
  }
}
