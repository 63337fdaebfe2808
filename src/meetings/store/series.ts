import { and, asc, eq, ne } from 'drizzle-orm'
import type { Db } from '../../lib/db.ts'
import type { Id, MeetingId, MemberId } from '../../lib/ids.ts'
import type { SeriesRule } from '../contract/series.ts'
import { attendees, meetings, series } from '../tables.ts'
import { asItWas, type MeetingInStaff, meetingsInStaff } from './meetings.ts'

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
