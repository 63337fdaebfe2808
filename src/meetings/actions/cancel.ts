import { audit } from '../../audit/store.ts'
import type { Context } from '../../lib/context.ts'
import { DomainError } from '../../lib/errors.ts'
import type { MeetingId } from '../../lib/ids.ts'
import { raised } from '../../lib/raised.ts'
import { transition } from '../rules/states.ts'
import { actOn, changeInTime } from '../steps/change.ts'
import { recordEvent } from '../store/meetings.ts'
import { meetings } from '../tables.ts'
import { plannable } from '../access.ts'
import { inform } from '../steps/mail.ts'
import { announce, announceEndOfGathering } from '../announce.ts'

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
    const row = await changeInTime(tx, meetingId, {
      from: ['planned', 'convened'],
      set: {
        state: 'cancelled',
        cancelReason: reason,
        sequence: raised(meetings.sequence),
      },
    })
    await recordEvent(tx, {
      meetingId,
      kind: 'cancelled',
      at: ctx.clock.now(),
      byId: ctx.actor.personId,
      details: { reason },
    })
    await audit(ctx, tx, { staffId: row.staffId, action: 'meeting.cancelled', subject: meetingId })
    if (state === 'convened')
      await inform(tx, ctx, { ...found, meeting: row }, { kind: 'cancelled' })
  })
  announce(ctx, found.staff.id, [meetingId])
  announceEndOfGathering(ctx, meetingId)
}
