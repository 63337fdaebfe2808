import type { Context, InvitationChanges } from '../../lib/context.ts'
import { DomainError } from '../../lib/errors.ts'
import type { MeetingId } from '../../lib/ids.ts'
import type { MoveAtInput, MoveInput } from '../contract/meeting.ts'
import { isMovable } from '../rules/states.ts'
import { requireNotOver } from '../steps/change.ts'
import { plannable } from '../access.ts'
import { type Out, instantOf, requireMeant, slotOf } from '../slot.ts'
import { holdStaff } from '../../roster/store/members.ts'
import { foreseen } from '../steps/foreseen.ts'
import { changesFor } from '../steps/invitees.ts'
import { moveTo } from '../steps/move.ts'
import { announce, announceEndOfGathering } from '../announce.ts'

/** Who would be invited on the other day, and whose invitation would end; nothing is saved. */
export async function foreseeMove(
  ctx: Context,
  meetingId: MeetingId,
  input: Omit<Out<typeof MoveInput>, 'revision'>,
): Promise<InvitationChanges> {
  const found = await plannable(ctx, meetingId)
  const slot = slotOf(instantOf(input, found.staff.zone), input.durationMin)
  const moved = { ...found, meeting: { ...found.meeting, ...slot } }
  const { db } = ctx.database
  return foreseen(
    db,
    { staffId: found.staff.id, now: ctx.clock.now() },
    await changesFor(db, isMovable(found.meeting.state) ? [moved] : []),
  )
}

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
  const before = found.meeting
  requireNotOver(before.state)
  if (!isMovable(before.state))
    throw new DomainError('wrongState', 'The meeting has begun; it can be paused or closed')
  if (
    before.startsAt.getTime() === slot.startsAt.getTime() &&
    before.endsAt.getTime() === slot.endsAt.getTime()
  )
    return
  const isAnother = before.startsAt.getTime() !== slot.startsAt.getTime()
  if (isAnother) requireMeant([slot], { now: ctx.clock.now(), meant: input.meant })
  const { ended } = await ctx.database.transaction(async tx => {
    await holdStaff(tx, found.staff.id)
    return moveTo(tx, ctx, found, { slot, revision: input.revision })
  })
  announce(ctx, found.staff.id, [meetingId])
  ctx.live.publish(
    `meeting:${meetingId}:replies`,
    `meeting:${meetingId}:attendance`,
    ...ended.map(id => `person:${id}` as const),
  )
  if (isAnother) announceEndOfGathering(ctx, meetingId)
}
