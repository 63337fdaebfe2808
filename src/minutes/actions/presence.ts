import type { z } from 'zod'
import { maySettle } from '../../attendance/rules/desk.ts'
import { storeNotThere, storeReport } from '../../attendance/steps.ts'
import type { Context } from '../../lib/context.ts'
import { DomainError, invalidField } from '../../lib/errors.ts'
import type { MeetingId } from '../../lib/ids.ts'
import { visibleMeeting } from '../../meetings/access.ts'
import { actOn } from '../../meetings/steps/change.ts'
import type { LatePresenceInput, MinutesView } from '../contract.ts'
import { draftOf } from '../currentDraft.ts'
import { refreshDraft } from '../draft.ts'
import { minutesView } from '../reading.ts'

/** Pages show whole minutes, so a time within the minute of the opening or the end is accepted. */
const sameMinuteMs = 60_000

/**
 * Records after the close how somebody took part who acted; possible until the release, and marked
 * as added later.
 */
export async function addPresence(
  ctx: Context,
  meetingId: MeetingId,
  { memberId, answer, from, until }: z.output<typeof LatePresenceInput>,
): Promise<MinutesView> {
  const found = await visibleMeeting(ctx, meetingId)
  const { staff, meeting } = found
  if (!maySettle(ctx.actor, { staffId: staff.id, minuteTakerId: meeting.minuteTakerId }))
    throw new DomainError('forbidden', 'Only lead, KGS and minute taker say how people took part')
  const changed = await actOn(ctx, found, async (tx, now) => {
    const row = await draftOf(tx, meetingId, { lock: true })
    const window = { openedAt: now.meeting.openedAt!, closedAt: now.meeting.closedAt! } // only closed meetings have minutes
    if (answer === 'notThere') await storeNotThere(ctx, tx, now, memberId)
    else
      await storeReport(ctx, tx, now, {
        memberId,
        mode: answer,
        from: from === undefined ? window.openedAt : within('from', from, window),
        until: until === undefined ? window.closedAt : within('until', until, window),
        source: 'addedLater',
      })
    return { found: now, row: (await refreshDraft(tx, now, { row, now: ctx.clock.now() }))! } // the draft is locked
  })
  ctx.live.publish(`meeting:${meetingId}:attendance`, `meeting:${meetingId}:minutes`)
  return minutesView(ctx, changed.found, changed.row)
}

/** A moment told after the close, moved into the meeting; throws where it lies outside. */
export function within(
  field: string,
  told: string,
  { openedAt, closedAt }: { openedAt: Date; closedAt: Date },
): Date {
  const ms = Date.parse(told)
  if (ms < openedAt.getTime() - sameMinuteMs || ms > closedAt.getTime() + sameMinuteMs)
    throw invalidField(field, 'lies outside the meeting', {
      value: told,
      expected: `from ${openedAt.toISOString()} to ${closedAt.toISOString()}`,
    })
  return new Date(Math.min(Math.max(ms, openedAt.getTime()), closedAt.getTime()))
}
