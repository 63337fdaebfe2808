import { hasRole, type Actor } from '../lib/actor.ts'
import type { StaffId } from '../lib/ids.ts'

/** Postausgang: lead and IT. */
export const maySeeOutbox = (actor: Actor, { staffId }: { staffId: StaffId }) => hasRole(actor, staffId, 'lead', 'it')
