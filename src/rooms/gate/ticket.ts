import { sign, verify } from 'hono/jwt'
import { z } from 'zod'
import { derivedKey } from '../../lib/secrets.ts'

/**
 * A ticket for the gate. It has the form of a token of the media server (RFC 7519), because the
 * media library of browsers reads it, but is signed with a key of our own, so that it opens nothing
 * there.
 */
export type Ticket = { room: string; identity: string; canPublish: boolean; endsAtMs: number }

const Claims = z.object({
  sub: z.string(),
  video: z.object({ room: z.string(), canPublish: z.boolean() }),
  endsAtMs: z.number(),
})
const keyOf = (secret: Uint8Array) => derivedKey(secret, 'room-ticket')

// without `exp`, which follows the machine's clock; ours is the installation's
export const mintTicket = (
  secret: Uint8Array,
  { room, identity, canPublish, endsAtMs }: Ticket,
): Promise<string> =>
  sign(
    { sub: identity, video: { room, canPublish }, endsAtMs } satisfies z.infer<typeof Claims>,
    keyOf(secret),
    'HS256',
  )

/** Null unless we signed it; whether it has ended is for the caller to judge. */
export async function readTicket(secret: Uint8Array, token: string): Promise<Ticket | null> {
  const claims = await verify(token, keyOf(secret), 'HS256').catch(() => null)
  const read = Claims.safeParse(claims)
  if (!read.success) return null
  const { sub: identity, video, endsAtMs } = read.data
  return { ...video, identity, endsAtMs }
}
