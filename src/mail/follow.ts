import type { RosterFollower } from '../lib/context.ts'
import { withdrawMails } from './store.ts'

/** Who leaves is not sent what still waits for them. */
export const mailFollowsRoster: RosterFollower = {
  async onLeaving(_ctx, tx, { staffId, personId }) {
    const withdrawn = await withdrawMails(tx, { staffId, personId })
    return { counts: { withdrawn }, topics: [`staff:${staffId}:outbox`] }
  },
}
