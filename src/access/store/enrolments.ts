import { and, arrayOverlaps, eq, gt, isNull, notExists, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Db } from '../../lib/db.ts'
import type { PersonId, StaffId } from '../../lib/ids.ts'
import { members } from '../../roster/tables.ts'
import { accounts, enrolments } from '../tables.ts'

export type EnrolmentRow = {
  personId: PersonId
  /** null: the first start */
  createdBy: PersonId | null
  totpSecret: Uint8Array | null
  hasAccount: boolean
}

/** Makes a new right for a person; their earlier unused rights end. */
export async function insertEnrolment(
  db: Db,
  enrolment: {
    tokenHash: Uint8Array
    personId: PersonId
    createdBy: PersonId | null
    now: Date
    expiresAt: Date
    way: 'mail' | 'print' | null
  },
): Promise<void> {
  await endEnrolments(db, enrolment.personId, enrolment.now)
  const { now, ...row } = enrolment
  await db.insert(enrolments).values({ ...row, createdAt: now })
}

/** Ends all unused rights of the person. */
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
 * Ends the person's open rights whose giver does not give access in a staff the person still
 * belongs to, so all of them when they are in none. Gives their number.
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

/** The unused rights of the present members of a staff, by member. */
export async function openEnrolmentsIn(db: Db, staffId: StaffId, now: Date) {
  return db
    .select({
      memberId: members.id,
      givenAt: enrolments.createdAt,
      expiresAt: enrolments.expiresAt,
      way: enrolments.way,
    })
    .from(enrolments)
    .innerJoin(members, eq(members.personId, enrolments.personId))
    .where(
      and(
        eq(members.staffId, staffId),
        isNull(members.leftAt),
        isNull(enrolments.usedAt),
        gt(enrolments.expiresAt, now),
      ),
    )
    .orderBy(members.id)
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

/**
 * Keeps the secret that was shown first, so that a page loaded twice shows the same one; gives that
 * secret.
 */
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

/** Marks the right as used; false when it was used before or has expired. */
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
