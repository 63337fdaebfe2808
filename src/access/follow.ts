import type { RosterFollower } from '../lib/context.ts'
import { endEnrolments, endForeignEnrolments } from './store/enrolments.ts'

/** Access codes given by a staff end with the membership. */
export const accessFollowsRoster: RosterFollower = {
  async onLeaving(ctx, tx, { personId }) {
    const codes = await endForeignEnrolments(tx, personId, ctx.clock.now())
    return { counts: { codes }, topics: [] }
  },
  onNewAddress: (ctx, tx, personId) => endEnrolments(tx, personId, ctx.clock.now()),
}
