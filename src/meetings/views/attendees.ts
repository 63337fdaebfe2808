import type { z } from 'zod'
import { limits, placeOf, takeAttempt } from '../../access/limits.ts'
import type { Visit } from '../../access/visit.ts'
import type { Context, Deps } from '../../lib/context.ts'
import type { AttendeeId, FunctionId, MeetingId, MemberId } from '../../lib/ids.ts'
import { matches } from '../../lib/search.ts'
import type { ReplyView } from '../contract/meeting.ts'
import { mayActForOthers } from '../rules/states.ts'
import { displayName, takesPart } from '../../roster/rules.ts'
import { visibleMeeting } from '../access.ts'
import { linkExpired, openLink } from '../link.ts'
import type {
  AnswerPage,
  AttendeeView,
  DeputyOption,
  FoundDeputies,
  ReplyChange,
} from '../contract/reply.ts'
import { linksOf, rankedDeputies, seatsFree } from '../rules/replies.ts'
import {
  activeMembers,
  participationOfOne,
  replyHistory,
  type Participant,
  type ReplyFact,
} from '../store/participation.ts'
import { eventsOf, type MeetingInStaff } from '../store/meetings.ts'
import type { Db } from '../../lib/db.ts'

export function replyView(
  reply: ReplyFact,
  nameOf: (id: AttendeeId) => string | null,
): z.infer<typeof ReplyView> {
  return {
    kind: reply.kind,
    mode: reply.mode,
    deputyName: reply.deputyId ? nameOf(reply.deputyId) : null,
    deputyAttendeeId: reply.deputyId,
    at: reply.at.toISOString(),
    byName: reply.byName,
    source: reply.source,
  }
}

/** Everyone of a meeting with promise and functions; mobile numbers and mail trouble only for lead and KGS. */
export async function attendeeList(ctx: Context, meetingId: MeetingId): Promise<AttendeeView[]> {
  const found = await visibleMeeting(ctx, meetingId)
  const participation = await participationOfOne(ctx.database.db, found)
  const isDesk = mayActForOthers(ctx.actor, { staffId: found.staff.id })
  const { participants, functions } = participation
  const ground = {
    isDesk,
    nameOf: namesOf(participants),
    labels: new Map(functions.map(f => [f.functionId, f.label])),
    links: linksOf(participants.map(p => p.plan)),
  }
  return participants.map(p => attendeeView(p, ground))
}

export async function replyChanges(
  ctx: Context,
  meetingId: MeetingId,
): Promise<z.infer<typeof ReplyChange>[]> {
  const found = await visibleMeeting(ctx, meetingId)
  const { names } = await participationOfOne(ctx.database.db, found)
  const nameOf = (id: AttendeeId) => names.get(id) ?? null
  const rows = await replyHistory(ctx.database.db, meetingId)
  return rows.map(({ reply, byTitle, byName }) => ({
    attendeeId: reply.attendeeId,
    name: nameOf(reply.attendeeId) ?? '',
    reply: replyView(
      {
        ...reply,
        byName: byName === null ? null : displayName({ title: byTitle ?? '', name: byName }),
      },
      nameOf,
    ),
  }))
}

type Option = z.infer<typeof DeputyOption>

/** Members one may name as deputy: those ranked for one's functions first, then everybody of the staff who takes part. */
export async function deputyOptions(
  db: Db,
  found: MeetingInStaff,
  attendeeId: AttendeeId,
): Promise<Option[]> {
  return (await possibleDeputies(db, found, attendeeId)).map(({ option }) => option)
}

const shownMatches = 8

/** Behind a personal link: members besides the ranked ones whose name has parts that begin so, and whether there are more. */
export async function findDeputies(
  visit: Visit,
  { token, typed }: { token: string; typed: string },
): Promise<z.infer<typeof FoundDeputies>> {
  const { found, attendeeId } = await openLink(visit, token)
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
  const place = (memberId: MemberId) =>
    ranked.includes(memberId) ? ranked.indexOf(memberId) : ranked.length
  return all
    .filter(row => row.member.id !== me.memberId && takesPart(row.member.roles))
    .sort((a, b) => place(a.member.id) - place(b.member.id))
    .map(({ member, person }) => ({
      name: person.name,
      option: {
        memberId: member.id,
        name: displayName(person),
        isRanked: ranked.includes(member.id),
      },
    }))
}

export async function answerPage(deps: Deps, token: string): Promise<AnswerPage> {
  const { found, attendeeId } = await openLink(deps, token)
  const { meeting, staff, incident } = found
  const { db } = deps.database
  const [{ participants }, events, deputies] = await Promise.all([
    participationOfOne(db, found),
    eventsOf(db, [meeting.id]),
    deputyOptions(db, found, attendeeId),
  ])
  const me = participants.find(p => p.attendeeId === attendeeId)
  if (!me) throw linkExpired()
  const promised = participants.filter(
    p => p.reply?.mode === 'onSite' && p.attendeeId !== attendeeId,
  ).length
  return {
    name: me.name,
    language: me.language,
    organisation: staff.organisation,
    staffName: staff.name,
    hotline: staff.hotline,
    meeting: {
      title: meeting.title,
      incidentTitle: incident.title,
      state: meeting.state,
      startsAt: meeting.startsAt.toISOString(),
      endsAt: meeting.endsAt.toISOString(),
      zone: staff.zone,
      place: meeting.place,
      movedFrom: events.findLast(({ event }) => event.kind === 'moved')?.event.details.from ?? null,
      hasVirtualRoom: meeting.hasVirtualRoom,
      seatsFree: seatsFree(meeting.seats, promised),
      dialInNumber: staff.dialInNumber,
      dialInCode: me.reply?.mode === 'phone' ? staff.dialInCode : '',
    },
    reply: me.reply ? replyView(me.reply, namesOf(participants)) : null,
    deputies: deputies.filter(option => option.isRanked),
  }
}

export function namesOf(participants: readonly Participant[]): (id: AttendeeId) => string | null {
  const names = new Map(participants.map(p => [p.attendeeId, p.name]))
  return id => names.get(id) ?? null
}

type Ground = {
  isDesk: boolean
  nameOf: (id: AttendeeId) => string | null
  labels: ReadonlyMap<FunctionId, string>
  links: ReturnType<typeof linksOf>
}

function attendeeView(p: Participant, { isDesk, nameOf, labels, links }: Ground): AttendeeView {
  const principals = [
    ...(links.namedBy.get(p.attendeeId) ?? []).map(other => other.attendeeId),
    ...(p.deputyForId ? [p.deputyForId] : []),
  ]
  return {
    attendeeId: p.attendeeId,
    memberId: p.memberId,
    kind: p.kind,
    name: p.name,
    sortName: p.sortName,
    organisation: p.organisation,
    functions: p.plan.functionIds.flatMap(id => labels.get(id) ?? []),
    reply: p.reply ? replyView(p.reply, nameOf) : null,
    deputyForNames: [...new Set(principals)].flatMap(id => nameOf(id) ?? []),
    remindedAt: p.remindedAt?.toISOString() ?? null,
    mailProblem: isDesk ? p.mailProblem : null,
    mobile: isDesk ? p.mobile : null,
  }
}
