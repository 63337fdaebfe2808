import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino, { type Logger } from 'pino'
import { inject } from 'vitest'
import { readConfig } from '../../src/lib/config.ts'
import type { Clock } from '../../src/lib/clock.ts'
import { startServer, type Running, type StartOptions } from '../../src/server.ts'
import { Client } from './client.ts'
import { listenToWebhooks } from './livekit.ts'
import { cloneDatabase } from './postgres.ts'

/** A clock that moves only when told to. */
export class TestClock implements Clock {
  #nowMs: number
  constructor(start: string | number = Date.now()) {
    this.#nowMs = typeof start === 'number' ? start : Date.parse(start)
  }
  now(): Date {
    return new Date(this.#nowMs)
  }
  forward(ms: number): void {
    this.#nowMs += ms
  }
  set(at: string | number): void {
    this.#nowMs = typeof at === 'number' ? at : Date.parse(at)
  }
}

export type TestApp = {
  base: string
  running: Running
  deps: Running['deps']
  client: () => Client
  /**
   * a second process of the product on the same database and data folder; `env` changes settings
   */
  another: (env?: Record<string, string>) => Promise<Running>
  stop: () => Promise<void>
}

/**
 * Starts the whole product on a database of its own, listening on a free port. `video: 'real'` uses
 * the run's LiveKit; without it there is no video. `env` sets further variables, e.g. SMTP_URL.
 */
export async function startApp({
  clock,
  video = 'off',
  env = {},
  media,
  log,
}: {
  clock?: Clock
  video?: 'real' | 'off'
  env?: Record<string, string>
  media?: StartOptions['media']
  log?: Logger
} = {}): Promise<TestApp> {
  const database = await cloneDatabase(inject('postgres'))
  const dataDir = mkdtempSync(join(tmpdir(), 'lagerunde-app-'))
  const liveKit = inject('liveKit')
  const settings = {
    PORT: '0',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'error',
    MAIL_FROM: 'stab@kreis.example',
    VIDEO: video === 'real' ? 'on' : 'off',
    SHUTDOWN_S: '2',
    ...(video === 'real'
      ? {
          LIVEKIT_URL: liveKit.url,
          LIVEKIT_API_KEY: liveKit.apiKey,
          LIVEKIT_API_SECRET: liveKit.apiSecret,
        }
      : {}),
    ...env,
  }
  const config = readConfig(settings)
  const options: StartOptions = {
    database: database.address,
    log: log ?? pino({ level: config.LOG_LEVEL }),
    ...(clock ? { clock } : {}),
    ...(media ? { media } : {}),
  }
  const running = await startServer(config, options)
  const others: Running[] = []
  const deaf =
    video === 'real'
      ? await listenToWebhooks(liveKit, `${running.address}/webhooks/livekit`)
      : async () => {}
  const nowMs = () => (clock ? clock.now().getTime() : Date.now())
  return {
    base: running.address,
    running,
    deps: running.deps,
    client: () => new Client(running.address, nowMs),
    async another(changed = {}) {
      const other = await startServer(readConfig({ ...settings, ...changed }), options)
      others.push(other)
      return other
    },
    async stop() {
      await deaf()
      await Promise.all([running, ...others].map(app => app.stop()))
      await database.drop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
