import { createHash, createHmac, randomBytes } from 'node:crypto'
import type { MediaKeys } from './stage.ts'

export type Report = { id: string; sid: string; body: string }

/** A report in the media server's format: somebody joined or left. */
export function reportOf(
  {
    room,
    identity,
    kind = 'participant_joined',
  }: { room: string; identity: string; kind?: string },
  nowMs = Date.now(),
): Report {
  const id = `EV_${randomBytes(9).toString('base64url')}`
  const sid = `PA_${randomBytes(9).toString('base64url')}`
  const body = JSON.stringify({
    event: kind,
    room: {
      sid: 'RM_figure',
      name: room,
      emptyTimeout: 21600,
      departureTimeout: 120,
      creationTime: String(Math.floor(nowMs / 1000)),
      creationTimeMs: String(nowMs),
      enabledCodecs: [{ mime: 'audio/opus' }, { mime: 'video/VP8' }],
    },
    participant: {
      sid,
      identity,
      state: 'ACTIVE',
      joinedAt: String(Math.floor(nowMs / 1000)),
      joinedAtMs: String(nowMs),
      version: 2,
      kind: 'STANDARD',
      permission: { canSubscribe: true, canPublish: true, canPublishData: true },
    },
    id,
    createdAt: String(Math.floor(nowMs / 1000)),
  })
  return { id, sid, body }
}

export type Claims = { iss?: string; exp?: number; nbf?: number; sha256?: string }

/**
 * Signs a report as the media server does (JWT, HS256, with the body's SHA-256) without the
 * product's library. `claims` and `header` replace parts.
 */
export function sign(
  body: string | Uint8Array,
  { apiKey, apiSecret }: Pick<MediaKeys, 'apiKey' | 'apiSecret'>,
  {
    claims = {},
    header = { alg: 'HS256', typ: 'JWT' },
    hash = 'sha256',
  }: { claims?: Claims; header?: object; hash?: string } = {},
): string {
  const nowS = Math.floor(Date.now() / 1000)
  const all = {
    iss: apiKey,
    nbf: nowS,
    exp: nowS + 300,
    sha256: createHash('sha256').update(body).digest('base64'),
    ...claims,
  }
  const signed = `${encoded(header)}.${encoded(all)}`
  return `${signed}.${createHmac(hash, apiSecret).update(signed).digest('base64url')}`
}

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
