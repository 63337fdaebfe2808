import { signalsOf } from '../attendance/store.ts'
import { audit } from '../audit/store.ts'
import { writersOf } from '../journal/store.ts'
import type { Context } from '../lib/context.ts'
import { DomainError } from '../lib/errors.ts'
import type { MeetingId } from '../lib/ids.ts'
import { visibleMeeting } from '../meetings/access.ts'
import { announce } from '../meetings/announce.ts'
import { mayLead } from '../meetings/rules/states.ts'
import { ownTitle } from '../meetings/rules/title.ts'
import { actOn, changeInTime } from '../meetings/steps/change.ts'
import { agendaOf } from '../meetings/store/agenda.ts'
import { takeNumber } from '../meetings/store/meetings.ts'
import { isMistakeToUndo } from './rules/mistaken.ts'
import { eventsOf, recordEvent } from '../meetings/store/events.ts'

/**
 * Takes a mistaken opening back: the meeting is convened again, and its number is free for the next
 * one that is opened. Both acts stay in the history and in the audit.
 */
export async function takeOpeningBack(ctx: Context, meetingId: MeetingId): Promise<void> {
  const found = await visibleMeeting(ctx, meetingId)
  const { staff, incident } = found
  if (!mayLead(ctx.actor, { staffId: staff.id }))
    throw new DomainError('forbidden', 'Only the lead takes an opening back')
  await actOn(ctx, found, async (tx, { meeting }) => {
    // holds the incident, so that nobody takes the next number meanwhile
    const next = await takeNumber(tx, incident.id)
    const [signals, writers, agenda, events] = await Promise.all([
      signalsOf(tx, [meetingId]),
      writersOf(tx, [meetingId]),
      agendaOf(tx, meetingId),
      eventsOf(tx, [meetingId]),
    ])
    const opened = events.findLast(({ kind }) => kind === 'opened')
    const isMistake = isMistakeToUndo({
      state: meeting.state,
      hasAttendance: (signals.get(meetingId) ?? []).length > 0,
      hasEntries: writers.length > 0,
      hasBegunAgenda: agenda.some(item => item.startedAt !== null),
      isLastNumber: meeting.number !== null && next === meeting.number + 1,
      wasMoved: events.some(
        ({ kind, at }) => kind === 'moved' && at.getTime() === opened?.at.getTime(),
      ),
    })
    if (!isMistake)
      throw new DomainError('wrongState', 'The meeting has begun; its opening stays', {
        details: { state: meeting.state },
      })
    await changeInTime(tx, meetingId, {
      from: ['open'],
      set: { state: 'convened', openedAt: null, number: null, title: ownTitle(meeting) },
    })
    const at = ctx.clock.now()
    await recordEvent(tx, { meetingId, kind: 'unopened', at, byId: ctx.actor.personId })
    await audit(ctx, tx, { staffId: staff.id, action: 'meeting.unopened', subject: meetingId })
  })
  announce(ctx, staff.id, [meetingId])
  ctx.live.publish(`meeting:${meetingId}:attendance`)
}
