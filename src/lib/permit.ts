import { membershipIn, type Actor } from './actor.ts'
import { DomainError, notFound } from './errors.ts'
import type { StaffId } from './ids.ts'

/**
 * Throws `notFound` for a staff the actor does not belong to, and `forbidden` for an act their
 * roles do not allow.
 */
export function permit<Of extends { staffId: StaffId }>(
  actor: Actor,
  of: Of,
  may: (actor: Actor, of: Of) => boolean,
): void {
  if (!membershipIn(actor, of.staffId)) throw notFound('staff')
  if (!may(actor, of))
    throw new DomainError('forbidden', 'Your roles in this staff do not cover this')
}
