import { hasRole, seesContent, type Actor } from '../lib/actor.ts'
import type { StaffId } from '../lib/ids.ts'

type Of = { staffId: StaffId }

export const mayEditIncident = (actor: Actor, { staffId }: Of) =>
  hasRole(actor, staffId, 'lead', 'kgs')
export const maySeeIncidents = (actor: Actor, { staffId }: Of) =>
  seesContent(actor, staffId) || hasRole(actor, staffId, 'records')

/** An incident must end after it began and not in the future; null reopens it. */
export function isPossibleEnd({
  startedAt,
  endedAt,
  now,
}: {
  startedAt: Date
  endedAt: Date | null
  now: Date
}): boolean {
  return endedAt === null || (endedAt >= startedAt && endedAt <= now)
}
