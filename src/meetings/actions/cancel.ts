import type { Context } from '../../lib/context.ts'
import { DomainError } from '../../lib/errors.ts'
import type { MeetingId } from '../../lib/ids.ts'
import { plannable } from '../access.ts'
import { announce, announceEndOfGathering } from '../announce.ts'
import { transition } from '../rules/states.ts'
import { writeCancelled } from '../steps/cancel.ts'
import { actOn } from '../steps/change.ts'
import { inform } from '../steps/mail.ts'

export async function cancelMeeting(
  ctx: Context,
  meetingId: MeetingId,
  { reason }: { reason: string },
): Promise<void> {
  const found = await plannable(ctx, meetingId)
  await actOn(ctx, found, async (tx, { meeting: { state } }) => {
    const next = transition(state, 'cancel')
    if (!next.ok)
      throw new DomainError(next.reason, `A meeting that is ${state} cannot be cancelled`)
    const row = await writeCancelled(tx, ctx, { meetingId, reason })
    if (state === 'convened')
      await inform(tx, ctx, { ...found, meeting: row }, { kind: 'cancelled' })
  })
  announce(ctx, found.staff.id, [meetingId])
  announceEndOfGathering(ctx, meetingId)
}
