import { audit } from '../audit/store.ts'
import type { Context } from '../lib/context.ts'
import type { Db } from '../lib/db.ts'
import { notFound } from '../lib/errors.ts'
import type { IncidentId, StaffId } from '../lib/ids.ts'
import type { IncidentInput } from './contract.ts'
import { insertIncident, updateIncident } from './store.ts'
import type { incidents } from './tables.ts'

/**
 * Adds an incident and its audit row, so that every way to begin one has the same audit name.
 * Checks no permission.
 */
export async function beginIncident(
  tx: Db,
  ctx: Context,
  staffId: StaffId,
  incident: IncidentInput,
): Promise<typeof incidents.$inferSelect> {
  const row = await insertIncident(tx, { ...incident, staffId, at: ctx.clock.now() })
  await audit(ctx, tx, {
    staffId,
    action: 'incident.added',
    subject: row.id,
    details: { kind: row.kind },
  })
  return row
}

/**
 * Writes the new name or end of an incident, and its audit row. Checks no permission. Locks the
 * incident until the end of the transaction.
 */
export async function writeIncident(
  tx: Db,
  ctx: Context,
  { staffId, incidentId }: { staffId: StaffId; incidentId: IncidentId },
  set: { title?: string; endedAt?: Date | null },
): Promise<void> {
  if (!(await updateIncident(tx, { staffId, incidentId, at: ctx.clock.now() }, set)))
    throw notFound('incident')
  await audit(ctx, tx, {
    staffId,
    action: 'incident.changed',
    subject: incidentId,
    details: { ...set, ...(set.endedAt ? { endedAt: set.endedAt.toISOString() } : {}) },
  })
}
