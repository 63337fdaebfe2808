import { setImmediate } from 'node:timers/promises'

const pieceMs = 8

/** Does a long calculation that pauses often. At a pause everything else that waits goes first, once some milliseconds have passed. */
export async function inPieces<T>(work: Generator<void, T>): Promise<T> {
  let sinceMs = performance.now()
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
    if (performance.now() - sinceMs < pieceMs) continue
    await setImmediate()
    sinceMs = performance.now()
  }
}

/** Does it without a pause, where it is known to be short. */
export function atOnce<T>(work: Generator<void, T>): T {
  let step = work.next()
  while (!step.done) step = work.next()
  return step.value
}
