import type { Context } from '../lib/context.ts'
import type { StaffId } from '../lib/ids.ts'
import { permit } from '../lib/permit.ts'
import { MinutesState, type MinutesListItem } from './contract.ts'
import { maySeeMinutes } from './rules/permissions.ts'
import { listMinutes } from './store.ts'

/** All minutes of a staff; the records desk sees only released ones. */
export async function minutesOfStaff(ctx: Context, staffId: StaffId): Promise<MinutesListItem[]> {
  permit(ctx.actor, { staffId, state: 'released' }, maySeeMinutes)
  const seen = MinutesState.options.filter(state => maySeeMinutes(ctx.actor, { staffId, state }))
  return listMinutes(ctx.database.db, { staffId, states: seen, now: ctx.clock.now() })
}
