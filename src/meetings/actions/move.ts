import type { Context } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import { DomainError } from '../../lib/errors.ts'
import type { MeetingId } from '../../lib/ids.ts'
import type { MoveAtInput, MoveInput } from '../contract/meeting.ts'
import { isMovable } from '../rules/states.ts'
import { actOn, requireNotOver } from '../steps/change.ts'
import type { MeetingInStaff } from '../store/meetings.ts'
import { plannable } from '../access.ts'
import { type Out, instantOf, requireMeant, slotOf } from '../slot.ts'
import { moveTo } from '../steps/move.ts'
import { announce, announceEndOfGathering } from '../announce.ts'

/**
 * Moves the meeting, which keeps its id and the history of its dates. Everyone concerned gets one
 * mail, people whose invitation begins or ends by it included. Another beginning makes another
 * gathering: nobody counts as present any more, and the virtual room is a new one.
 */
export async function moveMeeting(
  ctx: Context,
  meetingId: MeetingId,
  input: Out<typeof MoveInput> | Out<typeof MoveAtInput>,
): Promise<void> {
  const found = await plannable(ctx, meetingId)
  const startsAt =
    'startsAt' in input ? new Date(input.startsAt) : instantOf(input, found.staff.zone)
  const slot = slotOf(startsAt, input.durationMin)
  const act = async (tx: Db, was: MeetingInStaff) => {
    const before = was.meeting
    requireNotOver(before.state)
    if (!isMovable(before.state))
      throw new DomainError('wrongState', 'The meeting has begun; it can be paused or closed')
    const isAnother = before.startsAt.getTime() !== slot.startsAt.getTime()
    if (!isAnother && before.endsAt.getTime() === slot.endsAt.getTime()) return null
    if (isAnother) requireMeant([slot], { now: ctx.clock.now(), meant: input.meant })
    const { ended } = await moveTo(tx, ctx, was, { slot, revision: input.revision })
    return { isAnother, topics: ended.map(id => `person:${id}` as const) }
  }
  const done = await actOn(ctx, found, act, { holdsRoster: true })
  if (!done) return
  announce(ctx, found.staff.id, [meetingId])
  ctx.live.publish(
    `meeting:${meetingId}:replies`,
    `meeting:${meetingId}:attendance`,
    ...done.topics,
  )
  if (done.isAnother) announceEndOfGathering(ctx, meetingId)
}
