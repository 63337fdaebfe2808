import { setImmediate } from 'node:timers/promises'

const pieceMs = 8

/**
 * Runs a long calculation that yields often. After some milliseconds it lets other waiting work run
 * at the next yield.
 */
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

/** Runs it without letting other work in between; for calculations known to be short. */
export function atOnce<T>(work: Generator<void, T>): T {
  let step = work.next()
  while (!step.done) step = work.next()
  return step.value
}

/** `flatMap` for thousands of values, in pieces. */
export function eachInPieces<V, R>(
  values: readonly V[],
  to: (value: V) => readonly R[],
): Promise<R[]> {
  return inPieces(
    (function* () {
      const found: R[] = []
      for (const value of values) {
        found.push(...to(value))
        yield
      }
      return found
    })(),
  )
}
