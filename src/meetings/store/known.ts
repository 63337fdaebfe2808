import { and, desc, isNotNull, sql } from 'drizzle-orm'
import type { Db } from '../../lib/db.ts'
import type { AttendeeId, MeetingId } from '../../lib/ids.ts'
import { insertMany, isAmong } from '../../lib/many.ts'
import type { KnownFact } from '../rules/invitees.ts'
import { attendees, replies } from '../tables.ts'

/** The members whom meetings know, by meeting; two queries for however many. */
export async function knownMembers(
  db: Db,
  meetingIds: readonly MeetingId[],
): Promise<Map<MeetingId, KnownFact[]>> {
  if (meetingIds.length === 0) return new Map()
  const [rows, named] = [
    await db
      .select()
      .from(attendees)
      .where(and(isAmong(attendees.meetingId, meetingIds), isNotNull(attendees.memberId)))
      .orderBy(attendees.id),
    await db
      .selectDistinctOn([replies.attendeeId], {
        attendeeId: replies.attendeeId,
        deputyId: replies.deputyId,
      })
      .from(replies)
      .where(isAmong(replies.meetingId, meetingIds))
      .orderBy(replies.attendeeId, desc(replies.seq)),
  ]
  const deputyOf = new Map(named.map(({ attendeeId, deputyId }) => [attendeeId, deputyId]))
  const groups = Map.groupBy(rows, row => row.meetingId)
  return new Map(
    [...groups].map(([meetingId, own]) => [
      meetingId,
      own.map(({ id, memberId, kind, byHand, forFunction, endedAt, deputyForId }) => ({
        attendeeId: id,
        memberId: memberId!, // asked for those that have one
        kind,
        byHand,
        forFunction,
        hasEnded: endedAt !== null,
        deputyForId,
        deputyId: deputyOf.get(id) ?? null,
      })),
    ]),
  )
}

export async function insertAttendees(
  tx: Db,
  rows: readonly (typeof attendees.$inferInsert)[],
): Promise<void> {
  await insertMany(tx, attendees, rows)
}

/** Their invitations hold again. */
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

/** Their invitations end, and their personal links with them. */
export async function endInvitations(
  tx: Db,
  attendeeIds: readonly AttendeeId[],
  { at, byHand }: { at: Date; byHand: boolean },
): Promise<void> {
  if (attendeeIds.length > 0)
    await tx
      .update(attendees)
      .set({ endedAt: at, byHand, linkGeneration: sql`${attendees.linkGeneration} + 1` })
      .where(isAmong(attendees.id, attendeeIds))
}
