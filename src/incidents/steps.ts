import { audit } from '../audit/store.ts'
import type { Context } from '../lib/context.ts'
import type { Db } from '../lib/db.ts'
import type { StaffId } from '../lib/ids.ts'
import type { IncidentInput } from './contract.ts'
import { insertIncident } from './store.ts'
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
