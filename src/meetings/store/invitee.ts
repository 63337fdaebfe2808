import { eq, sql } from 'drizzle-orm'
import type { Db } from '../../lib/db.ts'
import type { AttendeeId, MeetingId, PersonId } from '../../lib/ids.ts'
import { isAmong } from '../../lib/many.ts'
import { members, people } from '../../roster/tables.ts'
import { attendees } from '../tables.ts'
import type { MeetingInStaff } from './meetings.ts'
import { type ReplyFact, latestReplies } from './replies.ts'
import { displayName } from '../../roster/rules/names.ts'

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
  const rows = await db
    .select({
      attendee: attendees,
      person: people,
      leftAt: members.leftAt,
      linkGeneration: sql<number>`${attendees.linkGeneration} + ${members.linkGeneration}`,
    })
    .from(attendees)
    .innerJoin(members, eq(members.id, attendees.memberId))
    .innerJoin(people, eq(people.id, members.personId))
    .where(isAmong(attendees.id, attendeeIds))
    .orderBy(attendees.id)
  const given = await latestReplies(db, found, attendeeIds)
  const givenBy = new Map(given.map(each => [each.attendeeId, each]))
  return rows.map(({ attendee, person, leftAt, linkGeneration }) => ({
    attendeeId: attendee.id,
    meetingId: attendee.meetingId,
    personId: person.id,
    name: displayName(person),
    email: person.email,
    language: person.language,
    linkGeneration,
    reply: givenBy.get(attendee.id)?.reply ?? null,
    formerReply: givenBy.get(attendee.id)?.former ?? null,
    isInvited: attendee.endedAt === null && leftAt === null,
    hasLeft: leftAt !== null,
    wasMailed: attendee.mailedSequence !== null,
  }))
}
