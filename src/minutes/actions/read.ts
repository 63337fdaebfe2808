import type { Context } from '../../lib/context.ts'
import { DomainError, notFound } from '../../lib/errors.ts'
import type { MeetingId } from '../../lib/ids.ts'
import type { MeetingInStaff } from '../../meetings/store/meetings.ts'
import { visibleMeeting } from '../../meetings/access.ts'
import { maySeeMinutes } from '../rules/permissions.ts'
import { type MinutesRow, findMinutes } from '../store.ts'
import { freshened } from '../currentDraft.ts'

/** The minutes as this person may see them. A draft is composed again first if it is outdated. */
export async function readMinutes(
  ctx: Context,
  meetingId: MeetingId,
): Promise<{ found: MeetingInStaff; row: MinutesRow }> {
  const found = await visibleMeeting(ctx, meetingId)
  const row = await findMinutes(ctx.database.db, meetingId)
  if (!row) throw notFound('minutes: the meeting has not been closed')
  if (!maySeeMinutes(ctx.actor, { staffId: found.staff.id, state: row.state }))
    throw new DomainError('forbidden', 'Your roles in this staff do not show these minutes')
  return {
    found,
    row: (await freshened(ctx, found, row)) ?? (await findMinutes(ctx.database.db, meetingId))!,
  } // minutes are never deleted
}
