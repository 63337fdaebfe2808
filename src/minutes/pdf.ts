import { Worker } from 'node:worker_threads'
import type { Lang } from '../lib/time.ts'
import { Turns, type Turn } from '../lib/turns.ts'
import type { Minutes } from './contract.ts'
import type { PdfAnswer, PdfJob } from './pdf-worker.ts'

export type PdfStandard = PdfJob['standard']

/**
 * minutes of sixty people take well under a second even at first; the limit is for an overloaded
 * machine
 */
const timeoutMs = 30_000
/** the compiler keeps pages in memory, so the worker is replaced after this many jobs */
const jobsPerWorker = 200

/** `mostEach`: the page of the minutes offers four files */
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
 * The minutes as a tagged PDF: `a-3a` with the record attached as JSON, for archives; `ua-1` for
 * reading. The same record gives the same bytes. Files are printed one after the other, with fair
 * turns between people; a call without a turn counts as a person of its own. Rejects when printing
 * fails or takes longer than 30 s; the next call starts a new worker.
 */
export function renderMinutes(
  minutes: Minutes,
  { lang, standard, turn }: { lang: Lang; standard: PdfStandard; turn?: Turn },
): Promise<Uint8Array> {
  const id = ++lastId
  const nobodys = { isKnown: false, group: `print ${id}`, lane: `print ${id}` }
  return turns.take(turn ?? nobodys, () => render({ id, minutes, lang, standard }))
}

/** Ends the worker thread and its job; a later call starts a new one. */
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
  // the thread keeps the process alive only while a job runs
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

/** Ends a thread that failed or hangs. Only its own job fails. */
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
