import { arrayOverlaps, sql, type SQL } from 'drizzle-orm'
import { asOf } from '../../lib/asOf.ts'
import { rolesTakingPart, takesPart } from '../../roster/rules/roster.ts'
import { formerLeavings, members } from '../../roster/tables.ts'
import { belongsTo, lasting } from '../rules/replies.ts'
import type { PersonFact } from '../rules/representation.ts'
import { attendees, meetings as meetingsTable, signals } from '../tables.ts'
import type { MeetingRow } from './meetings.ts'
import { countingReply, type GivenReply } from './replies.ts'

const ofMember = sql`from ${formerLeavings} where ${formerLeavings.memberId} = ${members.id}`
const isDoubted = sql`(${members.leftAt} is not null or exists (select 1 ${ofMember})
  or ${attendees.endedAt} is not null or not ${arrayOverlaps(members.roles, [...rolesTakingPart])})`
/** No correction replaced the signal of this alias. */
export const stands = (alias: SQL) =>
  sql`not exists (select from ${signals} later where later.replaces_id = ${alias}.id)`
const entries = sql`${signals} came join ${meetingsTable} m on m.id = came.meeting_id and m.gathering = came.gathering
  where came.meeting_id = ${attendees.meetingId} and came.attendee_id = ${attendees.id} and came.edge = 'in'
    and ${stands(sql`came`)}`
const exits = sql`${signals} went
  where went.meeting_id = came.meeting_id and went.stay = came.stay and went.attendee_id = came.attendee_id
    and went.edge = 'out' and went.at >= came.at and ${stands(sql`went`)}`
/** Computed only for people whose membership, roles or invitation are in doubt. */
export const presence = {
  // A stay that ended before the opening, or at another gathering, does not count as coming to the
  // meeting. Neither does a video connection of somebody whose invitation has ended, because they
  // are removed from the room.
  hasCome: sql<boolean>`coalesce(${isDoubted} and exists (
    select from ${entries} and (${attendees.endedAt} is null or came.source <> 'mediaServer')
      and not exists (select from ${exits} and (m.opened_at is null or went.at <= m.opened_at))), false)`,
  // whoever loses their place is removed from the room, too
  isThere: sql<boolean>`coalesce(${isDoubted} and exists (
    select from ${entries} and came.source <> 'mediaServer' and not exists (select from ${exits})), false)`,
  // a visitor of an earlier gathering, before the meeting was moved
  isOfBefore: sql<boolean>`${attendees.kind} = 'visitor' and not exists (select from ${entries})
    and exists (select from ${signals} came where came.attendee_id = ${attendees.id})`,
}

type Row = {
  attendee: typeof attendees.$inferSelect
  member: MemberRow | null
  hasCome: boolean
  isThere: boolean
  isOfBefore: boolean
}

export function factOf(
  { attendee, member, hasCome, isThere }: Row,
  { meeting, given }: { meeting: MeetingRow; given: GivenReply | undefined },
): PersonFact {
  const { id, memberId, deputyForId, kind, endedAt } = attendee
  const hasEnded = endedAt !== null
  const isInvited = !hasEnded && !isGone(member, meeting.closedAt)
  return {
    attendeeId: id,
    memberId,
    deputyForId,
    kind,
    hasEnded,
    isInvited,
    isThere,
    isOut: !isInvited && !hasCome,
    reply: countingReply(given, { hasLeft: hasLeft(member, meeting.closedAt) }),
  }
}

type MemberRow = typeof members.$inferSelect

// leaving the staff after the end changes nothing about the meeting
const hasLeft = (member: MemberRow | null, closedAt: Date | null) =>
  Boolean(member?.leftAt && (closedAt === null || member.leftAt <= closedAt))
export const isGone = (member: MemberRow | null, closedAt: Date | null) =>
  member !== null && (hasLeft(member, closedAt) || !takesPart(asOf(member, closedAt).roles))

/** Whether somebody is in the list of the meeting; `former` are their earlier absences. */
export function isListed(
  { attendee, member, hasCome, isOfBefore }: Row,
  { meeting, former }: { meeting: MeetingRow; former: Parameters<typeof belongsTo>[1]['leavings'] },
): boolean {
  if (isOfBefore || (attendee.endedAt && !hasCome)) return false
  const leavings = [...former, ...lasting(member?.leftAt ?? null)]
  return belongsTo(meeting, { leavings, hasCome })
}
