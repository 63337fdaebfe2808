import { lt, or, sql } from 'drizzle-orm'
import type { Db } from '../../lib/db.ts'
import { accounts, enrolments, idempotencyKeys, installation, sessions } from '../tables.ts'
import { attempts } from '../../lib/tables.ts'

export async function readInstallation(db: Db) {
  const [row] = await db.select().from(installation)
  return row ?? null
}

/** `untouched`: nobody can sign in yet. */
export type Setup = 'untouched' | 'sample' | 'done'

export async function setupOf(db: Db): Promise<Setup> {
  const [row] = await db
    .select({
      isSample: installation.isSample,
      hasAccounts: sql<boolean>`exists (select 1 from ${accounts})`,
    })
    .from(installation)
  return row?.isSample ? 'sample' : row?.hasAccounts ? 'done' : 'untouched'
}

/** Keeps the first secret that any process wrote. */
export async function insertInstallation(db: Db, secret: Uint8Array, now: Date): Promise<void> {
  await db.insert(installation).values({ secret, createdAt: now }).onConflictDoNothing()
}

export async function markSample(db: Db): Promise<void> {
  await db.update(installation).set({ isSample: true })
}

/**
 * Removes rows that are not needed any more. Ended sessions stay a day, so that a person can be
 * told when they ended.
 */
export async function removeExpired(db: Db, now: Date): Promise<void> {
  const dayAgo = new Date(now.getTime() - 24 * 3_600_000)
  await db
    .delete(sessions)
    .where(
      or(
        lt(sessions.endedAt, dayAgo),
        lt(sessions.expiresAt, dayAgo),
        lt(sessions.lastSeenAt, dayAgo),
      ),
    )
  await db.delete(attempts).where(lt(attempts.expiresAt, now))
  await db.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, dayAgo))
  // the trail has the used enrolments, and an unused one is worthless after it has expired
  await db.delete(enrolments).where(lt(enrolments.expiresAt, dayAgo))
}
