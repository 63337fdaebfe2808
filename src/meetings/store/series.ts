import { and, asc, eq, exists, inArray, isNull, ne, sql } from 'drizzle-orm'
import type { Db } from '../../lib/db.ts'
import type { AttendeeId, Id, IncidentId, MeetingId, MemberId } from '../../lib/ids.ts'
import { isAmong } from '../../lib/many.ts'
import type { SeriesRule } from '../contract/series.ts'
import { attendees, meetings, series } from '../tables.ts'
import { asItWas, type MeetingInStaff, type MeetingRow, meetingsInStaff } from './meetings.ts'

type SeriesId = Id<'series'>

/** The meetings of a series in order of time, those that are over included. */
export async function meetingsOfSeries(db: Db, seriesId: SeriesId): Promise<MeetingInStaff[]> {
  const rows = await meetingsInStaff(db)
    .where(eq(meetings.seriesId, seriesId))
    .orderBy(asc(meetings.startsAt), asc(meetings.id))
  return rows.map(asItWas)
}

/** Locks the meetings of a series until the end of the transaction, always in one order. */
export async function lockSeries(tx: Db, seriesId: SeriesId): Promise<void> {
  await tx
    .select({ id: meetings.id })
    .from(meetings)
    .where(eq(meetings.seriesId, seriesId))
    .orderBy(asc(meetings.id))
    .for('no key update')
}

/**
 * The meetings of an incident that were not opened, locked until the end of the transaction, always
 * in one order.
 */
export function aheadOfIncident(
  tx: Db,
  incidentId: IncidentId,
): Promise<Pick<MeetingRow, 'id' | 'state'>[]> {
  return tx
    .select({ id: meetings.id, state: meetings.state })
    .from(meetings)
    .where(
      and(eq(meetings.incidentId, incidentId), inArray(meetings.state, ['planned', 'convened'])),
    )
    .orderBy(asc(meetings.id))
    .for('no key update')
}

export async function ruleOfSeries(db: Db, seriesId: SeriesId): Promise<SeriesRule | undefined> {
  const [row] = await db.select({ rule: series.rule }).from(series).where(eq(series.id, seriesId))
  return row?.rule
}

export async function setRule(tx: Db, seriesId: SeriesId, rule: SeriesRule): Promise<void> {
  await tx.update(series).set({ rule }).where(eq(series.id, seriesId))
}

/** The members left out of a meeting by hand, and those invited to it by hand. */
export async function chosenByHand(
  db: Db,
  meetingId: MeetingId,
): Promise<{ without: MemberId[]; also: MemberId[] }> {
  const rows = await db
    .select({ memberId: attendees.memberId, endedAt: attendees.endedAt })
    .from(attendees)
    .where(
      and(
        eq(attendees.meetingId, meetingId),
        eq(attendees.byHand, true),
        ne(attendees.kind, 'visitor'),
      ),
    )
  const ids = (isOut: boolean) =>
    rows.flatMap(row => (row.memberId && (row.endedAt !== null) === isOut ? row.memberId : []))
  return { without: ids(true), also: ids(false) }
}

/**
 * The number of dates of this meeting's series that a member is invited to and that are not over; 0
 * for a meeting of no series.
 */
export async function datesToAnswer(
  db: Db,
  { seriesId }: Pick<MeetingRow, 'seriesId'>,
  { memberId }: { memberId: MemberId | null },
): Promise<number> {
  if (!seriesId || !memberId) return 0
  return db.$count(
    meetings,
    and(
      eq(meetings.seriesId, seriesId),
      inArray(meetings.state, ['convened', 'open', 'paused']),
      exists(
        db
          .select({ one: sql`1` })
          .from(attendees)
          .where(
            and(
              eq(attendees.meetingId, meetings.id),
              eq(attendees.memberId, memberId),
              isNull(attendees.endedAt),
            ),
          ),
      ),
    ),
  )
}

/** A member's rows in these meetings whose invitation is valid, by meeting. */
export async function placesOf(
  db: Db,
  memberId: MemberId,
  meetingIds: readonly MeetingId[],
): Promise<Map<MeetingId, AttendeeId>> {
  if (meetingIds.length === 0) return new Map()
  const rows = await db
    .select({ meetingId: attendees.meetingId, id: attendees.id })
    .from(attendees)
    .where(
      and(
        eq(attendees.memberId, memberId),
        isNull(attendees.endedAt),
        isAmong(attendees.meetingId, meetingIds),
      ),
    )
  return new Map(rows.map(({ meetingId, id }) => [meetingId, id]))
}
