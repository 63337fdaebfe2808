import { createHmac, timingSafeEqual } from 'node:crypto'
import type { AttendeeId } from './ids.ts'

/** `one`: this meeting. `all`: the series of this meeting. */
type Opens = 'one' | 'all'

/**
 * Signs a personal link: `<attendee>.<generation>.<128 bits of HMAC-SHA-256>`, of a series with
 * `.all` before the signature. The same link can be made again for every mail; raising the
 * generation stored at the attendee or the member revokes it.
 */
export function signLink(
  secret: Uint8Array,
  attendeeId: AttendeeId,
  generation: number,
  opens: Opens = 'one',
): string {
  const body = `${attendeeId}.${generation}${opens === 'all' ? '.all' : ''}`
  return `${body}.${signature(secret, body)}`
}

/**
 * The content of a link with our signature, else null. The caller must check whether its generation
 * is still valid.
 */
export function readLink(
  secret: Uint8Array,
  token: string,
): { attendeeId: AttendeeId; generation: number; opens: Opens } | null {
  const match = /^(att_[0-9a-z]{26})\.(\d{1,9})(\.all)?\.([A-Za-z0-9_-]{22})$/.exec(token)
  if (!match) return null
  // compared as text, because decoding would drop bits of the last character
  if (
    !timingSafeEqual(
      Buffer.from(match[4]!),
      Buffer.from(signature(secret, `${match[1]}.${match[2]}${match[3] ?? ''}`)),
    )
  )
    return null
  // signed by us, so the first part is an attendee id
  return {
    attendeeId: match[1] as AttendeeId,
    generation: Number(match[2]),
    opens: match[3] ? 'all' : 'one',
  }
}

function signature(secret: Uint8Array, body: string): string {
  return createHmac('sha256', secret)
    .update(`answer:${body}`)
    .digest()
    .subarray(0, 16)
    .toString('base64url')
}
