import type { z } from 'zod'
import type { Context, Deps } from '../../lib/context.ts'
import type { AttendeeId, FunctionId, MeetingId, MemberId, PersonId } from '../../lib/ids.ts'
import type { ReplyView } from '../contract/meeting.ts'
import { mayActForOthers } from '../rules/states.ts'
import { visibleMeeting } from '../access.ts'
import type { AttendeeView, ReplyChange } from '../contract/reply.ts'
import { deputyOf, linksOf } from '../rules/replies.ts'
import { type ById, byIdOf, standInOf } from '../rules/representation.ts'
import { namesInStaff } from '../../roster/store/names.ts'
import type { MeetingInStaff } from '../store/meetings.ts'
import { participationOfOne } from '../store/participation.ts'
import { type ReplyFact, replyHistory } from '../store/replies.ts'
import type { Participant } from '../store/participants.ts'

export function replyView(
  reply: Omit<ReplyFact, 'isToConfirm'> & { isToConfirm?: boolean },
  { nameOf, byNameOf }: Names,
  { isDeputyOut = false, deputyMemberId = null }: Partial<OfDeputy> = {},
): z.infer<typeof ReplyView> {
  return {
    kind: reply.kind,
    mode: reply.mode,
    deputyName: reply.deputyId ? nameOf(reply.deputyId) : null,
    deputyAttendeeId: reply.deputyId,
    deputyMemberId,
    isDeputyOut,
    givenFor: reply.givenFor?.toISOString() ?? null,
    isToConfirm: reply.isToConfirm ?? false,
    at: reply.at.toISOString(),
    byName: byNameOf(reply.byId),
    source: reply.source,
  }
}

/** What people of a meeting are called, and who enters something for them. */
export type Names = {
  nameOf: (id: AttendeeId) => string | null
  byNameOf: (id: PersonId | null) => string | null
}

type OfDeputy = { isDeputyOut: boolean; deputyMemberId: MemberId | null }

/**
 * The replies of one of `people`: the one that counts, or the one that was given for another day.
 */
export function repliesOf(
  { attendeeId, reply, formerReply }: Answers,
  { people, ...names }: Names & { people: ById },
): { reply: z.infer<typeof ReplyView> | null; formerReply: z.infer<typeof ReplyView> | null } {
  const isDeputyOut = Boolean(reply?.deputyId) && standInOf(attendeeId, people) === null
  const deputyId = reply && deputyOf(attendeeId, people)
  const named = reply?.deputyId ? people.get(reply.deputyId) : undefined
  return {
    reply:
      reply &&
      replyView({ ...reply, deputyId }, names, {
        isDeputyOut,
        deputyMemberId: named?.memberId ?? null,
      }),
    formerReply: formerReply && replyView(formerReply, names),
  }
}

type Answers = { attendeeId: AttendeeId; reply: ReplyFact | null; formerReply: ReplyFact | null }

/**
 * Everyone of a meeting with reply and functions; mobile numbers and mail problems only for lead
 * and KGS.
 */
export async function attendeeList(ctx: Context, meetingId: MeetingId): Promise<AttendeeView[]> {
  const found = await visibleMeeting(ctx, meetingId)
  const [participation, byNameOf] = await Promise.all([
    participationOfOne(ctx.database.db, found),
    byNamesOf(ctx, found),
  ])
  const isDesk = mayActForOthers(ctx.actor, { staffId: found.staff.id })
  const { participants, functions } = participation
  const ground = {
    isDesk,
    nameOf: namesOf(participants),
    byNameOf,
    people: byIdOf(participation.people),
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
  const [{ names }, byNameOf, rows] = await Promise.all([
    participationOfOne(ctx.database.db, found),
    byNamesOf(ctx, found),
    replyHistory(ctx.database.db, meetingId),
  ])
  const nameOf = (id: AttendeeId) => names.get(id) ?? null
  return rows.map(reply => ({
    attendeeId: reply.attendeeId,
    name: nameOf(reply.attendeeId) ?? '',
    // what it is worth today says the list of people; here it is told as it was given
    reply: replyView(reply, { nameOf, byNameOf }),
  }))
}

export function namesOf(participants: readonly Participant[]): (id: AttendeeId) => string | null {
  const names = new Map(participants.map(p => [p.attendeeId, p.name]))
  return id => names.get(id) ?? null
}

/** The names of everybody who may have entered something, with what tells them apart. */
export async function byNamesOf(
  { database, clock }: Pick<Deps, 'database' | 'clock'>,
  { meeting, staff }: MeetingInStaff,
): Promise<Names['byNameOf']> {
  const names = await namesInStaff(database.db, { staffId: staff.id, now: clock.now() })
  return personId => names.ofPerson(personId, meeting.closedAt)
}

type Ground = Names & {
  isDesk: boolean
  people: ById
  labels: ReadonlyMap<FunctionId, string>
  links: ReturnType<typeof linksOf>
}

function attendeeView(p: Participant, ground: Ground): AttendeeView {
  const { isDesk, nameOf, labels, links } = ground
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
    ...repliesOf(p, ground),
    deputyForNames: [...new Set(principals)].flatMap(id => nameOf(id) ?? []),
    remindedAt: p.remindedAt?.toISOString() ?? null,
    reminder: p.reminder,
    mailProblem: isDesk ? p.mailProblem : null,
    mobile: isDesk ? p.mobile : null,
  }
}
