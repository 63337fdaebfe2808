import type { Server } from 'node:http'
import { openGate } from './rooms/gate/gate.ts'
import { accessFollowsRoster } from './access/follow.ts'
import { mailFollowsRoster } from './mail/follow.ts'
import { composeMeetingMail } from './meetings/steps/compose.ts'
import { followInPieces, meetingsFollowRoster } from './meetings/follow.ts'
import pino, { type Logger } from 'pino'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { type ServerType, serve } from '@hono/node-server'
import { ensureInstallation, tidyAccounts } from './access/installation.ts'
import { prepareStartCode, startCodeFile } from './access/startCode.ts'
import { type Setup, setupOf } from './access/store/installation.ts'
import { createApp } from './app.ts'
import type { Config } from './lib/config.ts'
import { sendMail } from './mail/actions.ts'
import { reachOf } from './lib/address.ts'
import { type Clock, systemClock } from './lib/clock.ts'
import type { Deps, Video } from './lib/context.ts'
import { type DatabaseAddress, connect, migrate, refuseUnsafeServer } from './lib/db.ts'
import { describe } from './lib/http.ts'
import type { Id } from './lib/ids.ts'
import { startJobs } from './lib/jobs.ts'
import { startLive } from './lib/live.ts'
import { trimmed } from './lib/shapes.ts'
import { startEmbeddedPostgres } from './postgres/embedded.ts'
import { endFormerGatherings, restoreRooms } from './rooms/actions.ts'
import { createMediaServer } from './rooms/livekit.ts'
import { type PulseOptions, startPulse, stillPulse } from './rooms/pulse.ts'
import { endConnectionsOf, removeUnadmitted, revokeLapsed, roomsToWatch } from './rooms/removal.ts'
import { type VideoState, startVideo } from './rooms/server.ts'
import type { MediaServer } from './lib/media.ts'

export type Running = {
  address: string
  /** what the start code opens, the code, and its file; null when the code opens nothing */
  opening: { setup: Setup; code: string; file: string } | null
  deps: Deps
  stop(): Promise<void>
}
export type StartOptions = {
  clock?: Clock
  log?: Logger
  webFolder?: string
  /** a running database to use, instead of DATABASE_URL or the embedded one */
  database?: DatabaseAddress
  /** replaces the video server for stories on a virtual clock */
  media?: { url: string; server: MediaServer }
}

/**
 * Starts database, jobs and listener in this order; `stop` ends them in the opposite one. Throws an
 * error with a message for people when it cannot start.
 */
export async function startServer(config: Config, options: StartOptions = {}): Promise<Running> {
  const log =
    options.log ??
    pino({ level: config.LOG_LEVEL, base: null, timestamp: pino.stdTimeFunctions.isoTime })
  const clock = options.clock ?? systemClock
  const onError = (what: string) => (error: unknown) => log.error({ err: describe(error) }, what)
  const plainLog = {
    debug: (m: string) => log.debug(m),
    info: (m: string) => log.info(m),
    warn: (m: string) => log.warn(m),
    error: (m: string) => log.error(m),
  }

  const given = options.database ?? (config.DATABASE_URL ? { url: config.DATABASE_URL } : undefined)
  const embedded = given
    ? undefined
    : await startEmbeddedPostgres({ dataDir: config.DATA_DIR, log: plainLog })
  const address: DatabaseAddress = given ?? embedded!.address
  const undo: (() => Promise<unknown> | void)[] = [async () => embedded?.stop()]
  try {
    await migrate(address)
    const database = connect(address)
    undo.push(() => database.close())
    await refuseUnsafeServer(database.sql)
    const { secret } = await ensureInstallation(database.db, clock.now())
    const live = await startLive(database.sql, onError('topics could not be published'))
    undo.push(() => live.close())
    const jobs = await startJobs(address, onError('the job queue has trouble'))
    undo.push(() => jobs.close())

    const stopping = new AbortController()
    let app:
      | { fetch: (request: Request, env?: unknown) => Response | Promise<Response> }
      | undefined
    const server = await listen(
      config,
      (request, env) => app?.fetch(request, env) ?? new Response(null, { status: 503 }),
    )
    undo.push(() => drain(server, stopping, config.SHUTDOWN_S * 1000))
    const port = (server.address() as AddressInfo).port
    const local = `http://${config.HOST.includes(':') ? `[${config.HOST}]` : config.HOST}:${port}`
    const publicUrl = trimmed(
      config.PUBLIC_URL ?? local.replace('0.0.0.0', 'localhost').replace('[::]', 'localhost'),
      '/',
    )

    const video = options.media
      ? { state: () => options.media!, stop: async () => {} }
      : startVideo({
          dataDir: config.DATA_DIR,
          isOff: config.VIDEO === 'off',
          external: config.LIVEKIT_URL
            ? {
                url: config.LIVEKIT_URL,
                apiKey: config.LIVEKIT_API_KEY!,
                apiSecret: config.LIVEKIT_API_SECRET!,
              } // the settings are checked to have all three
            : undefined,
          webhookUrl: `${local.replace('0.0.0.0', '127.0.0.1').replace('[::]', '[::1]')}/webhooks/livekit`,
          log: plainLog,
          onRestart: () => void restoreRooms(deps).catch(onError('rooms could not be made again')),
          onChange: () => live.publish('video'),
        })
    undo.push(() => video.stop())
    const current = videoReader()
    const onListed: NonNullable<PulseOptions['onListed']> = (media, room, listed) =>
      removeUnadmitted(deps, media, { room, listed })
    // a virtual clock does not tick in seconds
    const pulse = options.media
      ? stillPulse(options.media.server, onListed)
      : startPulse({
          server: () => {
            const now = deps.video()
            return now.state === 'ready' ? now.server : null
          },
          openRooms: async () => {
            await revokeLapsed(deps).catch(onError('admissions could not be revoked'))
            return roomsToWatch(deps)
          },
          onListed,
          now: () => clock.now().getTime(),
          onTrouble: error =>
            log.debug({ err: describe(error) }, 'the people in the rooms could not be asked'),
        })
    undo.push(() => pulse.stop())
    undo.push(
      live.watch('gathering:', meetingId => {
        void endFormerGatherings(deps, meetingId as Id<'meeting'>).catch(
          onError('a room that a meeting left could not be emptied'),
        )
      }),
    )
    undo.push(
      live.watch('person:', personId => {
        void endConnectionsOf(deps, personId as Id<'person'>).catch(
          onError('a person could not be taken out of the rooms'),
        )
      }),
    )
    const deps: Deps = {
      config,
      publicUrl,
      reach: reachOf(config),
      database,
      clock,
      log,
      live,
      jobs,
      secret,
      pulse,
      hasMailServer: config.SMTP_URL !== undefined,
      rosterFollowers: [mailFollowsRoster, accessFollowsRoster, meetingsFollowRoster],
      video: () =>
        options.media ? { state: 'ready', ...options.media } : current(video.state() as VideoState),
    }

    const gate = openGate(server as Server, deps)
    undo.push(() => gate.close())

    if (config.SMTP_URL) {
      const { createMailer } = await import('./mail/smtp.ts')
      const mailer = createMailer({
        smtpUrl: config.SMTP_URL,
        from: { name: 'Lagerunde', address: config.MAIL_FROM },
      })
      undo.push(() => mailer.close())
      await jobs.work('send-mail', async ({ mailId }, read, jobId) =>
        sendMail(
          deps,
          { mailer, compose: composeMeetingMail },
          { mailId: mailId as Id<'mail'>, read, jobId },
        ),
      )
    }
    await jobs.work('follow-roster', ({ staffId, actorId, requestId }) =>
      followInPieces(deps, {
        staffId: staffId as Id<'staff'>,
        actorId: actorId as Id<'person'>,
        requestId: requestId!, // these three were enqueued
      }),
    )
    await jobs.work('tidy', () => tidyAccounts(deps), { cron: '*/15 * * * *' })
    // only after the port is taken: a start that finds its port in use must not change the code of
    // the running server
    const setup = await setupOf(database.db)
    const code = await prepareStartCode(deps, setup)
    app = createApp(deps, {
      webFolder: options.webFolder ?? fileURLToPath(new URL('../web/dist', import.meta.url)),
      stopping: stopping.signal,
    })

    let ending: Promise<void> | undefined
    return {
      address: publicUrl,
      opening: code === null ? null : { setup, code, file: startCodeFile(deps).path },
      deps,
      stop: () => (ending ??= unwind(undo, onError('the shutdown had trouble'))),
    }
  } catch (error) {
    await unwind(undo, () => {})
    throw error
  }
}

async function unwind(
  undo: (() => Promise<unknown> | void)[],
  onError: (error: unknown) => void,
): Promise<void> {
  // the listener ends first, then what it uses
  const order = [...undo].reverse()
  for (const step of order) await Promise.resolve(step()).catch(onError)
}

function listen(
  config: Config,
  fetch: (request: Request, env?: unknown) => Response | Promise<Response>,
): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname: config.HOST, port: config.PORT }, () => resolve(server))
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        reject(
          new Error(
            `PORT is ${config.PORT}; expected a free port, but something already listens on ${config.HOST}:${config.PORT}`,
          ),
        )
      else if (error.code === 'EADDRNOTAVAIL')
        reject(new Error(`HOST is "${config.HOST}"; expected an address of this machine`))
      else reject(error)
    })
  })
}

/**
 * Takes no new requests, lets open ones finish, and ends streams, so that browsers connect to the
 * next start.
 */
async function drain(
  server: ServerType,
  stopping: AbortController,
  timeoutMs: number,
): Promise<void> {
  stopping.abort()
  const closed = new Promise<void>(resolve => server.close(() => resolve()))
  // the connection of an ended stream becomes idle only now; without this its browser would keep it
  // open
  const sweep = setInterval(
    () => 'closeIdleConnections' in server && server.closeIdleConnections(),
    50,
  )
  const timer = setTimeout(
    () => 'closeAllConnections' in server && server.closeAllConnections(),
    timeoutMs,
  )
  await closed
  clearInterval(sweep)
  clearTimeout(timer)
}

/**
 * Translates the state of the video supervisor. A new state makes a new client, so that the
 * client of a restarted server differs from the old one; the same state keeps its client.
 */
function videoReader(): (state: VideoState) => Video {
  let seen: VideoState | undefined
  let shown: Video | undefined
  return state => {
    if (shown && seen === state) return shown
    seen = state
    shown =
      state.kind === 'ready'
        ? { state: 'ready', url: state.url, server: createMediaServer(state) }
        : { state: state.kind, reason: state.kind === 'unavailable' ? state.reason : 'preparing' }
    return shown
  }
}
