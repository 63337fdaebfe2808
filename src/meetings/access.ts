import type { Context } from '../lib/context.ts'
import { notFound } from '../lib/errors.ts'
import type { MeetingId } from '../lib/ids.ts'
import { maySeeMeetings } from './rules/states.ts'
import { findMeeting, type MeetingInStaff } from './store/meetings.ts'

/** The meeting, if there is one and the actor's staff is its own; a foreign id is not found. */
export async function visibleMeeting(ctx: Context, meetingId: MeetingId): Promise<MeetingInStaff> {
  const found = await findMeeting(ctx.database.db, meetingId)
  if (!found || !maySeeMeetings(ctx.actor, { staffId: found.staff.id })) throw notFound('meeting')
  return found
}
