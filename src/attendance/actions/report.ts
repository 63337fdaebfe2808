import type { z } from 'zod'
import type { Context } from '../../lib/context.ts'
import { membershipIn } from '../../lib/actor.ts'
import { DomainError, invalidField } from '../../lib/errors.ts'
import type { MeetingId } from '../../lib/ids.ts'
import { visibleMeeting } from '../../meetings/access.ts'
import { isRunning } from '../../meetings/rules/states.ts'
import { actOn, requireNotOver } from '../../meetings/steps/change.ts'
import type { PresenceInput } from '../contract.ts'
import { countsFrom, maySettle } from '../rules/desk.ts'
import { storeNotThere, storeReport } from '../steps.ts'
import { eventsOf } from '../../meetings/store/events.ts'

/** Stores the answer to *Wie sind Sie dabei?*, one's own or somebody else's. */
export async function reportPresence(
  ctx: Context,
  meetingId: MeetingId,
  { memberId, answer, from: told }: z.output<typeof PresenceInput>,
): Promise<void> {
  const found = await visibleMeeting(ctx, meetingId)
  const staffId = found.staff.id
  if (!maySettle(ctx.actor, { staffId, minuteTakerId: found.meeting.minuteTakerId }))
    throw new DomainError('forbidden', 'Only lead, KGS and minute taker say how people take part')
  const isOwn = membershipIn(ctx.actor, staffId)?.memberId === memberId
  await actOn(ctx, found, async (tx, now) => {
    requireNotOver(now.meeting.state)
    const { openedAt } = now.meeting
    if (!isRunning(now.meeting.state) || !openedAt)
      throw new DomainError('meetingNotOpen', 'The meeting has not been opened')
    if (answer === 'notThere') return storeNotThere(ctx, tx, now, memberId)
    const at = ctx.clock.now()
    if (
      told !== undefined &&
      (Date.parse(told) < openedAt.getTime() || Date.parse(told) > at.getTime())
    )
      throw invalidField('from', 'lies outside the meeting', {
        value: told,
        expected: `from ${openedAt.toISOString()} to ${at.toISOString()}`,
      })
    const opened = (await eventsOf(tx, [meetingId])).findLast(event => event.kind === 'opened')
    const isOpener = isOwn && opened?.byId === ctx.actor.personId
    await storeReport(ctx, tx, now, {
      memberId,
      mode: answer,
      from: told === undefined ? countsFrom({ now: at, openedAt, isOpener }) : new Date(told),
      until: null,
      source: isOwn ? 'selfReported' : 'onBehalf',
    })
  })
  ctx.live.publish(`meeting:${meetingId}:attendance`)
}
