import { audit } from '../../audit/store.ts'
import type { Context } from '../../lib/context.ts'
import type { MemberId, StaffId } from '../../lib/ids.ts'
import { changeRoster, followed, foreseen } from '../steps.ts'
import { endLinks } from '../store/links.ts'
import { takeOut } from './members.ts'

/**
 * Takes somebody out of a staff. The same transaction ends their personal links, their open
 * invitations and whatever else they could still use or receive.
 */
export async function removeMember(
  ctx: Context,
  of: { staffId: StaffId; memberId: MemberId },
): Promise<void> {
  const { staffId, memberId } = of
  const left = await changeRoster(ctx, { staffId, leaving: memberId }, async tx => {
    const person = await takeOut(ctx, tx, of)
    if (!person) return null
    const links = await endLinks(tx, { personId: person.id, staffId })
    const consequences = []
    for (const { onLeaving } of ctx.rosterFollowers)
      consequences.push(await onLeaving(ctx, tx, { ...of, personId: person.id }))
    consequences.push(await followed(ctx, tx, staffId))
    const counts = Object.assign({ links }, ...consequences.map(({ counts }) => counts))
    await audit(ctx, tx, { staffId, action: 'member.left', subject: memberId, details: counts })
    return { personId: person.id, topics: consequences.flatMap(({ topics }) => topics) }
  })
  if (left) ctx.live.publish(`staff:${staffId}`, `person:${left.personId}`, ...left.topics)
}

export const foreseeLeaving = (ctx: Context, of: { staffId: StaffId; memberId: MemberId }) =>
  foreseen(ctx, { staffId: of.staffId, leaving: of.memberId }, tx => takeOut(ctx, tx, of))
