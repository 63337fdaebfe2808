import { and, eq, exists, isNotNull, not, sql } from 'drizzle-orm'
import type { Db } from '../../lib/db.ts'
import type { AttendeeId, MeetingId, MemberId } from '../../lib/ids.ts'
import { insertMany, isAmong } from '../../lib/many.ts'
import type { KnownFact } from '../rules/invitees.ts'
import { members } from '../../roster/tables.ts'
import { attendees, signals } from '../tables.ts'
import type { MeetingInStaff } from './meetings.ts'
import { stands } from './facts.ts'
import { countingReply, latestReplies } from './replies.ts'

/**
 * The members in the lists of meetings, by meeting, with the replies that count on its day. Uses
 * two queries for any number of meetings.
 */
export async function knownMembers(
  db: Db,
  meetings: readonly MeetingInStaff[],
): Promise<Map<MeetingId, KnownFact[]>> {
  if (meetings.length === 0) return new Map()
  const ids = meetings.map(({ meeting }) => meeting.id)
  const [rows, given] = [
    await db
      .select({ attendee: attendees, leftAt: members.leftAt })
      .from(attendees)
      .innerJoin(members, eq(members.id, attendees.memberId))
      .where(isAmong(attendees.meetingId, ids))
      .orderBy(attendees.id),
    await latestReplies(db, meetings),
  ]
  const givenBy = new Map(given.map(each => [each.attendeeId, each]))
  const groups = Map.groupBy(rows, row => row.attendee.meetingId)
  return new Map(
    [...groups].map(([meetingId, own]) => [
      meetingId,
      own.map(({ attendee: { id, memberId, endedAt, ...attendee }, leftAt }) => ({
        attendeeId: id,
        memberId: memberId!, // the join excludes rows without member
        kind: attendee.kind,
        byHand: attendee.byHand,
        forFunction: attendee.forFunction,
        hasEnded: endedAt !== null,
        deputyForId: attendee.deputyForId,
        reply: countingReply(givenBy.get(id), { hasLeft: leftAt !== null }),
      })),
    ]),
  )
}

/** Adds people to the lists of meetings; gives those who were in none of these lists before. */
export async function insertAttendees(
  tx: Db,
  rows: readonly (typeof attendees.$inferInsert)[],
): Promise<AttendeeId[]> {
  const ids = rows.map(row => row.id)
  if (ids.length === 0) return []
  await insertMany(tx, attendees, rows, { skipsKnown: true })
  const added = await tx
    .select({ id: attendees.id })
    .from(attendees)
    .where(isAmong(attendees.id, ids))
  return added.map(({ id }) => id)
}

/** Makes ended invitations valid again. */
export async function bringBack(
  tx: Db,
  attendeeIds: readonly AttendeeId[],
  { forFunction }: { forFunction: boolean },
): Promise<void> {
  if (attendeeIds.length > 0)
    await tx
      .update(attendees)
      .set({ endedAt: null, forFunction })
      .where(isAmong(attendees.id, attendeeIds))
}

/**
 * Ends invitations. Their personal links open these meetings no more, but the other dates of a
 * series, because the mail about the series has no other link.
 */
export async function endInvitations(
  tx: Db,
  attendeeIds: readonly AttendeeId[],
  { at, byHand }: { at: Date; byHand: boolean },
): Promise<void> {
  if (attendeeIds.length > 0)
    await tx
      .update(attendees)
      .set({ endedAt: at, byHand })
      .where(isAmong(attendees.id, attendeeIds))
}

/** Lets the roster decide again about a member who was taken out of these meetings by hand. */
export async function forgetTakenOut(
  tx: Db,
  { memberId, meetingIds }: { memberId: MemberId; meetingIds: readonly MeetingId[] },
): Promise<void> {
  await tx
    .update(attendees)
    .set({ byHand: false })
    .where(
      and(
        eq(attendees.memberId, memberId),
        isAmong(attendees.meetingId, meetingIds),
        isNotNull(attendees.endedAt),
      ),
    )
}

/** Those of these people who were invited as deputies and have not come. */
export async function waitingDeputies(
  tx: Db,
  { gathering }: { gathering: number },
  attendeeIds: readonly AttendeeId[],
): Promise<Set<AttendeeId>> {
  if (attendeeIds.length === 0) return new Set()
  const hasCome = exists(
    tx
      .select({ one: sql`1` })
      .from(signals)
      .where(
        and(
          eq(signals.attendeeId, attendees.id),
          eq(signals.gathering, gathering),
          eq(signals.edge, 'in'),
          stands(sql`${signals}`),
        ),
      ),
  )
  const rows = await tx
    .select({ id: attendees.id })
    .from(attendees)
    .where(and(isAmong(attendees.id, attendeeIds), eq(attendees.kind, 'deputy'), not(hasCome)))
  return new Set(rows.map(row => row.id))
}
