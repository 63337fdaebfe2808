import type { Context } from '../lib/context.ts'
import { DomainError, notFound } from '../lib/errors.ts'
import type { MeetingId } from '../lib/ids.ts'
import { mayPlan, maySeeMeetings } from './rules/states.ts'
import { type MeetingInStaff, findMeeting } from './store/meetings.ts'

/**
 * The meeting, if the actor belongs to its staff; else `notFound`, as for an id that does not
 * exist.
 */
export async function visibleMeeting(ctx: Context, meetingId: MeetingId): Promise<MeetingInStaff> {
  const found = await findMeeting(ctx.database.db, meetingId)
  if (!found || !maySeeMeetings(ctx.actor, { staffId: found.staff.id })) throw notFound('meeting')
  return found
}

export async function plannable(ctx: Context, meetingId: MeetingId): Promise<MeetingInStaff> {
  const found = await visibleMeeting(ctx, meetingId)
  if (!mayPlan(ctx.actor, { staffId: found.staff.id }))
    throw new DomainError('forbidden', 'Only lead and KGS plan meetings')
  return found
}
