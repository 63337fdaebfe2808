import { readFileSync } from 'node:fs'

/** The longest pause of the event loop since the last question, in milliseconds. */
export type Pause = {
  /** the whole pause, as requests felt it */
  wallMs: number
  /**
   * The pause without the time in which the thread was ready to run but every core was busy. At
   * most the time that all threads of the process computed, because several of them collect
   * garbage, and each may wait for a core.
   */
  ownMs: number
}

/**
 * Watches the event loop of this thread, which must be the first of the process, to a millisecond.
 */
export function watchPauses(): () => Pause {
  let last = now()
  let longest: Pause = { wallMs: 0, ownMs: 0 }
  setInterval(() => {
    const at = now()
    const wallMs = at.ms - last.ms
    const couldRunMs = wallMs - (at.waitedMs - last.waitedMs)
    const ownMs = Math.max(0, Math.min(couldRunMs, at.computedMs - last.computedMs))
    longest = {
      wallMs: Math.max(longest.wallMs, wallMs),
      ownMs: Math.max(longest.ownMs, ownMs),
    }
    last = at
  }, 1)
  return () => {
    const { wallMs, ownMs } = longest
    longest = { wallMs: 0, ownMs: 0 }
    return { wallMs: Math.round(wallMs), ownMs: Math.round(ownMs) }
  }
}

function now() {
  const { user, system } = process.cpuUsage()
  return { ms: performance.now(), waitedMs: waitedMs(), computedMs: (user + system) / 1000 }
}

/**
 * How long the thread has waited for a core in all, as Linux counts it; 0 on systems without the
 * count.
 */
function waitedMs(): number {
  try {
    return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[1]) / 1e6
  } catch {
    return 0
  }
}
