import type { z } from 'zod'
import type { Visit } from '../../access/visit.ts'
import { notFound } from '../../lib/errors.ts'
import type { AttendeeId, MeetingId, MemberId } from '../../lib/ids.ts'
import { additionsFor, nameWith } from '../../lib/namesakes.ts'
import { matches } from '../../lib/search.ts'
import { takesPart } from '../../roster/rules/roster.ts'
import { openLink, openSeriesLink } from '../link.ts'
import type { DeputyOption, FoundDeputies } from '../contract/reply.ts'
import { rankedDeputies } from '../rules/replies.ts'
import { type Participation, activeMembers, participationOfOne } from '../store/participation.ts'
import { type MeetingInStaff, findMeeting } from '../store/meetings.ts'
import { placesOf } from '../store/series.ts'
import type { Db } from '../../lib/db.ts'
import { limits, placeOf, takeAttempt } from '../../lib/limits.ts'
import { displayName, sortName } from '../../roster/rules/names.ts'

type Option = z.infer<typeof DeputyOption>

/**
 * Members who may be named as deputy: those ranked for the person's functions first, then all
 * others who take part in meetings.
 */
export async function deputyOptions(
  db: Db,
  found: MeetingInStaff,
  attendeeId: AttendeeId,
): Promise<Option[]> {
  return (await possibleDeputies(db, found, attendeeId)).map(({ option }) => option)
}

const shownMatches = 8

/**
 * Behind a personal link: members other than the ranked ones with a name part that begins with the
 * typed text, and whether there are more.
 */
export async function findDeputies(
  visit: Visit,
  { token, meetingId, typed }: { token: string; meetingId?: MeetingId | undefined; typed: string },
): Promise<z.infer<typeof FoundDeputies>> {
  const { found, attendeeId } = meetingId
    ? await dateOfLink(visit, token, meetingId)
    : await openLink(visit, token)
  await takeAttempt(visit, limits.deputySearch, attendeeId)
  await takeAttempt(visit, limits.deputySearchAddress, placeOf(visit.address))
  const matching = (await possibleDeputies(visit.database.db, found, attendeeId)).filter(
    ({ name, option }) => !option.isRanked && matches(typed, name),
  )
  return {
    deputies: matching.slice(0, shownMatches).map(({ option }) => option),
    hasMore: matching.length > shownMatches,
  }
}

/** Another date of the series of a link. */
async function dateOfLink(visit: Visit, token: string, meetingId: MeetingId) {
  const { db } = visit.database
  const { found: own, memberId } = await openSeriesLink(visit, token)
  const found = await findMeeting(db, meetingId)
  const attendeeId = (await placesOf(db, memberId, [meetingId])).get(meetingId)
  if (!found || !attendeeId || found.meeting.seriesId !== own.meeting.seriesId)
    throw notFound('date of this series')
  return { found, attendeeId }
}

async function possibleDeputies(
  db: Db,
  found: MeetingInStaff,
  attendeeId: AttendeeId,
): Promise<{ name: string; option: Option }[]> {
  const [participation, all] = await Promise.all([
    participationOfOne(db, found),
    activeMembers(db, found.staff.id),
  ])
  const me = participation.participants.find(p => p.attendeeId === attendeeId)
  if (!me?.memberId) return []
  const ranked = rankedDeputies(me.memberId, me.plan.functionIds, participation.holders)
  const declined = new Set(
    participation.people.filter(p => p.reply?.kind === 'declined').map(p => p.memberId),
  )
  const place = (memberId: MemberId) =>
    ranked.includes(memberId) ? ranked.indexOf(memberId) : ranked.length
  const additions = additionsIn(participation, all)
  const held = functionsHeld(participation)
  return all
    .filter(row => row.member.id !== me.memberId && takesPart(row.member.roles))
    .sort(
      (a, b) =>
        place(a.member.id) - place(b.member.id) ||
        sortName(a.person).localeCompare(sortName(b.person), 'de'),
    )
    .map(({ member, person }) => ({
      name: person.name,
      option: {
        memberId: member.id,
        name: nameWith(displayName(person), additions.get(member.id)),
        isRanked: ranked.includes(member.id),
        functions: held.get(member.id) ?? [],
        hasDeclined: declined.has(member.id),
      },
    }))
}

/** The functions that members hold on the day of the meeting, not those they are deputies for. */
function functionsHeld({
  holders,
  functions,
}: Pick<Participation, 'holders' | 'functions'>): Map<MemberId, string[]> {
  const labels = new Map(functions.map(fn => [fn.functionId, fn.label]))
  const held = Map.groupBy(
    holders.filter(({ rank }) => rank === 0),
    holder => holder.memberId,
  )
  return new Map(
    [...held].map(([memberId, of]) => [
      memberId,
      of.flatMap(({ functionId }) => labels.get(functionId) ?? []),
    ]),
  )
}

/**
 * Additions that tell members of equal name apart, by their functions on the day of the meeting.
 */
export function additionsIn(
  { holders, functions }: Pick<Participation, 'holders' | 'functions'>,
  all: Awaited<ReturnType<typeof activeMembers>>,
): Map<string, string> {
  const labels = new Map(functions.map(fn => [fn.functionId, fn.label]))
  const held = Map.groupBy(holders, holder => holder.memberId)
  return additionsFor(
    all.map(({ member, person }) => ({
      id: member.id,
      name: displayName(person),
      organisation: person.organisation,
      functions: (held.get(member.id) ?? []).flatMap(holder => labels.get(holder.functionId) ?? []),
    })),
  )
}
