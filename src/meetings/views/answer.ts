import { titleOf } from '../rules/title.ts'
import type { Deps } from '../../lib/context.ts'
import { dialsIn } from '../../lib/modes.ts'
import { linkExpired, openLink } from '../link.ts'
import type { AnswerPage } from '../contract/reply.ts'
import { seatsFree } from '../rules/replies.ts'
import { byIdOf } from '../rules/representation.ts'
import { sidesIn } from '../sides.ts'
import { participationOfOne } from '../store/participation.ts'
import { seatedIn } from '../store/seats.ts'
import { datesToAnswer } from '../store/series.ts'
import { byNamesOf, namesOf, repliesOf } from './attendees.ts'
import { deputyOptions } from './deputies.ts'
import { overlapsIn } from './overlaps.ts'
import { eventsOf } from '../store/events.ts'

export async function answerPage(deps: Deps, token: string): Promise<AnswerPage> {
  const { found, attendeeId } = await openLink(deps, token)
  const { meeting, staff, incident } = found
  const { db } = deps.database
  const [participation, events, deputies, byNameOf, overlaps] = await Promise.all([
    participationOfOne(db, found),
    eventsOf(db, [meeting.id]),
    deputyOptions(db, found, attendeeId),
    byNamesOf(deps, found),
    // a link proves at most one factor, so it shows nothing of other staffs
    overlapsIn(db, {
      meetingIds: [meeting.id],
      seen: [staff.id],
      lang: staff.language,
      now: deps.clock.now(),
    }),
  ])
  const { participants, people } = participation
  const me = participants.find(p => p.attendeeId === attendeeId)
  if (!me) throw linkExpired()
  const sides = sidesIn(participation)(attendeeId)
  const seated = await seatedIn(db, meeting, participants)
  seated.delete(attendeeId)
  return {
    name: me.ownName,
    functions: sides.functions,
    deputyFor: sides.senders.map(({ name, functionLabels }) => ({
      name,
      functions: functionLabels,
    })),
    language: me.language,
    organisation: staff.organisation,
    staffName: staff.name,
    hotline: staff.hotline,
    meeting: {
      meetingId: meeting.id,
      title: titleOf(meeting, me),
      incidentTitle: incident.title,
      kind: meeting.kind,
      state: meeting.state,
      startsAt: meeting.startsAt.toISOString(),
      endsAt: meeting.endsAt.toISOString(),
      zone: staff.zone,
      place: meeting.place,
      movedFrom: events.findLast(({ kind }) => kind === 'moved')?.details.from ?? null,
      hasVirtualRoom: meeting.hasVirtualRoom,
      seatsFree: seatsFree(meeting.seats, seated.size),
      dialInNumber: staff.dialInNumber,
      dialInCode: dialsIn(me.reply?.mode) ? staff.dialInCode : '',
    },
    ...repliesOf(me, {
      nameOf: namesOf(participants),
      byNameOf,
      people: byIdOf(people),
    }),
    overlaps: overlaps
      .filter(each => each.attendeeId === attendeeId && each.isOurs)
      .map(({ meetingTitle, startsAt }) => ({ meetingTitle, startsAt })),
    deputies: deputies.filter(option => option.isRanked),
    seriesDates: await datesToAnswer(db, meeting, me),
  }
}
