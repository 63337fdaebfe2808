import { hasRole, seesContent } from '../lib/actor.ts'
import type { Context } from '../lib/context.ts'
import { DomainError, notFound } from '../lib/errors.ts'
import type { StaffId } from '../lib/ids.ts'
import type { MinutesListItem } from './contract.ts'
import { listMinutes } from './store.ts'

/** All minutes of a staff; the records desk sees the released ones. */
export async function minutesOfStaff(ctx: Context, staffId: StaffId): Promise<MinutesListItem[]> {
  if (!ctx.actor.memberships.some(m => m.staffId === staffId)) throw notFound('staff')
  const seesAll = seesContent(ctx.actor, staffId)
  if (!seesAll && !hasRole(ctx.actor, staffId, 'records'))
    throw new DomainError('forbidden', 'Your roles in this staff do not show minutes')
  return listMinutes(ctx.database.db, staffId, seesAll ? ['draft', 'released'] : ['released'])
}
