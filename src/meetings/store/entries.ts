import { and, asc, eq, gt, inArray, isNull, sql } from 'drizzle-orm'
import type { Db } from '../../lib/db.ts'
import type { AttendeeId, MeetingId, MemberId } from '../../lib/ids.ts'
import { isAmong } from '../../lib/many.ts'
import { type Reader, readerKey } from '../../mail/letters.ts'
import { members } from '../../roster/tables.ts'
import { attendees, meetings } from '../tables.ts'
import { type MeetingInStaff, asItWas, meetingsInStaff } from './meetings.ts'
import { type ReplyFact, latestReplies } from './replies.ts'

/** A person's row in one meeting of an entry, invited or not. */
export type Seat = {
  attendeeId: AttendeeId
  found: MeetingInStaff
  linkGeneration: number
  isInvited: boolean
  hasLeft: boolean
  /** the invitation ended before the meeting began */
  hasEnded: boolean
  wasMailed: boolean
  /** the reply that counts */
  reply: ReplyFact | null
  hasReplied: boolean
}

/** Entries of calendars that several meetings share, as these people have them. */
export type Entries = {
  /**
   * SEQUENCE of an entry: the sum over all its meetings, cancelled ones included, so that every
   * change of one of them raises it
   */
  sequenceOf: Map<string, number>
  /** in order of time, by `readerKey` */
  seatsOf: Map<string, Seat[]>
}

export async function readEntries(db: Db, readers: readonly Reader[]): Promise<Entries> {
  const entries = [...new Set(readers.map(each => each.calendarEntry))]
  if (entries.length === 0) return { sequenceOf: new Map(), seatsOf: new Map() }
  const rows = await meetingsInStaff(db)
    .where(isAmong(meetings.calendarEntry, entries))
    .orderBy(asc(meetings.startsAt), asc(meetings.id))
  const found = rows.map(asItWas)
  const of = new Map(found.map(each => [each.meeting.id, each]))
  const seats = await seatsIn(db, entries, readers)
  const given = await latestReplies(
    db,
    found,
    seats.map(seat => seat.attendeeId),
  )
  const givenBy = new Map(given.map(each => [each.attendeeId, each]))
  const sequenceOf = new Map<string, number>()
  for (const { meeting } of found)
    sequenceOf.set(
      meeting.calendarEntry!, // the query asked for those with one
      (sequenceOf.get(meeting.calendarEntry!) ?? 0) + meeting.sequence,
    )
  const seatsOf = Map.groupBy(
    seats.map(({ meetingId, endedAt, leftAt, mailedSequence, personId, ...seat }) => {
      const inMeeting = of.get(meetingId)! // seats are of these meetings
      const { meeting } = inMeeting
      return {
        key: readerKey({ calendarEntry: meeting.calendarEntry!, personId }),
        ...seat,
        found: inMeeting,
        isInvited: endedAt === null && leftAt === null,
        hasLeft: leftAt !== null,
        hasEnded: endedAt !== null,
        wasMailed: mailedSequence !== null,
        reply: givenBy.get(seat.attendeeId)?.reply ?? null,
        hasReplied: givenBy.has(seat.attendeeId),
      }
    }),
    seat => seat.key,
  )
  for (const list of seatsOf.values())
    list.sort((a, b) => a.found.meeting.startsAt.getTime() - b.found.meeting.startsAt.getTime())
  return { sequenceOf, seatsOf }
}

const seatsIn = (db: Db, entries: readonly string[], readers: readonly Reader[]) =>
  db
    .select({
      attendeeId: attendees.id,
      meetingId: attendees.meetingId,
      personId: members.personId,
      endedAt: attendees.endedAt,
      leftAt: members.leftAt,
      mailedSequence: attendees.mailedSequence,
      linkGeneration: sql<number>`${attendees.linkGeneration} + ${members.linkGeneration}`,
    })
    .from(attendees)
    .innerJoin(members, eq(members.id, attendees.memberId))
    .innerJoin(meetings, eq(meetings.id, attendees.meetingId))
    .where(
      and(
        isAmong(meetings.calendarEntry, entries),
        isAmong(members.personId, [...new Set(readers.map(each => each.personId))]),
      ),
    )

/** Of these people those who have the entry in their calendars, by `readerKey`. */
export async function readersWithEntry(
  tx: Db,
  readers: readonly Reader[],
): Promise<ReadonlySet<string>> {
  if (readers.length === 0) return new Set()
  const rows = await tx
    .selectDistinct({ calendarEntry: meetings.calendarEntry, personId: members.personId })
    .from(attendees)
    .innerJoin(members, eq(members.id, attendees.memberId))
    .innerJoin(meetings, eq(meetings.id, attendees.meetingId))
    .where(
      and(
        isAmong(meetings.calendarEntry, [...new Set(readers.map(each => each.calendarEntry))]),
        isAmong(members.personId, [...new Set(readers.map(each => each.personId))]),
        sql`${attendees.mailedSequence} is not null`,
      ),
    )
  return new Set(
    rows.map(
      ({ calendarEntry, personId }) => readerKey({ calendarEntry: calendarEntry!, personId }), // the query asked for those with one
    ),
  )
}

/**
 * The meeting of an entry that runs, or else the next one that is not over; null: there is none.
 * `memberId`: only meetings to which they are invited.
 */
export async function nextOfEntry(
  db: Db,
  calendarEntry: string,
  { now, memberId }: { now: Date; memberId?: MemberId },
): Promise<{ meetingId: MeetingId; attendeeId: AttendeeId | null } | null> {
  const [row] = await db
    .select({ meetingId: meetings.id, attendeeId: attendees.id })
    .from(meetings)
    .leftJoin(
      attendees,
      and(
        eq(attendees.meetingId, meetings.id),
        isNull(attendees.endedAt),
        memberId ? eq(attendees.memberId, memberId) : sql`false`,
      ),
    )
    .where(
      and(
        eq(meetings.calendarEntry, calendarEntry),
        inArray(meetings.state, ['convened', 'open', 'paused']),
        sql`(${meetings.state} <> 'convened' or ${gt(meetings.endsAt, now)})`,
        memberId ? sql`${attendees.id} is not null` : undefined,
      ),
    )
    .orderBy(sql`${meetings.state} = 'convened'`, asc(meetings.startsAt), asc(meetings.id))
    .limit(1)
  return row ?? null
}
