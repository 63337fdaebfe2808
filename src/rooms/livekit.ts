import {
  AccessToken,
  ParticipantInfo_State,
  RoomServiceClient,
  TokenVerifier,
  TrackSource,
  TwirpError,
  WebhookEvent,
} from 'livekit-server-sdk'
import { createHash, timingSafeEqual } from 'node:crypto'
import { edgeTime } from './edge-time.ts'
import type { MediaServer, RoomSignal } from '../lib/media.ts'

const callWithinS = 5
const answerWithinMs = 1_500
const longestTokenLifeS = 30
const largestWebhook = 256 * 1024
const dayMs = 86_400_000

export function createMediaServer(server: {
  url: string
  apiKey: string
  apiSecret: string
}): MediaServer {
  const { apiKey, apiSecret } = server
  const httpUrl = server.url.replace(/^ws/, 'http')
  const rooms = new RoomServiceClient(httpUrl, apiKey, apiSecret, {
    requestTimeout: callWithinS,
    failover: false,
  })
  return {
    async createRoom(name, { emptyTimeoutS, departureTimeoutS }) {
      await rooms.createRoom({
        name,
        emptyTimeout: emptyTimeoutS,
        departureTimeout: departureTimeoutS,
      })
    },
    async deleteRoom(name) {
      await unlessMissing(rooms.deleteRoom(name), undefined)
    },
    async listParticipants(room) {
      const listed = await unlessMissing(rooms.listParticipants(room), [])
      return listed.flatMap(({ sid, identity, kind, state, joinedAt, joinedAtMs }) => {
        const participantKind = personKind(kind)
        const isActive = state === ParticipantInfo_State.ACTIVE
        return participantKind
          ? [
              {
                sid,
                identity,
                participantKind,
                isActive,
                joinedAtMs: Number(joinedAtMs || joinedAt * 1000n),
              },
            ]
          : []
      })
    },
    async removeParticipant(room, identity) {
      return unlessMissing(
        rooms.removeParticipant(room, identity).then(() => true),
        false,
      )
    },
    async answers(room, identity) {
      const grant = new AccessToken(apiKey, apiSecret, { ttl: 30 })
      grant.addGrant({ roomAdmin: true, room })
      return askAcross(httpUrl, await grant.toJwt(), { room, identity })
    },
    mintToken({ room, identity, ttlS, canPublish = true }) {
      const token = new AccessToken(apiKey, apiSecret, {
        identity,
        ttl: Math.min(ttlS, longestTokenLifeS),
      })
      const { CAMERA, MICROPHONE, SCREEN_SHARE, SCREEN_SHARE_AUDIO } = TrackSource
      token.addGrant({
        roomJoin: true,
        room,
        canPublish,
        ...(canPublish && {
          canPublishSources: [CAMERA, MICROPHONE, SCREEN_SHARE, SCREEN_SHARE_AUDIO],
        }),
        canSubscribe: true,
        // we read no data that people send, but a client's reply to `answers` arrives as data
        canPublishData: true,
        canUpdateOwnMetadata: false,
      })
      return token.toJwt()
    },
    async readWebhook(rawBody, authorization, nowMs) {
      const body =
        typeof rawBody === 'string'
          ? Buffer.from(rawBody)
          : Buffer.from(rawBody.buffer, rawBody.byteOffset, rawBody.byteLength)
      const refusal = await whyForged(body, authorization, { apiKey, apiSecret, nowMs })
      if (refusal) return { ok: false, reason: refusal }
      try {
        const event = WebhookEvent.fromJson(JSON.parse(body.toString('utf8')), {
          ignoreUnknownFields: true,
        })
        const signal = translate(event, nowMs)
        return signal && isAbsurd(signal, nowMs)
          ? { ok: true, event: null, isAbsurd: true }
          : { ok: true, event: signal }
      } catch {
        return { ok: false, reason: 'body' }
      }
    },
  }
}

/**
 * Checks that a report comes from our media server and is fresh. Its token signs the hash of the
 * body's bytes.
 */
async function whyForged(
  body: Buffer,
  authorization: string | undefined,
  { apiKey, apiSecret, nowMs }: { apiKey: string; apiSecret: string; nowMs: number },
): Promise<string | null> {
  if (!authorization) return 'unsigned'
  if (body.length > largestWebhook) return 'size'
  const token = authorization.replace(/^Bearer /, '')
  if (algorithmOf(token) !== 'HS256') return 'algorithm'
  let claims: { sha256?: string; exp?: number; nbf?: number }
  try {
    // the library compares with the machine's clock; ours is passed in, so its check is widened and
    // done below
    claims = (await new TokenVerifier(apiKey, apiSecret).verify(
      token,
      '100 years',
    )) as typeof claims
  } catch {
    return 'signature'
  }
  const leewayS = 30
  if (claims.exp === undefined || nowMs / 1000 > claims.exp + leewayS) return 'expired'
  if (claims.nbf !== undefined && nowMs / 1000 < claims.nbf - leewayS) return 'notYetValid'
  const digest = createHash('sha256').update(body).digest()
  const signed = Buffer.from(claims.sha256 ?? '', 'base64')
  return signed.length === digest.length && timingSafeEqual(signed, digest) ? null : 'hash'
}

/**
 * LiveKit gives up on a report after half a minute, so a difference of a day is an error, not a
 * delay. PostgreSQL stores no NUL.
 */
export function isAbsurd({ id, room, sid, identity, atMs }: RoomSignal, nowMs: number): boolean {
  const isFarOff = (ms: number) => !(Math.abs(ms - nowMs) < dayMs)
  return isFarOff(atMs) || [id, room, sid, identity].some(text => text.includes('\0'))
}

function algorithmOf(token: string): unknown {
  try {
    return (
      JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString('utf8')) as {
        alg?: unknown
      }
    ).alg
  } catch {
    return undefined
  }
}

const kinds: Record<string, RoomSignal['kind'] | undefined> = {
  participant_joined: 'joined',
  participant_left: 'left',
  participant_connection_aborted: 'aborted',
  room_started: 'roomStarted',
  room_finished: 'roomFinished',
}

function translate(event: WebhookEvent, receivedMs: number): RoomSignal | null {
  const kind = kinds[event.event]
  if (!kind || !event.id || !event.room) return null
  const { participant } = event
  const concernsPerson = kind !== 'roomStarted' && kind !== 'roomFinished'
  const participantKind = participant ? personKind(participant.kind) : 'standard'
  if (!participantKind || (concernsPerson && !participant?.sid)) return null
  const reason =
    kind === 'left'
      ? (disconnectReasons[participant!.disconnectReason] ?? 'UNKNOWN_REASON')
      : undefined
  const joinedAtMs = participant
    ? Number(participant.joinedAtMs || participant.joinedAt * 1000n) || null
    : null
  const createdAtMs = Number(event.createdAt) * 1000
  return {
    id: event.id,
    room: event.room.name,
    sid: participant?.sid ?? '',
    identity: participant?.identity ?? '',
    kind,
    participantKind,
    ...edgeTime({ kind, reason, createdAtMs, receivedMs, joinedAtMs }),
    joinedAtMs,
    ...(reason !== undefined && { reason }),
  }
}

// LiveKit's protocol numbers; the server library does not export these two enumerations
const disconnectReasons = [
  'UNKNOWN_REASON',
  'CLIENT_INITIATED',
  'DUPLICATE_IDENTITY',
  'SERVER_SHUTDOWN',
  'PARTICIPANT_REMOVED',
  'ROOM_DELETED',
  'STATE_MISMATCH',
  'JOIN_FAILURE',
  'MIGRATION',
  'SIGNAL_CLOSE',
  'ROOM_CLOSED',
  'USER_UNAVAILABLE',
  'USER_REJECTED',
  'SIP_TRUNK_FAILURE',
  'CONNECTION_TIMEOUT',
  'MEDIA_FAILURE',
  'AGENT_ERROR',
] as const
const standardKind = 0
const sipKind = 3

/** A person's kind; null for recorders, agents and streams. */
function personKind(kind: number): 'standard' | 'sip' | null {
  if (kind === standardKind) return 'standard'
  return kind === sipKind ? 'sip' : null
}

/**
 * Calls a method that no client has, through the media server: a running client answers that it
 * does not know it (RpcError 1400), a dead one does not answer. The server library has no function
 * for this call.
 */
async function askAcross(
  url: string,
  token: string,
  { room, identity }: { room: string; identity: string },
): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/twirp/livekit.RoomService/PerformRpc`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        room,
        destination_identity: identity,
        method: 'lagerunde.areYouThere',
        payload: '',
        response_timeout_ms: answerWithinMs,
      }),
      signal: AbortSignal.timeout(answerWithinMs + 500),
    })
    return answer.ok || (await answer.text()).includes('RpcError 1400')
  } catch (error) {
    if (error instanceof DOMException && error.name === 'TimeoutError') return false
    throw error
  }
}

async function unlessMissing<T>(call: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await call
  } catch (error) {
    if (error instanceof TwirpError && error.code === 'not_found') return otherwise
    throw error
  }
}
