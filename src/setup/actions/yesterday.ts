import { enterAtDesk } from '../../attendance/actions/desk.ts'
import { insertSignals } from '../../attendance/store.ts'
import { DecisionInput, FaultInput, LogInput, OrderInput } from '../../journal/contract.ts'
import { type MeetingId, newId } from '../../lib/ids.ts'
import { conduct } from '../../meetings/actions/conduct.ts'
import { closeMeeting } from '../../minutes/actions/close.ts'
import { yesterday } from '../sample.ts'
import type { Cast } from './cast.ts'
import { attendeeOfMember } from '../../meetings/store/attendees.ts'
import { runAgendaItem } from '../../meetings/actions/agenda.ts'
import { agendaOf } from '../../meetings/store/agenda.ts'
import { decide, giveOrder, reportFault, writeLog } from '../../journal/actions/write.ts'
import { finish } from '../../journal/actions/change.ts'
import { entriesOfMeeting } from '../../journal/actions/read.ts'

/**
 * Plays the meeting of the day before from `began` on, so that the sample has minutes, orders and
 * records to show.
 */
export async function playYesterday(
  cast: Cast,
  { meetingId, began }: { meetingId: MeetingId; began: Date },
): Promise<void> {
  const at = (minute: number) => new Date(began.getTime() + minute * 60_000)
  await conduct(cast.as('koehler', at(yesterday.opens)), meetingId, 'open')
  await enterEverybody(cast, { meetingId, at })
  const agenda = await agendaOf(cast.db, meetingId)
  for (const [i, minute] of yesterday.agendaStarts.entries()) {
    const item = agenda[i]
    if (item)
      await runAgendaItem(
        cast.as('sommerfeld', at(minute)),
        { meetingId, itemId: item.itemId },
        'start',
      )
  }
  for (const entry of yesterday.entries) {
    const taker = cast.as('sommerfeld', at(entry.minute))
    const { text } = entry
    if (entry.kind === 'decision')
      await decide(taker, meetingId, DecisionInput.parse({ text, reason: entry.reason }))
    else if (entry.kind === 'log') await writeLog(taker, meetingId, LogInput.parse({ text }))
    else if (entry.kind === 'fault') await reportFault(taker, meetingId, FaultInput.parse({ text }))
    else {
      const dueAt = new Date(began.getTime() + entry.dueInH * 3_600_000).toISOString()
      await giveOrder(
        taker,
        meetingId,
        OrderInput.parse({ text, responsibleId: cast.memberId(entry.responsible), dueAt }),
      )
    }
  }
  await closeMeeting(cast.as('koehler', at(yesterday.closes)), meetingId, { reason: '' })
  const later = cast.as('sommerfeld', at(yesterday.closes + 180))
  const done = (await entriesOfMeeting(later, meetingId)).find(
    entry => entry.text === yesterday.done,
  )
  if (done) await finish(later, done.entryId, {})
}

/**
 * Enters people on site and on the phone as the desk would, and people on video as the media server
 * would report them.
 */
async function enterEverybody(
  cast: Cast,
  { meetingId, at }: { meetingId: MeetingId; at: (minute: number) => Date },
): Promise<void> {
  for (const { who, mode, stays } of yesterday.attendance) {
    const memberId = cast.memberId(who)
    if (mode !== 'video') {
      for (const [from, until] of stays) {
        await enterAtDesk(cast.as('yildiz', at(from)), meetingId, {
          desk: { memberId, mode },
          edge: 'in',
        })
        if (until !== null)
          await enterAtDesk(cast.as('yildiz', at(until)), meetingId, {
            desk: { memberId, mode },
            edge: 'out',
          })
      }
      continue
    }
    const attendee = await attendeeOfMember(cast.db, meetingId, memberId)
    if (!attendee) throw new Error(`"${who}" of the sample is not invited`)
    for (const [from, until] of stays) {
      const stay = newId('signal', at(from))
      const edges = [
        ['in', from],
        ['out', until ?? yesterday.closes],
      ] as const
      await insertSignals(
        cast.db,
        edges.map(([edge, minute]) => ({
          id: `sample:${stay}:${edge}`,
          meetingId,
          attendeeId: attendee.id,
          mode,
          stay,
          edge,
          at: at(minute),
          receivedAt: at(minute),
          source: 'mediaServer' as const,
        })),
      )
    }
  }
}
