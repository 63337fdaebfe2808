import type { RosterFollower } from '../lib/context.ts'
import { endFeedOutside } from './feeds.ts'
import { withdrawMails } from './store/mails.ts'

/**
 * Mails that still wait are not sent to a person who left the staff. With the last staff the feed
 * ends for good, so that whoever comes back makes a new address.
 */
export const mailFollowsRoster: RosterFollower = {
  async onLeaving(_ctx, tx, { staffId, personId }) {
    const withdrawn = await withdrawMails(tx, { staffId, personId })
    await endFeedOutside(tx, personId)
    return { counts: { withdrawn }, topics: [`staff:${staffId}:outbox`] }
  },
}
