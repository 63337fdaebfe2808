import { audit } from '../../audit/store.ts'
import type { Context } from '../../lib/context.ts'
import type { StaffId } from '../../lib/ids.ts'
import { permit } from '../../lib/permit.ts'
import { maySeeRoster } from '../rules/roster.ts'
import { setSharing } from '../store/sharing.ts'
import { publish } from './members.ts'

/** Stores whether a staff of the actor sees the actor's mobile number and organisation. */
export async function shareDetails(
  ctx: Context,
  staffId: StaffId,
  sharesDetails: boolean,
): Promise<void> {
  permit(ctx.actor, { staffId }, maySeeRoster)
  const { personId } = ctx.actor
  await ctx.database.transaction(async tx => {
    const subject = await setSharing(tx, { staffId, personId, sharesDetails })
    if (subject)
      await audit(ctx, tx, {
        staffId,
        action: 'member.sharingChanged',
        subject,
        details: { sharesDetails },
      })
  })
  publish(ctx, { staffId, personId })
}
