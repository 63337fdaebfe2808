import type { Context } from '../lib/context.ts'
import type { StaffId } from '../lib/ids.ts'
import { titleOf } from '../meetings/rules/title.ts'
import { permit } from '../lib/permit.ts'
import { MinutesState, type MinutesListItem } from './contract.ts'
import { maySeeMinutes } from './rules/permissions.ts'
import { listMinutes } from './store.ts'

/** All minutes of a staff; the records desk sees only released ones. */
export async function minutesOfStaff(ctx: Context, staffId: StaffId): Promise<MinutesListItem[]> {
  permit(ctx.actor, { staffId, state: 'released' }, maySeeMinutes)
  const seen = MinutesState.options.filter(state => maySeeMinutes(ctx.actor, { staffId, state }))
  const list = await listMinutes(ctx.database.db, { staffId, states: seen, now: ctx.clock.now() })
  return list.map(({ meetingTitle: title, ...each }) => ({
    ...each,
    meetingTitle: titleOf({ title, number: each.number }, ctx.actor),
  }))
}
