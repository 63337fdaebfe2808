import { and, asc, desc, eq, gt, gte, inArray, lt, max, ne, or, sql } from 'drizzle-orm'
import { type PgUpdateSetSource, alias } from 'drizzle-orm/pg-core'
import { incidents } from '../../incidents/tables.ts'
import { asOf } from '../../lib/asOf.ts'
import type { Db } from '../../lib/db.ts'
import type { IncidentId, MeetingId, StaffId } from '../../lib/ids.ts'
import { isAmong } from '../../lib/many.ts'
import { raised } from '../../lib/raised.ts'
import { staffs } from '../../roster/tables.ts'
import type { MeetingState } from '../contract/meeting.ts'
import { meetings } from '../tables.ts'

export type MeetingRow = typeof meetings.$inferSelect
export type StaffRow = typeof staffs.$inferSelect
export type IncidentRow = typeof incidents.$inferSelect
/** A meeting with its staff and incident, which nearly every action needs. */
export type MeetingInStaff = { meeting: MeetingRow; staff: StaffRow; incident: IncidentRow }

/** A meeting with staff and incident as they were at its end, whatever they are called since. */
export function asItWas<T extends MeetingInStaff>(found: T): T {
  const { closedAt } = found.meeting
  return { ...found, staff: asOf(found.staff, closedAt), incident: asOf(found.incident, closedAt) }
}

/**
 * Every meeting with its staff and incident as they are today, for a `where` and `asItWas` to
 * follow.
 */
export const meetingsInStaff = (db: Db) =>
  db
    .select({ meeting: meetings, staff: staffs, incident: incidents })
    .from(meetings)
    .innerJoin(staffs, eq(staffs.id, meetings.staffId))
    .innerJoin(incidents, eq(incidents.id, meetings.incidentId))

export async function findMeeting(
  db: Db,
  meetingId: MeetingId,
): Promise<MeetingInStaff | undefined> {
  const [row] = await meetingsInStaff(db).where(eq(meetings.id, meetingId))
  return row && asItWas(row)
}

/**
 * Meetings of staffs beginning in [from, until), in order of time; `withRunning` adds those that
 * run now, whenever they were to begin.
 */
export async function listMeetings(
  db: Db,
  {
    staffIds,
    from,
    until,
    withRunning = false,
    limit = 500,
  }: { staffIds: StaffId[]; from: Date; until: Date; withRunning?: boolean; limit?: number },
): Promise<MeetingInStaff[]> {
  if (staffIds.length === 0) return []
  const rows = await meetingsInStaff(db)
    .where(
      and(
        isAmong(meetings.staffId, staffIds),
        or(
          and(gte(meetings.startsAt, from), lt(meetings.startsAt, until)),
          withRunning ? inArray(meetings.state, ['open', 'paused']) : undefined,
        ),
      ),
    )
    .orderBy(asc(meetings.startsAt), asc(meetings.id))
    .limit(limit)
  return rows.map(asItWas)
}

export async function meetingsByIds(db: Db, ids: MeetingId[]): Promise<MeetingInStaff[]> {
  if (ids.length === 0) return []
  const rows = await meetingsInStaff(db)
    .where(isAmong(meetings.id, ids))
    .orderBy(asc(meetings.startsAt), asc(meetings.id))
  return rows.map(asItWas)
}

/** Number and title of meetings that have been opened; from then on they have both. */
export const heldAs = {
  number: sql<number>`${meetings.number}`,
  title: sql<string>`${meetings.title}`,
}

/**
 * The next free number within the incident; the incident's row stays locked until the transaction
 * ends.
 */
export async function takeNumber(tx: Db, incidentId: IncidentId): Promise<number> {
  await tx.execute(sql`select 1 from ${incidents} where ${incidents.id} = ${incidentId} for update`)
  const [row] = await tx
    .select({ last: sql<number>`coalesce(max(${meetings.number}), 0)::int` })
    .from(meetings)
    .where(eq(meetings.incidentId, incidentId))
  return (row?.last ?? 0) + 1
}

/**
 * The next meeting of the same staff and kind; a meeting of the same incident goes before others.
 * It begins after this one was closed or, while it is not closed, after this one's beginning.
 */
export async function nextMeetingAfter(
  db: Db,
  meeting: MeetingRow,
): Promise<MeetingRow | undefined> {
  const since = meeting.closedAt ?? meeting.startsAt
  const [row] = await db
    .select()
    .from(meetings)
    .where(
      and(
        eq(meetings.staffId, meeting.staffId),
        eq(meetings.kind, meeting.kind),
        ne(meetings.id, meeting.id),
        gt(meetings.startsAt, since),
        inArray(meetings.state, ['planned', 'convened']),
      ),
    )
    .orderBy(
      desc(eq(meetings.incidentId, meeting.incidentId)),
      asc(meetings.startsAt),
      asc(meetings.id),
    )
    .limit(1)
  return row
}

/** The present revision of a meeting. */
export async function revisionOf(db: Db, meetingId: MeetingId): Promise<number | undefined> {
  const [row] = await db
    .select({ revision: meetings.revision })
    .from(meetings)
    .where(eq(meetings.id, meetingId))
  return row?.revision
}

/**
 * Writes only when the meeting is still in one of `from`, and at `revision` where one is given;
 * undefined when somebody was quicker.
 */
export async function changeState(
  tx: Db,
  meetingId: MeetingId,
  {
    from,
    set = {},
    revision,
  }: {
    from: readonly MeetingState[]
    set?: PgUpdateSetSource<typeof meetings>
    revision?: number | undefined
  },
): Promise<MeetingRow | undefined> {
  const [row] = await tx
    .update(meetings)
    .set({ ...set, revision: raised(meetings.revision) })
    .where(
      and(
        eq(meetings.id, meetingId),
        inArray(meetings.state, [...from]),
        revision === undefined ? undefined : eq(meetings.revision, revision),
      ),
    )
    .returning()
  return row
}

/**
 * When a meeting of the same staff and kind that was to begin later, or this one, was opened last;
 * meetings for which there is none are left out.
 */
export async function openedLastOf(
  db: Db,
  meetingIds: readonly MeetingId[],
): Promise<Map<MeetingId, Date>> {
  if (meetingIds.length === 0) return new Map()
  const later = alias(meetings, 'later')
  const rows = await db
    .select({ id: meetings.id, openedLast: max(later.openedAt) })
    .from(meetings)
    .innerJoin(
      later,
      and(
        eq(later.staffId, meetings.staffId),
        eq(later.kind, meetings.kind),
        gte(later.startsAt, meetings.startsAt),
      ),
    )
    .where(isAmong(meetings.id, meetingIds))
    .groupBy(meetings.id)
  return new Map(rows.flatMap(({ id, openedLast }) => (openedLast ? [[id, openedLast]] : [])))
}

/**
 * Raises the SEQUENCE, because every CANCEL needs a higher one than what was sent before (RFC 5546
 * §2.1.4).
 */
export async function raiseSequences(tx: Db, ids: readonly MeetingId[]): Promise<void> {
  if (ids.length === 0) return
  await tx
    .update(meetings)
    .set({ sequence: raised(meetings.sequence) })
    .where(isAmong(meetings.id, ids))
}
