import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer } from 'ws'
import type { Deps } from '../../lib/context.ts'
import type { MediaServer } from '../../lib/media.ts'
import { revokeLapsed } from '../removal.ts'
import { enterBy, validAmong } from '../store/admissions.ts'
import { type SignalRequest, signalRequest } from './request.ts'
import { readTicket } from './ticket.ts'

/**
 * The only way of clients to the media server's signalling. It asks the database at every connect,
 * resume and reconnect, and gives the client nothing that the media server would accept: each
 * connection has a token of its own that stays here, and tokens that the media server hands out are
 * dropped (docs/decisions/0029).
 */
export type Gate = { close: () => void }

type Gated = Pick<Deps, 'database' | 'clock' | 'log' | 'secret' | 'video' | 'pulse' | 'live'>

/** Who may connect now, and to which room. */
export type Entrant = { room: string; identity: string; canPublish: boolean }

/**
 * After a removal the media server tells the client by itself, which then gives up; a socket that
 * closes before makes it try again.
 */
const goodbyeMs = 300
const connectWithinMs = 10_000
const sweepEveryMs = 1_000
/** offers of sixty people with all their tracks are far below this */
const largestMessage = 4 * 1024 * 1024
/** what a slow client may leave unread before the media server has to wait */
const mostWaiting = 1024 * 1024

/** The entrant of a ticket; null when it is not ours, has ended, or its admission has. */
export async function entrantOf(
  deps: Gated,
  ticket: string,
  { isEntering }: { isEntering: boolean },
): Promise<Entrant | null> {
  const read = await readTicket(deps.secret, ticket)
  if (!read) return null
  const now = deps.clock.now()
  const { room, identity, canPublish } = read
  const isFresh = read.endsAtMs > now.getTime()
  // a trial is in a room of its own, which nobody else enters
  if (!canPublish) return isFresh ? { room, identity, canPublish } : null
  const isAdmitted = await enterBy(deps.database.sql, {
    identity,
    room,
    isFresh,
    isEntering,
    now,
  })
  return isAdmitted ? { room, identity, canPublish } : null
}

export function openGate(server: Server, deps: Gated): Gate {
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: largestMessage,
  })
  const open = new Map<string, { room: string; clients: Set<WebSocket> }>()

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    void enter(request, socket, head).catch(error => {
      deps.log.warn({ err: error }, 'a connection to the virtual room failed')
      refuse(socket, 503)
    })
  })

  async function enter(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const asked = signalRequest(request.url ?? '', request.headers.authorization)
    if (!asked || asked.isValidate) return refuse(socket, 404)
    if (isForeign(request)) return refuse(socket, 403)
    const video = deps.video()
    if (video.state !== 'ready') return refuse(socket, 503)
    const entrant = await entrantOf(deps, asked.ticket, { isEntering: true })
    if (!entrant) return refuse(socket, 403)
    const upstream = await connect(video.url, { asked, request, entrant, media: video.server })
    if (typeof upstream === 'number') return refuse(socket, upstream)
    if (socket.destroyed) return upstream.terminate()
    sockets.handleUpgrade(request, socket, head, client => {
      join(client, upstream)
      // a trial has no admission that could end
      if (!entrant.canPublish) return
      note(entrant, client)
      // permission may have gone while the media server was being asked
      void sweep([entrant.identity]).catch(onTrouble)
    })
  }

  function note({ identity, room }: Entrant, client: WebSocket): void {
    const known = open.get(identity) ?? { room, clients: new Set() }
    open.set(identity, known)
    known.clients.add(client)
    client.once('close', () => {
      known.clients.delete(client)
      if (known.clients.size === 0) open.delete(identity)
    })
  }

  /** Ends the connections of those whose admission has ended. */
  async function sweep(identities: readonly string[] = [...open.keys()]): Promise<void> {
    const valid = await validAmong(deps.database.sql, { identities, now: deps.clock.now() })
    const ended = identities.flatMap(identity => {
      const of = valid.has(identity) ? undefined : open.get(identity)
      return of ? [of] : []
    })
    if (ended.length === 0) return
    // the rows first, because only people without a valid one are removed
    await revokeLapsed(deps)
    await Promise.all(
      [...new Set(ended.map(({ room }) => room))].map(room => deps.pulse.look(room)),
    )
    setTimeout(() => {
      for (const { clients } of ended) for (const client of clients) client.terminate()
    }, goodbyeMs).unref()
  }

  const onTrouble = (error: unknown) =>
    deps.log.warn({ err: error }, 'the connections to virtual rooms could not be checked')
  const timer = setInterval(() => void sweep().catch(onTrouble), sweepEveryMs).unref()
  const unwatch = deps.live.watch('person:', () => void sweep().catch(onTrouble))
  return {
    close() {
      clearInterval(timer)
      unwatch()
      // clients connect again to the next process
      for (const client of sockets.clients) client.terminate()
      sockets.close()
    },
  }
}

/** A page of another site; clients that are no browsers name no origin (RFC 6455 §10.2). */
function isForeign({ headers: { origin, host } }: IncomingMessage): boolean {
  return origin !== undefined && !(URL.canParse(origin) && new URL(origin).host === host)
}

/** A connection of ours to the media server, or the status with which it refused. */
async function connect(
  url: string,
  {
    asked,
    request,
    entrant,
    media,
  }: { asked: SignalRequest; request: IncomingMessage; entrant: Entrant; media: MediaServer },
): Promise<WebSocket | number> {
  const token = await media.mintToken({ ...entrant, ttlS: 30 })
  const upstream = new WebSocket(`${url}${asked.path}?${asked.query}`, {
    perMessageDeflate: false,
    handshakeTimeout: connectWithinMs,
    maxPayload: largestMessage,
    headers: {
      authorization: `Bearer ${token}`,
      ...(request.headers['user-agent'] && { 'user-agent': request.headers['user-agent'] }),
      ...(request.socket.remoteAddress && { 'x-forwarded-for': request.socket.remoteAddress }),
    },
  })
  return new Promise(resolve => {
    upstream.once('open', () => {
      upstream.pause()
      resolve(upstream)
    })
    upstream.once('unexpected-response', (_, answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 502)
      upstream.terminate()
    })
    upstream.on('error', () => resolve(502))
  })
}

/** SignalResponse.refresh_token of LiveKit's protocol: field 16, a text (Protocol Buffers). */
const isRefreshedToken = (message: Buffer) => message[0] === 0x82 && message[1] === 0x01

/** Passes messages on both ways until one side ends, and then ends the other. */
function join(client: WebSocket, upstream: WebSocket): void {
  pass(client, upstream, () => true)
  pass(upstream, client, message => !isRefreshedToken(message))
  upstream.resume()
}

function pass(from: WebSocket, to: WebSocket, wants: (message: Buffer) => boolean): void {
  from.on('message', (data, isBinary) => {
    const message = data as Buffer // the default binaryType
    // in text, tokens of the media server could not be told from other messages
    if (!isBinary) return from.close(1003)
    if (!wants(message) || to.readyState !== WebSocket.OPEN) return
    to.send(message, () => {
      if (from.isPaused && to.bufferedAmount < mostWaiting) from.resume()
    })
    if (to.bufferedAmount >= mostWaiting) from.pause()
  })
  from.on('close', (code, reason) => {
    // 1005 and 1006 say that no code was sent (RFC 6455 §7.4.1)
    if (code === 1005 || code === 1006 || to.readyState !== WebSocket.OPEN) to.terminate()
    else to.close(code, reason)
  })
  from.on('error', () => from.terminate())
}

const reasons: Record<number, string> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  503: 'Service Unavailable',
}

function refuse(socket: Duplex, status: number): void {
  if (socket.destroyed) return
  socket.end(
    `HTTP/1.1 ${status} ${reasons[status] ?? 'Refused'}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  )
}
