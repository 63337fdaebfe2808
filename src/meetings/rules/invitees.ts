import type { Role } from '../../lib/actor.ts'
import type { MemberId } from '../../lib/ids.ts'
import { takesPart } from '../../roster/rules.ts'

/**
 * Who is invited, of those who take part in meetings: everyone who holds a function that day, and members who neither hold nor
 * deputise for one. Deputies are invited when somebody names them. `holders` are those of the day.
 */
export function invitedByPlan(
  members: readonly { memberId: MemberId; roles: readonly Role[] }[],
  holders: readonly { memberId: MemberId; rank: number }[],
): MemberId[] {
  const first = new Set(holders.filter(h => h.rank === 0).map(h => h.memberId))
  const any = new Set(holders.map(h => h.memberId))
  return members
    .filter(m => takesPart(m.roles) && (first.has(m.memberId) || !any.has(m.memberId)))
    .map(m => m.memberId)
}
