import type { ChildProcess } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import type { Log } from './log.ts'

/** `gone` resolves with how the process ended, and never rejects. */
export type Running = { child: ChildProcess; gone: Promise<string> }

export type Supervision<R extends Running> = {
  /** the name in messages, e.g. "PostgreSQL" */
  name: string
  /** resolves once the process is ready */
  start: () => Promise<R>
  /** ends the process and resolves once it is gone; does nothing when it is gone already */
  end: (running: R) => Promise<void>
  log: Log
  /** the process died and could not be started again at once; called once for each reason */
  onLost?: (reason: Error) => void
  onRestart?: () => void
}

export type Supervised<R extends Running> = { current: () => R; stop: () => Promise<void> }

/** A process that ran this long is started again at once, others after a growing pause. */
const steadyMs = 60_000
/** The pause for a process that cannot even start is longer, because nobody can use it anyway. */
const longestPauseMs = { afterDeath: 1_000, afterFailure: 5_000 }

/**
 * States: starting → running → (dead → starting)* → ended. An unexpected death leads back to
 * starting, as often as needed: a full disk may be emptied, and nobody should have to start the
 * product again. `stop` leads to ended from every state. The first start throws when it fails.
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
      // ends a start that was under way when `stop` was called
      await restart
      await end(current)
    },
  }
}
