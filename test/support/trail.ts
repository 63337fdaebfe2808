import { asc, eq } from 'drizzle-orm'
import { auditTrail } from '../../src/audit/tables.ts'
import type { TestApp } from './app.ts'

/** The details of the audit rows of one action, in order. */
export async function audited(app: TestApp, action: string): Promise<Record<string, unknown>[]> {
  const rows = await app.deps.database.db
    .select()
    .from(auditTrail)
    .where(eq(auditTrail.action, action))
    .orderBy(asc(auditTrail.seq))
  return rows.map(row => row.details)
}
