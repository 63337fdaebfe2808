import { sql } from 'drizzle-orm'
import { enrolments } from '../access/tables.ts'
import type { Db } from '../lib/db.ts'
import { formerFunctions, functions, holders, members, people, staffs } from '../roster/tables.ts'

const setupLock = 7_203_512

/** Lets only one first start run at a time; held until the end of the transaction. */
export async function lockSetup(tx: Db): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${setupLock})`)
}

/**
 * Deletes the staff and people of a first start whose app code was never confirmed. Only for an
 * installation nobody has signed in to.
 */
export async function removeAbandonedSetup(tx: Db): Promise<void> {
  for (const table of [holders, members, formerFunctions, functions, staffs, enrolments, people])
    await tx.delete(table)
}
