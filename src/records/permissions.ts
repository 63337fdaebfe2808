import { hasRole, type Actor } from '../lib/actor.ts'
import type { StaffId } from '../lib/ids.ts'

/** Exports attendance and sees the counts of a period; personal numbers are for these two roles alone. */
export const mayExport = (actor: Actor, { staffId }: { staffId: StaffId }) => hasRole(actor, staffId, 'records', 'lead')
/** Exports a meeting that still runs, as it stands. */
export const mayExportRunning = (actor: Actor, { staffId }: { staffId: StaffId }) => hasRole(actor, staffId, 'lead')
