import type { Context, Deps } from '../../lib/context.ts'
import { DomainError } from '../../lib/errors.ts'
import type { MeetingId, MemberId } from '../../lib/ids.ts'
import { startsOn } from '../../lib/time.ts'
import { visibleMeeting } from '../access.ts'
import type { SeriesAnswers, SeriesDate } from '../contract/seriesAnswers.ts'
import { linkExpired, openSeriesLink } from '../link.ts'
import { requirePlaceIn } from '../place.ts'
import { seatsFree } from '../rules/replies.ts'
import { byIdOf } from '../rules/representation.ts'
import { isRunning } from '../rules/states.ts'
import { type MeetingInStaff } from '../store/meetings.ts'
import { type Participation, participationOf } from '../store/participation.ts'
import { seatedIn } from '../store/seats.ts'
import { meetingsOfSeries, placesOf } from '../store/series.ts'
import { byNamesOf, namesOf, type Names, repliesOf } from './attendees.ts'
import { deputyOptions } from './deputies.ts'

/** All dates of the meeting's series with the actor's own replies. */
export async function mySeriesAnswers(ctx: Context, meetingId: MeetingId): Promise<SeriesAnswers> {
  const found = await visibleMeeting(ctx, meetingId)
  const { memberId } = await requirePlaceIn(ctx, found)
  if (!memberId || !found.meeting.seriesId)
    throw new DomainError('wrongState', 'The meeting belongs to no series')
  const answers = await seriesAnswers(ctx, { found, memberId })
  if (!answers) throw new DomainError('wrongState', 'No date of the series is left')
  return answers
}

/** The same behind a personal link of one of the dates. */
export async function seriesAnswersByLink(deps: Deps, token: string): Promise<SeriesAnswers> {
  const answers = await seriesAnswers(deps, await openSeriesLink(deps, token))
  if (!answers) throw linkExpired()
  return answers
}

async function seriesAnswers(
  deps: Deps,
  { found, memberId }: { found: MeetingInStaff; memberId: MemberId },
): Promise<SeriesAnswers | null> {
  const { db } = deps.database
  const { staff, incident } = found
  // the caller checked that it belongs to a series
  const told = (await meetingsOfSeries(db, found.meeting.seriesId!)).filter(
    ({ meeting }) => meeting.state !== 'planned',
  )
  const places = await placesOf(
    db,
    memberId,
    told.map(({ meeting }) => meeting.id),
  )
  const mine = told.filter(({ meeting }) => places.has(meeting.id))
  const today = startsOn(deps.clock.now(), staff.zone)
  const shown = mine.filter(
    ({ meeting }) => startsOn(meeting.startsAt, staff.zone) >= today || isRunning(meeting.state),
  )
  const participations = await participationOf(db, shown)
  const byNameOf = await byNamesOf(deps, found)
  const [sample] = shown
  const sampleId = sample && places.get(sample.meeting.id)
  const options = sample && sampleId ? await deputyOptions(db, sample, sampleId) : []
  const deputies = options.filter(option => option.isRanked)
  const ranked = new Set(deputies.map(each => each.memberId))
  const dates: SeriesDate[] = []
  for (const date of shown) {
    const participation = participations.get(date.meeting.id)
    if (participation)
      dates.push(...(await dateView(deps, date, { participation, memberId, ranked, byNameOf })))
  }
  const me = shown.flatMap(({ meeting }) => participations.get(meeting.id)?.participants ?? [])
  const self = me.find(each => each.memberId === memberId)
  if (!self) return null
  return {
    name: self.ownName,
    language: self.language,
    organisation: staff.organisation,
    staffName: staff.name,
    hotline: staff.hotline,
    zone: staff.zone,
    incidentTitle: incident.title,
    kind: found.meeting.kind,
    dialInNumber: staff.dialInNumber,
    dates,
    past: mine.length - shown.length,
    deputies: deputies.map(({ hasDeclined: _, ...option }) => option),
  }
}

async function dateView(
  deps: Deps,
  { meeting }: MeetingInStaff,
  {
    participation: { participants, people },
    memberId,
    ranked,
    byNameOf,
  }: {
    participation: Participation
    memberId: MemberId
    ranked: ReadonlySet<MemberId>
    byNameOf: Names['byNameOf']
  },
): Promise<SeriesDate[]> {
  const me = participants.find(each => each.memberId === memberId)
  if (!me) return []
  const seated = await seatedIn(deps.database.db, meeting, participants)
  seated.delete(me.attendeeId)
  return [
    {
      meetingId: meeting.id,
      state: meeting.state,
      startsAt: meeting.startsAt.toISOString(),
      endsAt: meeting.endsAt.toISOString(),
      place: meeting.place,
      hasVirtualRoom: meeting.hasVirtualRoom,
      seatsFree: seatsFree(meeting.seats, seated.size),
      ...repliesOf(me, { nameOf: namesOf(participants), byNameOf, people: byIdOf(people) }),
      declinedDeputies: people.flatMap(({ memberId: id, reply }) =>
        id && ranked.has(id) && reply?.kind === 'declined' ? id : [],
      ),
    },
  ]
}
