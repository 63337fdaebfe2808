import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { spawnChild, succeeds } from '../lib/child.ts'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { clearLeftover } from './leftover.ts'
import { supervise, type Running } from '../lib/supervise.ts'
import type { Log } from '../lib/log.ts'

export type ServerOptions = {
  binaries: Binaries
  account: Account
  folder: string
  settings: Readonly<Record<string, string>>
  log: Log
}

export type Server = { pid: () => number; stop: () => Promise<void> }

/**
 * The first three keep every commit through a power cut. The others suit one application on one
 * small machine.
 */
const baseSettings: Readonly<Record<string, string>> = {
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  shared_buffers: '64MB',
  max_connections: '100',
  io_method: 'sync',
  jit: 'off',
  logging_collector: 'off',
  log_destination: 'stderr',
  log_line_prefix: '',
  lc_messages: 'C',
  log_timezone: 'UTC',
  timezone: 'UTC',
  password_encryption: 'scram-sha-256',
}

const startWithinMs = 60_000
const stopWithinMs = 30_000

/**
 * Starts the server and keeps it running until it is stopped; what a dead one left behind is
 * cleared first.
 */
export async function superviseServer(options: ServerOptions): Promise<Server> {
  let isFirst = true
  const server = await supervise({
    name: 'PostgreSQL',
    log: options.log,
    async start() {
      if (!isFirst) await clearLeftover(options.folder)
      isFirst = false
      return startOnce(options)
    },
    end: running => end(running, options),
  })
  return { pid: () => server.current().child.pid!, stop: server.stop } // it has started
}

/**
 * Starts the server and waits until it takes connections, also through the recovery after a crash.
 */
async function startOnce(options: ServerOptions): Promise<Running> {
  const untilMs = performance.now() + startWithinMs
  for (;;) {
    const outcome = await tryStart(options, untilMs)
    if ('child' in outcome) return outcome
    // the children of a killed server need a moment to notice and let go of its memory
    const isHeld = /pre-existing shared memory block|lock file .* already exists/.test(
      outcome.reason,
    )
    if (!isHeld || performance.now() > untilMs)
      throw new Error(`Cannot start PostgreSQL.\n${outcome.reason}`)
    await delay(50)
  }
}

async function tryStart(
  options: ServerOptions,
  untilMs: number,
): Promise<Running | { reason: string }> {
  const { folder, account, binaries, log } = options
  const settings = Object.entries({ ...baseSettings, ...options.settings }).flatMap(
    ([name, value]) => ['-c', `${name}=${value}`],
  )
  const child = spawnChild([binaries.postgres, '-D', folder, ...settings], {
    deathSignal: 'SIGINT',
    cwd: folder,
    prefix: account.prefix,
    account: account.account,
  })
  const lines: string[] = []
  const { promise: ready, resolve: setReady } = Promise.withResolvers<'ready'>()
  let isReady = false
  createInterface({ input: child.stderr! }).on('line', line => {
    if (line.includes('database system is ready to accept connections')) {
      isReady = true
      setReady('ready')
    }
    if (!isReady) lines.push(line)
    report(line, isReady, log)
  })
  child.stdout!.resume()
  const gone = new Promise<string>(resolve => {
    child.once('error', error => resolve(error.message))
    child.once('close', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
  const tooLate = new AbortController()
  const first = await Promise.race([
    ready,
    gone.then(how => ({ how })),
    delay(untilMs - performance.now(), { how: 'no answer in time' }, { signal: tooLate.signal }),
  ])
  tooLate.abort()
  if (first === 'ready') return { child, gone }
  child.kill('SIGKILL')
  const told = lines.filter(line => !/^(LOG|DEBUG):/.test(line)).join('\n')
  return { reason: told || `${first.how}; ${lines.slice(-5).join('\n')}` }
}

/**
 * Logs warnings and panics of the running server. The caller of a failed statement reports its
 * error, and a failed start throws, so during the start nothing is logged above debug: a retried
 * start is no fault.
 */
function report(line: string, isReady: boolean, log: Log): void {
  if (isReady && /^(WARNING|PANIC):/.test(line)) log.warn(`postgres: ${line}`)
  else log.debug(`postgres: ${line}`)
}

/**
 * Fast shutdown: open transactions are rolled back, everything is written out; harsher only when
 * that hangs.
 */
async function end({ child, gone }: Running, { binaries, folder }: ServerOptions): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  if (process.platform === 'win32') succeeds([binaries.pgCtl, 'stop', '-D', folder, '-m', 'fast'])
  else child.kill('SIGINT')
  for (const [signal, waitMs] of [
    ['SIGQUIT', stopWithinMs],
    ['SIGKILL', 5_000],
  ] as const) {
    const timer = new AbortController()
    const outcome = await Promise.race([
      gone,
      delay(waitMs, null, { signal: timer.signal }).catch(() => null),
    ])
    timer.abort()
    if (outcome !== null) return
    child.kill(signal)
  }
  await gone
}
