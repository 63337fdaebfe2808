import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import type { Db } from '../../lib/db.ts'
import type { PersonId } from '../../lib/ids.ts'
import { accounts, enrolments } from '../tables.ts'

export type EnrolmentRow = {
  personId: PersonId
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
  await db
    .update(enrolments)
    .set({ expiresAt: enrolment.now })
    .where(
      and(
        eq(enrolments.personId, enrolment.personId),
        isNull(enrolments.usedAt),
        gt(enrolments.expiresAt, enrolment.now),
      ),
    )
  const { tokenHash, personId, createdBy, now, expiresAt } = enrolment
  await db.insert(enrolments).values({ tokenHash, personId, createdBy, createdAt: now, expiresAt })
}

export async function openEnrolment(
  db: Db,
  tokenHash: Uint8Array,
  now: Date,
): Promise<EnrolmentRow | null> {
  const [row] = await db
    .select({
      personId: enrolments.personId,
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
    ? { personId: row.personId, totpSecret: row.totpSecret, hasAccount: row.account !== null }
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
