import { randomBytes } from 'node:crypto'
import type { Deps } from '../lib/context.ts'
import type { Db } from '../lib/db.ts'
import { insertInstallation, readInstallation, removeExpired } from './store/installation.ts'

/** What the installation knows about itself; makes its secret at the very first start. */
export async function ensureInstallation(
  db: Db,
  now: Date,
): Promise<{ secret: Uint8Array; isSample: boolean }> {
  const before = await readInstallation(db)
  if (before) return { secret: before.secret, isSample: before.isSample }
  await insertInstallation(db, new Uint8Array(randomBytes(32)), now)
  const made = await readInstallation(db)
  if (!made) throw new Error('The installation could not be written')
  return { secret: made.secret, isSample: made.isSample }
}

/** Removes expired sessions, attempts, answers and enrolments; run now and then. */
export async function tidyAccounts(deps: Pick<Deps, 'database' | 'clock'>): Promise<void> {
  await removeExpired(deps.database.db, deps.clock.now())
}
