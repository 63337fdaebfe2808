import type { Context } from '../lib/context.ts'
import type { Db } from '../lib/db.ts'
import type { PersonId, StaffId } from '../lib/ids.ts'
import { auditTrail } from './tables.ts'

export type AuditEntry = {
  at: Date
  staffId: StaffId | null
  actorId: PersonId | null
  /** feature.verb, e.g. `meeting.closed` */
  action: string
  /** id of the thing acted on */
  subject: string
  details?: Record<string, unknown>
  requestId?: string
}

/** Appends to the trail; call it inside the transaction of the act it records. */
export async function recordAudit(tx: Db, entry: AuditEntry): Promise<void> {
  await tx
    .insert(auditTrail)
    .values({ ...entry, details: entry.details ?? {}, requestId: entry.requestId ?? null })
}

/** The same for a signed-in actor. */
export async function audit(
  ctx: Context,
  tx: Db,
  entry: { staffId: StaffId; action: string; subject: string; details?: Record<string, unknown> },
): Promise<void> {
  await recordAudit(tx, {
    ...entry,
    at: ctx.clock.now(),
    actorId: ctx.actor.personId,
    requestId: ctx.requestId,
  })
}
