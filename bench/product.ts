import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { buildWeb, isWebStale } from '../scripts/build-web.ts'
import { freePort } from '../test/support/ports.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Runs `work` with a data folder that is removed afterwards. */
export async function withDataFolder<T>(work: (dataDir: string) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'lagerunde-figure-'))
  try {
    return await work(dataDir)
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** The web app as delivered; no figure includes building it. */
export async function ensureWeb(): Promise<void> {
  if (isWebStale()) await buildWeb()
}

export type Product = {
  address: string
  pid: number
  /** from the start of the process to the first 200 of /readyz */
  readyMs: number
  /** ends it in an orderly way */
  stop: () => Promise<void>
}

/**
 * Runs `npm start` with only a data folder and a port; throws when it is not ready within a minute.
 */
export async function startProduct(
  dataDir: string,
  env: Record<string, string> = {},
): Promise<Product> {
  const port = await freePort()
  const address = `http://127.0.0.1:${port}`
  const startedMs = performance.now()
  const child = spawn(process.execPath, ['scripts/start.ts'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      DATA_DIR: dataDir,
      PORT: String(port),
      ...env,
    },
  })
  let complaints = ''
  child.stderr.on('data', chunk => (complaints = (complaints + String(chunk)).slice(-4_000)))
  const gone = new Promise<void>(resolve => child.once('close', () => resolve()))
  while (!(await isReady(address))) {
    if (child.exitCode !== null || performance.now() - startedMs > 60_000) {
      child.kill('SIGKILL')
      throw new Error(`The product did not get ready. ${complaints}`)
    }
    await delay(5)
  }
  return {
    address,
    pid: child.pid!,
    readyMs: Math.round(performance.now() - startedMs),
    async stop() {
      child.kill('SIGTERM')
      await gone
    },
  }
}

async function isReady(address: string): Promise<boolean> {
  return fetch(`${address}/readyz`).then(
    answer => answer.ok,
    () => false,
  )
}

/** Memory of another process, as the system counts it. */
export function residentMegabytes(pid: number): number {
  const kilobytes =
    process.platform === 'linux'
      ? /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
      : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })
  return Math.round(Number(kilobytes) / 1_024)
}
