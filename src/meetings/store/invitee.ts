import { and, arrayOverlaps, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Db } from '../../lib/db.ts'
import type { AttendeeId, MeetingId, PersonId } from '../../lib/ids.ts'
import { isAmong } from '../../lib/many.ts'
import { members, people } from '../../roster/tables.ts'
import { attendees } from '../tables.ts'
import type { MeetingInStaff } from './meetings.ts'
import { type ReplyFact, latestReplies } from './replies.ts'
import { displayName } from '../../roster/rules/names.ts'
import { rolesTakingPart } from '../../roster/rules/roster.ts'

/** The recipient of a mail about a meeting. */
export type Invitee = {
  attendeeId: AttendeeId
  personId: PersonId
  name: string
  email: string
  language: 'de' | 'en'
  linkGeneration: number
  reply: ReplyFact | null
  /** the last reply when it was given for another day and does not count */
  formerReply: ReplyFact | null
}

/** Somebody in the list of a meeting, invited or not. */
export type KnownInvitee = Invitee & {
  meetingId: MeetingId
  isInvited: boolean
  hasLeft: boolean
  /** a mail with a calendar part was written to them before */
  wasMailed: boolean
}

/**
 * These people as mails need them now, even if they have left the staff or are not invited any
 * more; without visitors.
 */
export async function inviteesByIds(
  db: Db,
  found: readonly MeetingInStaff[],
  attendeeIds: readonly AttendeeId[],
): Promise<KnownInvitee[]> {
  if (attendeeIds.length === 0) return []
  const rows = await recipients(db)
    .where(isAmong(attendees.id, attendeeIds))
    .orderBy(asc(attendees.id))
  const given = await latestReplies(db, found, attendeeIds)
  const givenBy = new Map(given.map(each => [each.attendeeId, each]))
  return rows.map(({ meetingId, endedAt, leftAt, mailedSequence, ...row }) => ({
    ...recipientOf(row),
    meetingId,
    reply: givenBy.get(row.attendeeId)?.reply ?? null,
    formerReply: givenBy.get(row.attendeeId)?.former ?? null,
    isInvited: endedAt === null && leftAt === null,
    hasLeft: leftAt !== null,
    wasMailed: mailedSequence !== null,
  }))
}

/** Everybody invited to meetings that were just planned, so that nobody has replied yet. */
export async function firstInvitees(
  tx: Db,
  planned: readonly MeetingInStaff[],
): Promise<Map<MeetingId, Invitee[]>> {
  const ids = planned.map(({ meeting }) => meeting.id)
  const rows = await recipients(tx)
    .where(
      and(
        isAmong(attendees.meetingId, ids),
        isNull(attendees.endedAt),
        isNull(members.leftAt),
        arrayOverlaps(members.roles, [...rolesTakingPart]),
      ),
    )
    .orderBy(asc(attendees.id))
  const of = Map.groupBy(rows, row => row.meetingId)
  const none = { reply: null, formerReply: null }
  return new Map(
    ids.map(id => [id, (of.get(id) ?? []).map(row => ({ ...recipientOf(row), ...none }))]),
  )
}

const recipients = (db: Db) =>
  db
    .select({
      attendeeId: attendees.id,
      meetingId: attendees.meetingId,
      endedAt: attendees.endedAt,
      leftAt: members.leftAt,
      mailedSequence: attendees.mailedSequence,
      linkGeneration: sql<number>`${attendees.linkGeneration} + ${members.linkGeneration}`,
      personId: people.id,
      title: people.title,
      name: people.name,
      email: people.email,
      language: people.language,
    })
    .from(attendees)
    .innerJoin(members, eq(members.id, attendees.memberId))
    .innerJoin(people, eq(people.id, members.personId))

type Recipient = Omit<Invitee, 'reply' | 'formerReply'>

const recipientOf = (row: Recipient & { title: string }): Recipient => ({
  attendeeId: row.attendeeId,
  personId: row.personId,
  name: displayName(row),
  email: row.email,
  language: row.language,
  linkGeneration: row.linkGeneration,
})
