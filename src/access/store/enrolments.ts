import { and, arrayOverlaps, eq, gt, isNull, notExists, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Db } from '../../lib/db.ts'
import type { PersonId } from '../../lib/ids.ts'
import { members } from '../../roster/tables.ts'
import { accounts, enrolments } from '../tables.ts'

export type EnrolmentRow = {
  personId: PersonId
  /** null: the first start */
  createdBy: PersonId | null
  totpSecret: Uint8Array | null
  hasAccount: boolean
}

/** A new right for a person; earlier ones that were not used end with it. */
export async function insertEnrolment(
  db: Db,
  enrolment: {
    tokenHash: Uint8Array
    personId: PersonId
    createdBy: PersonId | null
    now: Date
    expiresAt: Date
  },
): Promise<void> {
  await endEnrolments(db, enrolment.personId, enrolment.now)
  const { tokenHash, personId, createdBy, now, expiresAt } = enrolment
  await db.insert(enrolments).values({ tokenHash, personId, createdBy, createdAt: now, expiresAt })
}

/** Ends all of the person's rights that were not used. */
export async function endEnrolments(db: Db, personId: PersonId, now: Date): Promise<void> {
  await db
    .update(enrolments)
    .set({ expiresAt: now })
    .where(
      and(
        eq(enrolments.personId, personId),
        isNull(enrolments.usedAt),
        gt(enrolments.expiresAt, now),
      ),
    )
}

/**
 * Ends the person's open rights that were given by nobody who gives access in a staff they still belong to: all of them when
 * they are in none. Gives their number.
 */
export async function endForeignEnrolments(tx: Db, personId: PersonId, now: Date): Promise<number> {
  const [own, giver] = [alias(members, 'own'), alias(members, 'giver')]
  const shared = tx
    .select({ one: sql`1` })
    .from(own)
    .innerJoin(giver, and(eq(giver.staffId, own.staffId), isNull(giver.leftAt)))
    .where(
      and(
        eq(own.personId, personId),
        isNull(own.leftAt),
        eq(giver.personId, enrolments.createdBy),
        arrayOverlaps(giver.roles, ['lead', 'kgs', 'it']),
      ),
    )
  const rows = await tx
    .update(enrolments)
    .set({ expiresAt: now })
    .where(
      and(
        eq(enrolments.personId, personId),
        isNull(enrolments.usedAt),
        gt(enrolments.expiresAt, now),
        notExists(shared),
      ),
    )
    .returning({ personId: enrolments.personId })
  return rows.length
}

export async function openEnrolment(
  db: Db,
  tokenHash: Uint8Array,
  now: Date,
): Promise<EnrolmentRow | null> {
  const [row] = await db
    .select({
      personId: enrolments.personId,
      createdBy: enrolments.createdBy,
      totpSecret: enrolments.totpSecret,
      account: accounts.personId,
    })
    .from(enrolments)
    .leftJoin(accounts, eq(accounts.personId, enrolments.personId))
    .where(
      and(
        eq(enrolments.tokenHash, tokenHash),
        isNull(enrolments.usedAt),
        gt(enrolments.expiresAt, now),
      ),
    )
  return row
    ? {
        personId: row.personId,
        createdBy: row.createdBy,
        totpSecret: row.totpSecret,
        hasAccount: row.account !== null,
      }
    : null
}

/** The secret offered first stays, so that a page loaded twice shows one code; gives the one that counts. */
export async function offerSecret(
  db: Db,
  tokenHash: Uint8Array,
  totpSecret: Uint8Array,
): Promise<Uint8Array | null> {
  const [row] = await db
    .update(enrolments)
    .set({ totpSecret: sql`coalesce(${enrolments.totpSecret}, ${Buffer.from(totpSecret)}::bytea)` })
    .where(and(eq(enrolments.tokenHash, tokenHash), isNull(enrolments.usedAt)))
    .returning({ totpSecret: enrolments.totpSecret })
  return row?.totpSecret ?? null
}

/** Uses it up; false when somebody else did, or it expired. */
export async function useEnrolment(db: Db, tokenHash: Uint8Array, now: Date): Promise<boolean> {
  const rows = await db
    .update(enrolments)
    .set({ usedAt: now, totpSecret: null })
    .where(
      and(
        eq(enrolments.tokenHash, tokenHash),
        isNull(enrolments.usedAt),
        gt(enrolments.expiresAt, now),
      ),
    )
    .returning({ personId: enrolments.personId })
  return rows.length > 0
}
