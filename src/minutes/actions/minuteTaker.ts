import { audit } from '../../audit/store.ts'
import type { Context } from '../../lib/context.ts'
import { DomainError } from '../../lib/errors.ts'
import type { MeetingId, MemberId } from '../../lib/ids.ts'
import { changeState } from '../../meetings/store/meetings.ts'
import { visibleMeeting } from '../../meetings/access.ts'
import type { MinutesView } from '../contract.ts'
import { refreshDraft } from '../draft.ts'
import { mayNameMinuteTaker } from '../rules/permissions.ts'
import { minutesView } from '../reading.ts'
import { requireTakingPart } from '../../meetings/steps/attendees.ts'
import { draftOf } from '../currentDraft.ts'
import { lockMeeting } from '../../meetings/store/locks.ts'
import { recordEvent } from '../../meetings/store/events.ts'

/**
 * Names the minute taker after the close; while the meeting runs, that is a change of the meeting.
 */
export async function nameMinuteTaker(
  ctx: Context,
  meetingId: MeetingId,
  memberId: MemberId,
): Promise<MinutesView> {
  const found = await visibleMeeting(ctx, meetingId)
  const staffId = found.staff.id
  if (!mayNameMinuteTaker(ctx.actor, { staffId }))
    throw new DomainError('forbidden', 'Only the lead names who kept the minutes')
  const changed = await ctx.database.transaction(async tx => {
    await lockMeeting(tx, meetingId)
    const row = await draftOf(tx, meetingId, { lock: true })
    await requireTakingPart(tx, staffId, { field: 'memberId', memberId })
    const meeting = await changeState(tx, meetingId, {
      from: ['closed'],
      set: { minuteTakerId: memberId },
    })
    await recordEvent(tx, {
      meetingId,
      kind: 'minuteTaker',
      at: ctx.clock.now(),
      byId: ctx.actor.personId,
      details: { memberId },
    })
    await audit(ctx, tx, {
      staffId,
      action: 'minutes.minuteTakerNamed',
      subject: row.id,
      details: { memberId },
    })
    const now = { ...found, meeting: meeting! } // the meeting is locked, and only closed meetings have minutes
    return { found: now, row: (await refreshDraft(tx, now, { row, now: ctx.clock.now() }))! } // the draft is locked
  })
  ctx.live.publish(`meeting:${meetingId}`, `meeting:${meetingId}:minutes`)
  return minutesView(ctx, changed.found, changed.row)
}
