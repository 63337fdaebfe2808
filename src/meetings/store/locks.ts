import { and, asc, eq, exists, gte, inArray, or, sql } from 'drizzle-orm'
import type { Db } from '../../lib/db.ts'
import type { MeetingId, MemberId, StaffId } from '../../lib/ids.ts'
import { isAmong } from '../../lib/many.ts'
import { attendees, meetings } from '../tables.ts'
import { type MeetingInStaff, type MeetingRow, meetingsInStaff } from './meetings.ts'

/**
 * The meeting, locked for update until the transaction ends, so that numbering entries and closing
 * happen one after the other. Undefined: there is none.
 */
export async function lockMeeting(tx: Db, meetingId: MeetingId): Promise<MeetingRow | undefined> {
  const [row] = await tx.select().from(meetings).where(eq(meetings.id, meetingId)).for('update')
  return row
}

/** The meeting, which nobody else can change or reply to until the transaction ends. */
export async function holdMeetingAlone(tx: Db, meetingId: MeetingId): Promise<MeetingRow> {
  const [row] = await tx
    .select()
    .from(meetings)
    .where(eq(meetings.id, meetingId))
    .for('no key update')
  if (!row) throw new Error('The meeting to be held is gone')
  return row
}

/**
 * Meetings of a staff that were not opened and whose planned end is not before `since`, the next
 * one first.
 */
export async function unopenedIds(db: Db, staffId: StaffId, since: Date): Promise<MeetingId[]> {
  const rows = await db
    .select({ id: meetings.id })
    .from(meetings)
    .where(isUnopened(staffId, since))
    .orderBy(asc(meetings.startsAt), asc(meetings.id))
  return rows.map(({ id }) => id)
}

/**
 * Those meetings, or those of them in `among`, locked until the end of the transaction, always in
 * one order.
 */
export async function lockUnopened(
  tx: Db,
  staffId: StaffId,
  { since, among }: { since: Date; among?: readonly MeetingId[] | undefined },
): Promise<MeetingInStaff[]> {
  return meetingsInStaff(tx)
    .where(and(isUnopened(staffId, since), among && isAmong(meetings.id, among)))
    .orderBy(asc(meetings.id))
    .for('no key update', { of: meetings })
}

/**
 * Locks, always in one order, the meetings about which a change of the roster may write mails:
 * those not opened whose planned end is not before `since`, and the running ones that have the
 * leaving member in their list.
 */
export async function lockMeetingsOfRoster(
  tx: Db,
  { staffId, leaving, since }: { staffId: StaffId; leaving: MemberId | undefined; since: Date },
): Promise<void> {
  const isLeft =
    leaving &&
    exists(
      tx
        .select({ one: sql`1` })
        .from(attendees)
        .where(and(eq(attendees.meetingId, meetings.id), eq(attendees.memberId, leaving))),
    )
  const isRunning = and(
    eq(meetings.staffId, staffId),
    inArray(meetings.state, ['open', 'paused']),
    isLeft,
  )
  await tx
    .select({ id: meetings.id })
    .from(meetings)
    .where(leaving ? or(isUnopened(staffId, since), isRunning) : isUnopened(staffId, since))
    .orderBy(asc(meetings.id))
    .for('no key update')
}

export const isUnopened = (staffId: StaffId, since: Date) =>
  and(
    eq(meetings.staffId, staffId),
    inArray(meetings.state, ['planned', 'convened']),
    gte(meetings.endsAt, since),
  )
