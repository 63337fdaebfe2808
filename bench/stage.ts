import { fork, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connect, migrate, type Database, type DatabaseAddress } from '../src/lib/db.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../src/postgres/embedded.ts'
import { ensureInstallation } from '../src/access/installation.ts'
import { startTestLiveKit, type TestLiveKit } from '../test/support/livekit.ts'

export type MediaKeys = { url: string; apiKey: string; apiSecret: string }
export type Stage = {
  postgres: EmbeddedPostgres
  database: Database
  /** the real media server, or null. It sends reports only to listeners that register. */
  liveKit: TestLiveKit | null
  /** starts the product, or another program of `processes`, in a process of its own */
  start: (
    program: 'api' | 'raw' | 'load' | 'boards' | 'listener',
    more?: Record<string, string>,
  ) => Promise<Program>
  stop: () => Promise<void>
}

export type Program = {
  /** empty for programs that do not listen */
  address: string
  pid: number
  ask: <T>(question: string, more?: Record<string, unknown>) => Promise<T>
  /** rejects with the program's error output when it ends without having been killed */
  ended: Promise<never>
  /** ends it like a power failure; otherwise programs end with this process */
  kill: () => Promise<void>
}

const quiet = { debug() {}, info() {}, warn() {}, error: console.error }

/**
 * Starts a real PostgreSQL with the product's tables, and a real LiveKit on request, in a temporary
 * folder.
 */
export async function startStage({ video = false } = {}): Promise<Stage> {
  const dataDir = mkdtempSync(join(tmpdir(), 'lagerunde-figure-'))
  const programs: Program[] = []
  const undo: (() => Promise<unknown> | void)[] = [
    () => rmSync(dataDir, { recursive: true, force: true }),
  ]
  const stop = async () => {
    await Promise.all(programs.map(program => program.kill()))
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    const postgres = await startEmbeddedPostgres({ dataDir, log: quiet })
    undo.push(() => postgres.stop())
    await migrate(postgres.address)
    const database = connect(postgres.address)
    undo.push(() => database.close())
    await ensureInstallation(database.db, new Date())
    const media = video ? await startTestLiveKit() : null
    if (media) undo.push(() => media.stop())
    const liveKit = media && media.given
    const env = environment(dataDir, postgres.address, liveKit)
    const start: Stage['start'] = async (program, more = {}) => {
      const started = await startProgram(program, { ...env, ...more })
      programs.push(started)
      return started
    }
    return { postgres, database, liveKit, start, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Starts a program and waits until it is ready. Questions and answers are numbered. */
async function startProgram(program: string, env: Record<string, string>): Promise<Program> {
  const child = fork(fileURLToPath(new URL(`processes/${program}.ts`, import.meta.url)), [], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
  })
  let complaints = ''
  child.stderr!.on('data', chunk => (complaints = (complaints + String(chunk)).slice(-4_000)))
  const gone = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  const first = Promise.withResolvers<{ address: string }>()
  child.on(
    'message',
    (message: { address: string } | { answerTo: number; answer: unknown; error?: string }) => {
      if ('address' in message) return first.resolve(message)
      const asked = waiting.get(message.answerTo)
      waiting.delete(message.answerTo)
      if (message.error === undefined) asked?.resolve(message.answer)
      else asked?.reject(new Error(message.error))
    },
  )
  const unasked = Promise.withResolvers<never>()
  unasked.promise.catch(() => {}) // not every caller waits for it
  void gone.then(() => {
    const ended = new Error(`The program ${program} ended. ${complaints}`)
    first.reject(ended)
    for (const asked of waiting.values()) asked.reject(ended)
    if (!child.killed) unasked.reject(ended)
  })
  const { address } = await first.promise
  let questions = 0
  return {
    address,
    pid: child.pid!,
    ask<T>(question: string, more: Record<string, unknown> = {}) {
      const answer = Promise.withResolvers<unknown>()
      waiting.set(++questions, answer)
      child.send({ number: questions, question, ...more })
      return answer.promise as Promise<T>
    },
    ended: unasked.promise,
    kill: () => killed(child, gone),
  }
}

async function killed(child: ChildProcess, gone: Promise<void>): Promise<void> {
  child.kill('SIGKILL')
  await gone
}

function environment(
  dataDir: string,
  address: DatabaseAddress,
  liveKit: MediaKeys | null,
): Record<string, string> {
  return {
    FIGURE_DATABASE: JSON.stringify(address),
    DATA_DIR: dataDir,
    PORT: '0',
    NODE_ENV: 'production',
    VIDEO: liveKit ? 'on' : 'off',
    ...(liveKit
      ? {
          LIVEKIT_URL: liveKit.url,
          LIVEKIT_API_KEY: liveKit.apiKey,
          LIVEKIT_API_SECRET: liveKit.apiSecret,
        }
      : {}),
  }
}
