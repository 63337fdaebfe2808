import { createHash } from 'node:crypto'
import { and, eq, isNull, lt, sql } from 'drizzle-orm'
import type { Context as HonoContext, MiddlewareHandler } from 'hono'
import type { Deps } from '../lib/context.ts'
import { DomainError, invalidField } from '../lib/errors.ts'
import type { Env } from '../lib/http.ts'
import { hashToken, seal, unseal } from '../lib/secrets.ts'
import { idempotencyKeys } from './tables.ts'

const purpose = 'kept answer'
const keyShape = /^[\x21-\x7e]{8,200}$/
const largestKept = 256 * 1024
/** A request that has not ended by then died with its process; the next one with its key does the work. */
const abandonedMs = 30_000

type Slot = { scope: string; key: string; fingerprint: string }

/**
 * A mutation sent twice with one Idempotency-Key is done once, and the second sender gets the first answer. Keys belong to a person,
 * or to the personal link they came with. While the first is at work the second hears inProgress; another request under the same key
 * hears keyReused. Answers of 500 and above and refusals for haste are not kept: trying those again is the point.
 */
export function idempotency(deps: Deps): MiddlewareHandler<Env> {
  return async (c, next) => {
    const key = c.req.header('idempotency-key')
    if (key === undefined || ['GET', 'HEAD', 'OPTIONS'].includes(c.req.method)) return next()
    if (!keyShape.test(key)) throw invalidField('Idempotency-Key', 'has a wrong form', { expected: '8 to 200 visible characters' })
    const body = Buffer.from(await c.req.arrayBuffer())
    const slot = { scope: scopeOf(c, body), key, fingerprint: fingerprintOf(c, body) }
    const kept = await claim(deps, slot)
    if (kept) return kept
    let isKept = false
    try {
      await next()
      isKept = await keep(deps, slot, c.res)
    } finally {
      if (!isKept) await release(deps, slot)
    }
  }
}

/** Null when the work is ours to do; else the answer that was given before. */
async function claim(deps: Deps, slot: Slot): Promise<Response | null> {
  const { db } = deps.database
  const now = deps.clock.now()
  const mine = await db
    .insert(idempotencyKeys)
    .values({ ...slot, createdAt: now })
    .onConflictDoUpdate({
      target: [idempotencyKeys.scope, idempotencyKeys.key],
      set: { createdAt: now },
      setWhere: and(
        isNull(idempotencyKeys.status),
        eq(idempotencyKeys.fingerprint, slot.fingerprint),
        lt(idempotencyKeys.createdAt, new Date(now.getTime() - abandonedMs)),
      )!, // three conditions are never none
    })
    .returning({ key: idempotencyKeys.key })
  if (mine.length > 0) return null
  const [before] = await db.select().from(idempotencyKeys).where(isSlot(slot))
  if (before && before.fingerprint !== slot.fingerprint) {
    throw new DomainError('keyReused', 'This Idempotency-Key was used for another request')
  }
  if (!before || before.status === null) throw new DomainError('inProgress', 'The same request is still at work')
  const text = before.body && unseal(deps.secret, purpose, before.body)
  const headers = {
    'cache-control': 'no-store',
    'idempotency-replayed': 'true',
    ...(text ? { 'content-type': before.status >= 400 ? 'application/problem+json' : 'application/json' } : {}),
  }
  return new Response(text || null, { status: before.status, headers })
}

async function keep(deps: Deps, slot: Slot, answer: Response): Promise<boolean> {
  const { status } = answer
  if (status < 200 || status >= 500 || status === 429) return false
  const type = answer.headers.get('content-type') ?? ''
  if (answer.body && !/json/.test(type)) return false
  const text = answer.body ? await answer.clone().text() : ''
  if (text.length > largestKept) return false
  await deps.database.db
    .update(idempotencyKeys)
    .set({ status, body: text ? seal(deps.secret, purpose, text) : null })
    .where(isSlot(slot))
  return true
}

async function release(deps: Deps, slot: Slot): Promise<void> {
  await deps.database.db.delete(idempotencyKeys).where(and(isSlot(slot), isNull(idempotencyKeys.status)))
}

const isSlot = ({ scope, key }: Slot) => and(eq(idempotencyKeys.scope, scope), eq(idempotencyKeys.key, key)) ?? sql`false`

function scopeOf(c: HonoContext<Env>, body: Buffer): string {
  // set by the gate; routes before it have none
  const actor = c.get('actor') as Env['Variables']['actor'] | undefined
  if (actor) return `person:${actor.personId}`
  return `link:${Buffer.from(hashToken(tokenIn(body) ?? '')).toString('base64url')}`
}

/** Personal links carry their token in the body. */
function tokenIn(body: Buffer): string | null {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'))
    const token = parsed && typeof parsed === 'object' ? (parsed as { token?: unknown }).token : null
    return typeof token === 'string' ? token : null
  } catch {
    return null
  }
}

function fingerprintOf(c: HonoContext, body: Buffer): string {
  const url = new URL(c.req.url)
  return createHash('sha256').update(`${c.req.method} ${url.pathname}${url.search}\n`).update(body).digest('base64url')
}
