import type { RosterFollower } from '../lib/context.ts'
import { withdrawMails } from './store.ts'

/** Mails that still wait are not sent to a person who left the staff. */
export const mailFollowsRoster: RosterFollower = {
  async onLeaving(_ctx, tx, { staffId, personId }) {
    const withdrawn = await withdrawMails(tx, { staffId, personId })
    return { counts: { withdrawn }, topics: [`staff:${staffId}:outbox`] }
  },
}
