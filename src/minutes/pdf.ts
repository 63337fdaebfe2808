import { Worker } from 'node:worker_threads'
import type { Lang } from '../lib/time.ts'
import { Turns, type Turn } from '../lib/turns.ts'
import type { Minutes } from './contract.ts'
import type { PdfAnswer, PdfJob } from './pdf-worker.ts'

export type PdfStandard = PdfJob['standard']

/** a meeting of sixty takes well under a second even cold; the limit is for an overloaded machine */
const timeoutMs = 30_000
/** the compiler keeps pages it has seen; a fresh one now and then keeps its memory flat */
const jobsPerWorker = 200

/** the page of the minutes offers four files */
const turns = new Turns({ atOnce: 1, mostWaiting: 200, mostEach: 5 })

type Running = {
  id: number
  resolve: (pdf: Uint8Array) => void
  reject: (error: Error) => void
  timer: NodeJS.Timeout
}
let worker: { thread: Worker; jobsLeft: number } | null = null
let running: Running | null = null
let lastId = 0

/**
 * The minutes as a tagged PDF: `a-3a` with the record attached as JSON, for the archive; `ua-1` for reading. The same
 * record gives the same bytes. One is printed after the other, in fair turns; without a turn the caller is somebody of its own.
 * Rejects when the renderer fails or takes longer than 30 s; the next call gets a fresh one.
 */
export function renderMinutes(
  minutes: Minutes,
  { lang, standard, turn }: { lang: Lang; standard: PdfStandard; turn?: Turn },
): Promise<Uint8Array> {
  const id = ++lastId
  const nobodys = { isKnown: false, group: `print ${id}`, lane: `print ${id}` }
  return turns.take(turn ?? nobodys, () => render({ id, minutes, lang, standard }))
}

/** Ends the worker thread and what it prints; a later call starts a new one. */
export async function stopMinutesRenderer(): Promise<void> {
  const thread = worker?.thread
  worker = null
  settle()?.reject(new Error('The renderer of the minutes was stopped'))
  await thread?.terminate()
}

function render(job: PdfJob): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
  const { thread } = (worker ??= start())
  worker.jobsLeft -= 1
  const timer = setTimeout(
    () => fail(thread, new Error(`The minutes were not rendered within ${timeoutMs} ms`)),
    timeoutMs,
  )
  running = { id: job.id, resolve, reject, timer }
  // only a running job keeps the process alive
  thread.ref()
  thread.postMessage(job)
  return promise
}

function start(): { thread: Worker; jobsLeft: number } {
  const thread = new Worker(new URL('./pdf-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  })
  thread.on('message', (answer: PdfAnswer) => {
    if (answer.id !== running?.id) return
    if (worker?.thread === thread && worker.jobsLeft <= 0) retire(thread)
    const done = settle()
    if ('pdf' in answer) done?.resolve(answer.pdf)
    else done?.reject(new Error(`The minutes could not be rendered: ${answer.error}`))
    thread.unref()
  })
  thread.on('error', error =>
    fail(thread, error instanceof Error ? error : new Error(String(error))),
  )
  thread.on('exit', code =>
    fail(thread, new Error(`The renderer of the minutes ended with ${code}`)),
  )
  return { thread, jobsLeft: jobsPerWorker }
}

/** A thread that died or hangs takes its job with it, and nothing else. */
function fail(thread: Worker, error: Error): void {
  if (worker?.thread !== thread) return
  retire(thread)
  settle()?.reject(error)
}

function retire(thread: Worker): void {
  worker = null
  void thread.terminate()
}

function settle(): Running | null {
  const done = running
  running = null
  if (done) clearTimeout(done.timer)
  return done
}
