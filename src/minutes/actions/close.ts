import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { receiveRoomSignal } from '../../attendance/actions/receive.ts'
import { audit } from '../../audit/store.ts'
import type { Context } from '../../lib/context.ts'
import { DomainError, invalidField } from '../../lib/errors.ts'
import { type MeetingId, newId } from '../../lib/ids.ts'
import { isRunning, mayLead, transition } from '../../meetings/rules/states.ts'
import { type MeetingInStaff, changeState } from '../../meetings/store/meetings.ts'
import { agendaItems } from '../../meetings/tables.ts'
import { visibleMeeting } from '../../meetings/access.ts'
import { endRoom, endingsOf } from '../../rooms/actions.ts'
import type { CloseInput } from '../contract.ts'
import { composeFor } from '../draft.ts'
import { insertMinutes } from '../store.ts'
import { lockMeeting } from '../../meetings/store/locks.ts'
import { recordEvent } from '../../meetings/store/events.ts'

/**
 * Closes the meeting and composes the draft of its minutes in one transaction. Of two people who
 * close at once, one succeeds. When the closing was forgotten, `endedAt` is the end; what happened
 * after it stays stored.
 */
export async function closeMeeting(
  ctx: Context,
  meetingId: MeetingId,
  { endedAt, reason }: z.output<typeof CloseInput>,
): Promise<MeetingInStaff> {
  const found = await visibleMeeting(ctx, meetingId)
  if (!mayLead(ctx.actor, { staffId: found.staff.id }))
    throw new DomainError('forbidden', 'Only the lead closes a meeting')
  // the time of the request counts, however long the media server takes to answer
  const at = ctx.clock.now()
  if (isRunning(found.meeting.state))
    for (const ending of await endingsOf(ctx, found.meeting.roomName))
      await receiveRoomSignal(ctx, ending)
  const closed = await ctx.database.transaction(async tx => {
    const current = await lockMeeting(tx, meetingId)
    const state = current?.state ?? found.meeting.state
    const next = transition(state, 'close')
    if (!next.ok)
      throw new DomainError(next.reason, `A meeting that is ${state} cannot be closed`, {
        details: { state },
      })
    const end = endOf(endedAt, { openedAt: current!.openedAt!, now: at }) // an open meeting has openedAt
    const row = await changeState(tx, meetingId, {
      from: [state],
      set: { state: next.to, closedAt: end },
    })
    const meeting = row! // the lock above proves that it exists
    await tx
      .update(agendaItems)
      .set({ endedAt: sql`greatest(${agendaItems.startedAt}, ${end.toISOString()}::timestamptz)` })
      .where(
        and(
          eq(agendaItems.meetingId, meetingId),
          isNotNull(agendaItems.startedAt),
          isNull(agendaItems.endedAt),
        ),
      )
    const told = endedAt === undefined ? {} : { endedAt: end.toISOString(), reason }
    await recordEvent(tx, {
      meetingId,
      kind: 'closed',
      at,
      byId: ctx.actor.personId,
      details: told,
    })
    await audit(ctx, tx, {
      staffId: meeting.staffId,
      action: 'meeting.closed',
      subject: meetingId,
      details: told,
    })
    const now = { ...found, meeting }
    const record = await composeFor(tx, now, { version: 1, now: at })
    await insertMinutes(tx, {
      id: newId('minutes', at),
      meetingId,
      version: 1,
      state: 'draft',
      record,
      edits: {},
      composedAt: at,
    })
    return now
  })
  ctx.live.publish(
    `meeting:${meetingId}`,
    `meeting:${meetingId}:attendance`,
    `meeting:${meetingId}:minutes`,
    `staff:${found.staff.id}`,
  )
  // not awaited, because closing does not depend on the media server; it logs its own failures
  void endRoom(ctx, closed.meeting.roomName)
  return closed
}

/** Pages show whole minutes, so an end within a minute of the opening or of now is accepted. */
const sameMinuteMs = 60_000

/** The end of the meeting. Throws invalid when it is before the opening or in the future. */
function endOf(told: string | undefined, { openedAt, now }: { openedAt: Date; now: Date }): Date {
  if (told === undefined) return now
  const ms = Date.parse(told)
  if (ms < openedAt.getTime() - sameMinuteMs)
    throw invalidField('endedAt', 'lies before the opening', {
      value: told,
      expected: `not before ${openedAt.toISOString()}`,
    })
  if (ms > now.getTime() + sameMinuteMs)
    throw invalidField('endedAt', 'lies in the future', {
      value: told,
      expected: `not after ${now.toISOString()}`,
    })
  return new Date(Math.min(Math.max(ms, openedAt.getTime()), now.getTime()))
}
