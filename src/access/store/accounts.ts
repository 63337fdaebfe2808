import { and, eq, isNull, lt } from 'drizzle-orm'
import type { Db } from '../../lib/db.ts'
import type { PersonId } from '../../lib/ids.ts'
import { raised } from '../../lib/raised.ts'
import { accounts } from '../tables.ts'
import { people } from '../../roster/tables.ts'

const nextGeneration = raised(accounts.deviceGeneration)

export type AccountRow = {
  personId: PersonId
  name: string
  email: string
  passwordHash: string
  totpSecret: Uint8Array
  totpLastStep: number
  deviceGeneration: number
}
const accountColumns = {
  personId: people.id,
  name: people.name,
  email: people.email,
  passwordHash: accounts.passwordHash,
  totpSecret: accounts.totpSecret,
  totpLastStep: accounts.totpLastStep,
  deviceGeneration: accounts.deviceGeneration,
}

export async function accountByEmail(db: Db, email: string): Promise<AccountRow | null> {
  const [row] = await db
    .select(accountColumns)
    .from(accounts)
    .innerJoin(people, eq(people.id, accounts.personId))
    .where(eq(people.email, email))
  return row ?? null
}

export async function accountOf(db: Db, personId: PersonId): Promise<AccountRow | null> {
  const [row] = await db
    .select(accountColumns)
    .from(accounts)
    .innerJoin(people, eq(people.id, accounts.personId))
    .where(eq(people.id, personId))
  return row ?? null
}

/**
 * Compares and sets in one statement: of two requests with one code, in any process, only one gets
 * true.
 */
export async function takeStep(db: Db, personId: PersonId, step: number): Promise<boolean> {
  const taken = await db
    .update(accounts)
    .set({ totpLastStep: step })
    .where(and(eq(accounts.personId, personId), lt(accounts.totpLastStep, step)))
    .returning({ personId: accounts.personId })
  return taken.length > 0
}

/**
 * Writes both factors, new or instead of the old ones, and marks the step of the confirming code as
 * used. Gives the new generation of browsers.
 */
export async function putAccount(
  db: Db,
  account: {
    personId: PersonId
    passwordHash: string
    totpSecret: Uint8Array
    step: number
    now: Date
  },
): Promise<number> {
  const values = {
    passwordHash: account.passwordHash,
    totpSecret: account.totpSecret,
    totpLastStep: account.step,
    changedAt: account.now,
  }
  const [row] = await db
    .insert(accounts)
    .values({ personId: account.personId, createdAt: account.now, ...values })
    .onConflictDoUpdate({
      target: accounts.personId,
      set: { ...values, deviceGeneration: nextGeneration },
    })
    .returning({ deviceGeneration: accounts.deviceGeneration })
  await db
    .update(people)
    .set({ enrolledAt: account.now })
    .where(and(eq(people.id, account.personId), isNull(people.enrolledAt)))
  return row!.deviceGeneration // the row was inserted or updated
}

/** Stores the same password with another cost; does nothing when it was changed in the meantime. */
export async function renewHash(
  db: Db,
  { personId, from, to }: { personId: PersonId; from: string; to: string },
): Promise<void> {
  await db
    .update(accounts)
    .set({ passwordHash: to })
    .where(and(eq(accounts.personId, personId), eq(accounts.passwordHash, from)))
}

/**
 * Makes browsers that signed in under the old password unknown; gives the new generation of
 * browsers.
 */
export async function setPassword(
  db: Db,
  personId: PersonId,
  passwordHash: string,
  now: Date,
): Promise<number> {
  const [row] = await db
    .update(accounts)
    .set({ passwordHash, changedAt: now, deviceGeneration: nextGeneration })
    .where(eq(accounts.personId, personId))
    .returning({ deviceGeneration: accounts.deviceGeneration })
  if (!row) throw new Error('The account whose password was to be set is gone')
  return row.deviceGeneration
}

/** Makes every browser of a person unknown. People of the sample have no account. */
export async function forgetDevices(db: Db, personId: PersonId): Promise<void> {
  await db
    .update(accounts)
    .set({ deviceGeneration: nextGeneration })
    .where(eq(accounts.personId, personId))
}

export async function setFactor(
  db: Db,
  personId: PersonId,
  factor: { totpSecret: Uint8Array; step: number; now: Date },
): Promise<void> {
  await db
    .update(accounts)
    .set({ totpSecret: factor.totpSecret, totpLastStep: factor.step, changedAt: factor.now })
    .where(eq(accounts.personId, personId))
}
