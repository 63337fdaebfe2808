import type { Context } from '../../lib/context.ts'
import type { MeetingId } from '../../lib/ids.ts'
import { plannable } from '../access.ts'
import type { MoveInput, MovePreview } from '../contract/meeting.ts'
import { isMovable } from '../rules/states.ts'
import { type Out, instantOf, slotOf } from '../slot.ts'
import { foreseen } from '../steps/foreseen.ts'
import { changesFor } from '../steps/invitees.ts'
import { rowsOfMembers } from '../store/attendees.ts'
import { latestReplies } from '../store/replies.ts'
import { overlapsAt, seenStaffs } from './overlaps.ts'

/** What a move would do to invitations and replies, and whom it would invite twice at that time. */
export async function movePreview(
  ctx: Context,
  meetingId: MeetingId,
  input: Omit<Out<typeof MoveInput>, 'revision'>,
): Promise<MovePreview> {
  const found = await plannable(ctx, meetingId)
  const slot = slotOf(instantOf(input, found.staff.zone), input.durationMin)
  const moved = { ...found, meeting: { ...found.meeting, ...slot } }
  const { db } = ctx.database
  const of = { staffId: found.staff.id, now: ctx.clock.now() }
  const changes = await changesFor(db, isMovable(found.meeting.state) ? [moved] : [])
  const { bring = [], back = [], out = [] } = changes[0]?.change ?? {}
  const [gone, returned] = [new Set(out), new Set(back.map(each => each.attendeeId))]
  const staying = (await rowsOfMembers(db, meetingId)).filter(
    ({ attendeeId, endedAt }) =>
      returned.has(attendeeId) || (endedAt === null && !gone.has(attendeeId)),
  )
  const ids = staying.map(each => each.attendeeId)
  const before = await latestReplies(db, [found], ids)
  const after = await latestReplies(db, [moved], ids)
  const counted = new Set(before.flatMap(each => (each.reply ? each.attendeeId : [])))
  const declined = new Set(
    after.flatMap(({ reply, attendeeId }) => (reply?.kind === 'declined' ? attendeeId : [])),
  )
  const coming = staying.filter(({ attendeeId }) => !declined.has(attendeeId))
  const overlaps = await overlapsAt(db, {
    ...of,
    meetingId,
    ...slot,
    memberIds: [...coming, ...bring].map(({ memberId }) => memberId),
    seen: seenStaffs(ctx),
    lang: ctx.actor.language,
  })
  return {
    ...(await foreseen(db, of, changes)),
    askedAgain: after.filter(each => !each.reply && counted.has(each.attendeeId)).length,
    toConfirm: after.filter(each => each.reply?.isToConfirm).length,
    overlapping: [...new Set(overlaps.map(each => each.memberName))],
  }
}
