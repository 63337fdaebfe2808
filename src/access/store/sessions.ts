import { and, desc, eq, gt, isNull, lt, ne, sql } from 'drizzle-orm'
import type { Db } from '../../lib/db.ts'
import { newId, type Id, type PersonId } from '../../lib/ids.ts'
import { idleMs, lifeMs, type Factor } from '../rules.ts'
import { installation, sessions } from '../tables.ts'

export type SessionId = Id<'session'>

export async function insertSession(
  db: Db,
  session: {
    tokenHash: Uint8Array
    personId: PersonId
    factors: Factor[]
    userAgent: string
    now: Date
    lifeMs: number
  },
): Promise<SessionId> {
  const id = newId('session', session.now)
  await db.insert(sessions).values({
    id,
    tokenHash: session.tokenHash,
    personId: session.personId,
    factors: session.factors,
    userAgent: session.userAgent.slice(0, 300),
    createdAt: session.now,
    lastSeenAt: session.now,
    expiresAt: new Date(session.now.getTime() + session.lifeMs),
  })
  return id
}

/** Conditions of a valid session at `now`: not ended, not too old, not unused for too long. */
export function isLive(now: Date) {
  return and(
    isNull(sessions.endedAt),
    gt(sessions.expiresAt, now),
    gt(sessions.lastSeenAt, unusedSince(now)),
  )
}

export function unusedSince(now: Date): Date {
  return new Date(now.getTime() - idleMs)
}

export type SessionRow = { id: SessionId; personId: PersonId; factors: Factor[]; isSample: boolean }

export async function liveSession(
  db: Db,
  tokenHash: Uint8Array,
  now: Date,
): Promise<SessionRow | null> {
  const [row] = await db
    .select({
      id: sessions.id,
      personId: sessions.personId,
      factors: sessions.factors,
      isSample: installation.isSample,
    })
    .from(sessions)
    .innerJoin(installation, eq(installation.one, true))
    .where(and(eq(sessions.tokenHash, tokenHash), isLive(now)))
  return row ?? null
}

/**
 * Completes a session with the second factor and gives it a new token; false when it ended in the
 * meantime or was complete already.
 */
export async function completeSession(
  db: Db,
  id: SessionId,
  { tokenHash, now }: { tokenHash: Uint8Array; now: Date },
): Promise<boolean> {
  const rows = await db
    .update(sessions)
    .set({
      tokenHash,
      factors: ['password', 'totp'],
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + lifeMs),
    })
    .where(and(eq(sessions.id, id), isLive(now), sql`${sessions.factors} = '["password"]'::jsonb`))
    .returning({ id: sessions.id })
  return rows.length > 0
}

export async function touchSession(db: Db, id: SessionId, now: Date): Promise<void> {
  await db
    .update(sessions)
    .set({ lastSeenAt: now })
    .where(and(eq(sessions.id, id), isNull(sessions.endedAt), lt(sessions.lastSeenAt, now)))
}

/** Ends one session of a person; false when it does not exist. */
export async function endSession(
  db: Db,
  personId: PersonId,
  id: SessionId,
  now: Date,
): Promise<boolean> {
  const rows = await db
    .update(sessions)
    .set({ endedAt: now })
    .where(and(eq(sessions.id, id), eq(sessions.personId, personId), isNull(sessions.endedAt)))
    .returning({ id: sessions.id })
  return rows.length > 0
}

/** Ends all sessions of a person but `except`; gives their number. */
export async function endSessions(
  db: Db,
  personId: PersonId,
  { now, except }: { now: Date; except?: SessionId },
): Promise<number> {
  const rows = await db
    .update(sessions)
    .set({ endedAt: now })
    .where(
      and(
        eq(sessions.personId, personId),
        isNull(sessions.endedAt),
        except ? ne(sessions.id, except) : undefined,
      ),
    )
    .returning({ id: sessions.id })
  return rows.length
}

export async function sessionsOf(db: Db, personId: PersonId, now: Date) {
  return await db
    .select()
    .from(sessions)
    .where(and(eq(sessions.personId, personId), isLive(now)))
    .orderBy(desc(sessions.lastSeenAt), desc(sessions.id))
}
