import type { z } from 'zod'
import type { Context } from '../../lib/context.ts'
import type { AttendeeId, FunctionId, MeetingId, MemberId } from '../../lib/ids.ts'
import type { ReplyView } from '../contract/meeting.ts'
import { mayActForOthers } from '../rules/states.ts'
import { visibleMeeting } from '../access.ts'
import type { AttendeeView, ReplyChange } from '../contract/reply.ts'
import { deputyOf, linksOf } from '../rules/replies.ts'
import { byIdOf, standInOf, type ById } from '../rules/representation.ts'
import { type Participant, participationOfOne } from '../store/participation.ts'
import { type ReplyFact, replyHistory } from '../store/replies.ts'

export function replyView(
  reply: ReplyFact,
  nameOf: (id: AttendeeId) => string | null,
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
    isToConfirm: reply.isToConfirm,
    at: reply.at.toISOString(),
    byName: reply.byName,
    source: reply.source,
  }
}

type OfDeputy = { isDeputyOut: boolean; deputyMemberId: MemberId | null }

/**
 * The replies of one of `people`: the one that counts, or the one that was given for another day.
 */
export function repliesOf(
  { attendeeId, reply, formerReply }: Answers,
  { nameOf, people }: { nameOf: (id: AttendeeId) => string | null; people: ById },
): { reply: z.infer<typeof ReplyView> | null; formerReply: z.infer<typeof ReplyView> | null } {
  const isDeputyOut = Boolean(reply?.deputyId) && standInOf(attendeeId, people) === null
  const deputyId = reply && deputyOf(attendeeId, people)
  const named = reply?.deputyId ? people.get(reply.deputyId) : undefined
  return {
    reply:
      reply &&
      replyView({ ...reply, deputyId }, nameOf, {
        isDeputyOut,
        deputyMemberId: named?.memberId ?? null,
      }),
    formerReply: formerReply && replyView(formerReply, nameOf),
  }
}

type Answers = { attendeeId: AttendeeId; reply: ReplyFact | null; formerReply: ReplyFact | null }

/**
 * Everyone of a meeting with reply and functions; mobile numbers and mail problems only for lead
 * and KGS.
 */
export async function attendeeList(ctx: Context, meetingId: MeetingId): Promise<AttendeeView[]> {
  const found = await visibleMeeting(ctx, meetingId)
  const participation = await participationOfOne(ctx.database.db, found)
  const isDesk = mayActForOthers(ctx.actor, { staffId: found.staff.id })
  const { participants, functions } = participation
  const ground = {
    isDesk,
    nameOf: namesOf(participants),
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
  const { names } = await participationOfOne(ctx.database.db, found)
  const nameOf = (id: AttendeeId) => names.get(id) ?? null
  const rows = await replyHistory(ctx.database.db, meetingId)
  return rows.map(({ reply, byName }) => ({
    attendeeId: reply.attendeeId,
    name: nameOf(reply.attendeeId) ?? '',
    // what it is worth today says the list of people; here it is told as it was given
    reply: replyView({ ...reply, byName, isToConfirm: false }, nameOf),
  }))
}

export function namesOf(participants: readonly Participant[]): (id: AttendeeId) => string | null {
  const names = new Map(participants.map(p => [p.attendeeId, p.name]))
  return id => names.get(id) ?? null
}

type Ground = {
  isDesk: boolean
  nameOf: (id: AttendeeId) => string | null
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
    mailProblem: isDesk ? p.mailProblem : null,
    mobile: isDesk ? p.mobile : null,
  }
}
