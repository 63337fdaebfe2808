import type { ChildProcess } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import type { Log } from './log.ts'

/** `gone` resolves with how the process ended, and never rejects. */
export type Running = { child: ChildProcess; gone: Promise<string> }

export type Supervision<R extends Running> = {
  /** as messages call it, e.g. "PostgreSQL" */
  name: string
  /** resolves once the process does its work */
  start: () => Promise<R>
  /** ends the process and resolves once it is gone; harmless when it is gone already */
  end: (running: R) => Promise<void>
  log: Log
  /** the process died and could not be started again at once; said once for each reason */
  onLost?: (reason: Error) => void
  onRestart?: () => void
}

export type Supervised<R extends Running> = { current: () => R; stop: () => Promise<void> }

/** A process that ran this long is started again at once, one that did not after a growing pause. */
const steadyMs = 60_000
/** A process that cannot even start waits longer, because nobody can use it meanwhile. */
const longestPauseMs = { afterDeath: 1_000, afterFailure: 5_000 }

/**
 * States: starting → running → (dead → starting)* → ended. A death nobody asked for leads back to starting, for as long as it
 * takes: a disk that was full may be emptied, and nobody should have to come and start the product again. `stop` leads to ended
 * from everywhere. The first start throws when it fails.
 */
export async function supervise<R extends Running>(
  supervision: Supervision<R>,
): Promise<Supervised<R>> {
  const { name, start, end, log, onLost = () => {}, onRestart = () => {} } = supervision
  const stopping = new AbortController()
  const isStopping = () => stopping.signal.aborted
  let pauseMs = 0
  let startedMs = performance.now()
  let current = await start()
  let restart: Promise<void> = Promise.resolve()
  watch()

  function watch(): void {
    restart = current.gone.then(async how => {
      if (isStopping()) return
      log.warn(`${name} ended unexpectedly (${how}); starting it again.`)
      if (performance.now() - startedMs > steadyMs) pauseMs = 0
      let told = ''
      let longestMs = longestPauseMs.afterDeath
      while (!isStopping()) {
        await delay(Math.min(pauseMs, longestMs), undefined, { signal: stopping.signal }).catch(
          () => {},
        )
        if (isStopping()) return
        pauseMs = Math.min(longestPauseMs.afterFailure, pauseMs * 2 + 50)
        try {
          current = await start()
          startedMs = performance.now()
          if (told) log.warn(`${name} is back.`)
          if (isStopping()) return
          watch()
          onRestart()
          return
        } catch (error) {
          const reason = error instanceof Error ? error : new Error(String(error))
          if (reason.message !== told) {
            log.error(`${name} does not start; trying again until it does.\n${reason.message}`)
            onLost(reason)
          }
          told = reason.message
          longestMs = longestPauseMs.afterFailure
        }
      }
    })
  }

  return {
    current: () => current,
    async stop() {
      stopping.abort()
      await end(current)
      // a start that was under way when we were asked to stop ends here too
      await restart
      await end(current)
    },
  }
}
