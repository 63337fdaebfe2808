import { createHmac, timingSafeEqual } from 'node:crypto'
import { base32Of } from '../lib/base32.ts'
import type { MeetingId } from '../lib/ids.ts'

const windowMs = 30_000

/**
 * The code of the 30 s window that `nowMs` lies in: 40 bits of HMAC-SHA-256 over meeting and
 * window.
 */
export function doorCode(
  secret: Uint8Array,
  { meetingId, nowMs }: { meetingId: MeetingId; nowMs: number },
): { code: string; validUntilMs: number } {
  const window = Math.floor(nowMs / windowMs)
  const digest = createHmac('sha256', secret).update(`door:${meetingId}:${window}`).digest()
  const code = base32Of(digest.subarray(0, 8))
  return { code, validUntilMs: (window + 1) * windowMs }
}

/** How long a scanned code stands for having been at the door: long enough to sign in. */
const ticketMs = 5 * 60_000

/** What a browser keeps that scanned the code of a meeting at `nowMs`; good for five minutes. */
export function doorTicket(
  secret: Uint8Array,
  { meetingId, nowMs }: { meetingId: MeetingId; nowMs: number },
): { ticket: string; lifeS: number } {
  const until = nowMs + ticketMs
  return { ticket: `${until}.${ticketSeal(secret, { meetingId, until })}`, lifeS: ticketMs / 1000 }
}

export function isDoorTicket(
  secret: Uint8Array,
  { meetingId, nowMs, ticket }: { meetingId: MeetingId; nowMs: number; ticket: string | null },
): boolean {
  const [until = '', seal = ''] = ticket?.split('.') ?? []
  if (!(Number(until) > nowMs)) return false
  const expected = ticketSeal(secret, { meetingId, until: Number(until) })
  return (
    seal.length === expected.length && timingSafeEqual(Buffer.from(seal), Buffer.from(expected))
  )
}

function ticketSeal(
  secret: Uint8Array,
  { meetingId, until }: { meetingId: MeetingId; until: number },
): string {
  return createHmac('sha256', secret).update(`door-ticket:${meetingId}:${until}`).digest('hex')
}

/**
 * True for the code of this window or the one before, because the screen may change while somebody
 * scans it.
 */
export function isDoorCode(
  secret: Uint8Array,
  { meetingId, nowMs, code }: { meetingId: MeetingId; nowMs: number; code: string },
): boolean {
  return [nowMs, nowMs - windowMs].some(atMs => {
    const expected = doorCode(secret, { meetingId, nowMs: atMs }).code
    return (
      code.length === expected.length && timingSafeEqual(Buffer.from(code), Buffer.from(expected))
    )
  })
}
