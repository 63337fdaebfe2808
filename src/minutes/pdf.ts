import { createHash } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import type { Lang } from '../lib/time.ts'
import type { Minutes } from './contract.ts'
import type { PdfAnswer, PdfJob } from './pdf-worker.ts'
import { printedMinutes } from './rules/print.ts'
import { minutesJson } from './rules/release.ts'

export type PdfStandard = PdfJob['standard']

/** a meeting of sixty takes well under a second even cold; this is for a machine on its knees */
const timeoutMs = 30_000
/** the compiler keeps pages it has seen; a fresh one now and then keeps its memory flat */
const jobsPerWorker = 200

type Waiting = { job: PdfJob; resolve: (pdf: Uint8Array) => void; reject: (error: Error) => void }
let worker: { thread: Worker; jobsLeft: number } | null = null
let running: (Waiting & { timer: NodeJS.Timeout }) | null = null
let lastId = 0
const queue: Waiting[] = []

/**
 * The minutes as a tagged PDF: `a-3a` with the record attached as JSON, for the archive; `ua-1` for reading. The same
 * record gives the same bytes. Rejects when the renderer fails or takes longer than 30 s; the next call gets a fresh one.
 */
export function renderMinutes(
  minutes: Minutes,
  { lang, standard }: { lang: Lang; standard: PdfStandard },
): Promise<Uint8Array> {
  const record = minutesJson(minutes)
  const page = printedMinutes(minutes, { lang, fingerprint: sha256(record) })
  const stampS = Math.floor(Date.parse(minutes.releasedAt ?? minutes.composedAt) / 1000)
  return new Promise((resolve, reject) => {
    queue.push({
      job: { id: ++lastId, page: JSON.stringify(page), record, standard, stampS },
      resolve,
      reject,
    })
    next()
  })
}

/** Lower-case hex SHA-256 of the record, as printed in the footer; the attached JSON has the same. */
export function minutesFingerprint(minutes: Minutes): string {
  return sha256(minutesJson(minutes))
}

/** Ends the worker thread; a later call starts a new one. */
export async function stopMinutesRenderer(): Promise<void> {
  const thread = worker?.thread
  worker = null
  settle()?.reject(new Error('The renderer of the minutes was stopped'))
  for (const waiting of queue.splice(0))
    waiting.reject(new Error('The renderer of the minutes was stopped'))
  await thread?.terminate()
}

function next(): void {
  if (running) return
  const waiting = queue.shift()
  if (!waiting) return
  const { thread } = (worker ??= start())
  worker.jobsLeft -= 1
  running = {
    ...waiting,
    timer: setTimeout(
      () => fail(thread, new Error(`The minutes were not rendered within ${timeoutMs} ms`)),
      timeoutMs,
    ),
  }
  // only a running job keeps the process alive
  thread.ref()
  thread.postMessage(waiting.job)
}

function start(): { thread: Worker; jobsLeft: number } {
  const thread = new Worker(new URL('./pdf-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  })
  thread.on('message', (answer: PdfAnswer) => {
    if (answer.id !== running?.job.id) return
    if (worker?.thread === thread && worker.jobsLeft <= 0) retire(thread)
    const done = settle()
    if ('pdf' in answer) done?.resolve(answer.pdf)
    else done?.reject(new Error(`The minutes could not be rendered: ${answer.error}`))
    thread.unref()
    next()
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
  next()
}

function retire(thread: Worker): void {
  worker = null
  void thread.terminate()
}

function settle(): Waiting | null {
  const done = running
  running = null
  if (done) clearTimeout(done.timer)
  return done
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
