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
