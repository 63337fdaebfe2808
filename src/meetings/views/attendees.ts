import type { z } from 'zod'
import type { Context } from '../../lib/context.ts'
import type { AttendeeId, FunctionId, MeetingId } from '../../lib/ids.ts'
import type { ReplyView } from '../contract/meeting.ts'
import { mayActForOthers } from '../rules/states.ts'
import { displayName } from '../../roster/rules.ts'
import { visibleMeeting } from '../access.ts'
import type { AttendeeView, ReplyChange } from '../contract/reply.ts'
import { linksOf } from '../rules/replies.ts'
import { type Participant, type ReplyFact, participationOfOne } from '../store/participation.ts'
import { replyHistory } from '../store/replies.ts'

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
