import { audit } from '../../audit/store.ts'
import type { Context } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import { DomainError } from '../../lib/errors.ts'
import type { MeetingId } from '../../lib/ids.ts'
import type { ConveneInput } from '../contract/meeting.ts'
import { type Out, requireMeant } from '../slot.ts'
import { transition } from '../rules/states.ts'
import { actOn, changeInTime } from '../steps/change.ts'
import type { MeetingInStaff } from '../store/meetings.ts'
import { plannable } from '../access.ts'
import { followRoster } from '../steps/invitees.ts'
import { inviteUntold } from '../steps/invite.ts'
import { announce } from '../announce.ts'
import { recordEvent } from '../store/events.ts'

export async function convene(
  ctx: Context,
  meetingId: MeetingId,
  { meant }: Out<typeof ConveneInput>,
): Promise<void> {
  const found = await plannable(ctx, meetingId)
  const act = async (tx: Db, now: MeetingInStaff) => {
    const { state } = now.meeting
    const next = transition(state, 'convene')
    if (!next.ok)
      throw new DomainError(next.reason, `A meeting that is ${state} cannot be convened`)
    requireMeant([now.meeting], { now: ctx.clock.now(), meant })
    // done while the meeting is still planned, so that people invited by this get only the one mail
    // that all get
    await followRoster(tx, ctx, [now])
    const row = await changeInTime(tx, meetingId, { from: ['planned'], set: { state: 'convened' } })
    await recordEvent(tx, {
      meetingId,
      kind: 'convened',
      at: ctx.clock.now(),
      byId: ctx.actor.personId,
    })
    await audit(ctx, tx, { staffId: row.staffId, action: 'meeting.convened', subject: meetingId })
    // the page says that nobody gets a mail after the planned end; an opening tells them
    if (row.endsAt > ctx.clock.now()) await inviteUntold(tx, ctx, { ...now, meeting: row })
  }
  await actOn(ctx, found, act, { holdsRoster: true })
  announce(ctx, found.staff.id, [meetingId])
}
