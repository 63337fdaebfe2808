import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Lang } from '../lib/time.ts'
import { Turns, type Turn } from '../lib/turns.ts'
import type { Minutes } from './contract.ts'
import type { PdfAnswer, PdfJob, PdfStandard, PrintedPage } from './pdf-worker.ts'

export type { PdfStandard } from './pdf-worker.ts'

/**
 * minutes of sixty people take well under a second even at first; the limit is for an overloaded
 * machine
 */
const timeoutMs = 30_000
/** the compiler keeps pages in memory, so the worker is replaced after this many jobs */
const jobsPerWorker = 200
/** an idle worker keeps 150 MB, so it ends; the next one starts in less than a second */
const idleMs = 60_000

/** `mostEach`: the page of the minutes offers four files */
const turns = new Turns({ atOnce: 1, mostWaiting: 200, mostEach: 5 })

type Running = {
  id: number
  resolve: (pdf: Uint8Array) => void
  reject: (error: Error) => void
  timer: NodeJS.Timeout
}
let worker: { child: ChildProcess; jobsLeft: number } | null = null
let idle: NodeJS.Timeout | undefined
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

/** A document that is one table, tagged for reading, in its turn between people. */
export function renderPage(
  page: PrintedPage,
  issued: { at: Date; personId: string },
): Promise<Uint8Array> {
  const id = ++lastId
  const { at, personId } = issued
  const stampS = Math.floor(at.getTime() / 1000)
  const turn = { isKnown: false, group: personId, lane: personId }
  return turns.take(turn, () => render({ id, page, stampS }))
}

/** Ends the worker and its job; a later call starts a new one. */
export async function stopMinutesRenderer(): Promise<void> {
  const child = worker?.child
  clearTimeout(idle)
  worker = null
  settle()?.reject(new Error('The renderer of the minutes was stopped'))
  if (!child || child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  keepAlive(child, true)
  child.kill('SIGKILL')
  await gone
}

function render(job: PdfJob): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
  clearTimeout(idle)
  const { child } = (worker ??= start())
  worker.jobsLeft -= 1
  const timer = setTimeout(
    () => fail(child, new Error(`The minutes were not rendered within ${timeoutMs} ms`)),
    timeoutMs,
  )
  running = { id: job.id, resolve, reject, timer }
  keepAlive(child, true)
  child.send(job, error => {
    if (error) fail(child, error)
  })
  return promise
}

/**
 * A process of its own, because the compiler is a native library: its faults end only the worker,
 * and its memory goes with it. It sees none of our variables.
 */
function start(): { child: ChildProcess; jobsLeft: number } {
  const child = fork(new URL('./pdf-worker.ts', import.meta.url), {
    env: {},
    execArgv: ['--max-old-space-size=512'],
    serialization: 'advanced',
    stdio: 'ignore',
  })
  child.on('message', (answer: PdfAnswer) => {
    if (answer.id !== running?.id) return
    if (worker?.child === child) {
      if (worker.jobsLeft <= 0) retire(child)
      else idle = setTimeout(() => retire(child), idleMs).unref()
    }
    const done = settle()
    if ('pdf' in answer) done?.resolve(answer.pdf)
    else done?.reject(new Error(`The minutes could not be rendered: ${answer.error}`))
    keepAlive(child, false)
  })
  child.on('error', error => fail(child, error))
  child.on('exit', (code, signal) =>
    fail(child, new Error(`The renderer of the minutes ended with ${code ?? signal}`)),
  )
  return { child, jobsLeft: jobsPerWorker }
}

/** The worker keeps this process alive only while a job runs. */
function keepAlive(child: ChildProcess, isRunning: boolean): void {
  if (isRunning) child.ref()
  else child.unref()
  if (isRunning) child.channel?.ref()
  else child.channel?.unref()
}

/** Ends a worker that failed or hangs. Only its own job fails. */
function fail(child: ChildProcess, error: Error): void {
  if (worker?.child !== child) return
  retire(child)
  settle()?.reject(error)
}

function retire(child: ChildProcess): void {
  clearTimeout(idle)
  worker = null
  child.kill('SIGKILL')
}

function settle(): Running | null {
  const done = running
  running = null
  if (done) clearTimeout(done.timer)
  return done
}
