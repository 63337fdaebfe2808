import { Worker } from 'node:worker_threads'
import { Turns, type Turn } from '../lib/turns.ts'
import type { StrengthQuestion } from './strength-worker.ts'

/** usually done in a fraction of a second; the limit is for an overloaded machine */
const timeoutMs = 20_000
/** the worker ends after this pause, because its word lists take 70 MB */
const idleMs = 60_000

const turns = new Turns({ atOnce: 1, mostWaiting: 200 })
let worker: Worker | null = null
let idle: NodeJS.Timeout | undefined

/**
 * The number of guesses a password takes, as a power of ten, for somebody who knows lists of common
 * passwords, words and names, and `words`, the most likely first. Looks at the first 64 characters
 * only. Runs in a thread of its own, because some take 100 ms.
 */
export function guessesLog10(turn: Turn, question: StrengthQuestion): Promise<number> {
  return turns.take(turn, async () => {
    clearTimeout(idle)
    const thread = (worker ??= new Worker(new URL('./strength-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: 256 },
    }))
    const answer = Promise.withResolvers<number>()
    const fail = (why: unknown) =>
      answer.reject(new Error('The strength of a password is not known', { cause: why }))
    const timer = setTimeout(() => fail(`no answer within ${timeoutMs} ms`), timeoutMs)
    // an idle worker must not keep the process alive
    thread.ref()
    thread.once('message', answer.resolve).once('error', fail).once('exit', fail)
    thread.postMessage(question)
    try {
      return await answer.promise
    } catch (error) {
      end()
      throw error
    } finally {
      clearTimeout(timer)
      thread.off('message', answer.resolve).off('error', fail).off('exit', fail).unref()
      idle = setTimeout(end, idleMs).unref()
    }
  })
}

function end(): void {
  void worker?.terminate()
  worker = null
}
