import { and, desc, eq, getTableColumns, gte, inArray, sql } from 'drizzle-orm'
import { raised } from '../lib/raised.ts'
import { heldAs } from '../meetings/store/meetings.ts'
import { incidents } from '../incidents/tables.ts'
import { asOf } from '../lib/asOf.ts'
import type { Db } from '../lib/db.ts'
import type { Id, MeetingId, StaffId } from '../lib/ids.ts'
import { meetings, signals } from '../meetings/tables.ts'
import { namesInStaff } from '../roster/store/names.ts'
import { members, people, staffs } from '../roster/tables.ts'
import type { MinutesListItem, MinutesState, PdfStandard } from './contract.ts'
import { minutes } from './tables.ts'
import type { z } from 'zod'

// without the files, which are large
const { pdf: _pdf, pdfUa: _pdfUa, ...columns } = getTableColumns(minutes)
export type MinutesRow = Omit<typeof minutes.$inferSelect, 'pdf' | 'pdfUa'>

/**
 * The latest version, undefined while the meeting has not closed. `lock` locks it until the
 * transaction ends.
 */
export async function findMinutes(
  db: Db,
  meetingId: MeetingId,
  { lock = false } = {},
): Promise<MinutesRow | undefined> {
  const query = db
    .select(columns)
    .from(minutes)
    .where(eq(minutes.meetingId, meetingId))
    .orderBy(desc(minutes.version))
    .limit(1)
  const [row] = lock ? await query.for('update') : await query
  return row
}

export async function insertMinutes(tx: Db, row: typeof minutes.$inferInsert): Promise<void> {
  await tx.insert(minutes).values(row)
}

/** Writes only into a draft that is still at this revision; undefined when somebody was quicker. */
export async function changeDraft(
  tx: Db,
  { id, revision }: { id: Id<'minutes'>; revision: number },
  set: Partial<typeof minutes.$inferInsert>,
): Promise<MinutesRow | undefined> {
  const [row] = await tx
    .update(minutes)
    .set({ ...set, revision: raised(minutes.revision) })
    .where(and(eq(minutes.id, id), eq(minutes.state, 'draft'), eq(minutes.revision, revision)))
    .returning(columns)
  return row
}

/**
 * Notes that the draft was composed again without a difference; the revision stays, so that
 * nobody's edit is refused.
 */
export async function markComposed(
  tx: Db,
  { id, revision }: { id: Id<'minutes'>; revision: number },
  composedAt: Date,
): Promise<void> {
  await tx
    .update(minutes)
    .set({ composedAt })
    .where(and(eq(minutes.id, id), eq(minutes.state, 'draft'), eq(minutes.revision, revision)))
}

/** The stored bytes of a release; undefined for a draft. */
export async function releasedPdf(
  db: Db,
  id: Id<'minutes'>,
  standard: z.infer<typeof PdfStandard>,
): Promise<Uint8Array | undefined> {
  const column = standard === 'a-3a' ? minutes.pdf : minutes.pdfUa
  const [row] = await db
    .select({ pdf: column })
    .from(minutes)
    .where(and(eq(minutes.id, id), eq(minutes.state, 'released')))
  return row?.pdf ?? undefined
}

/** Whether a signal of the meeting was stored at or after that moment. */
export async function hasSignalsSince(db: Db, meetingId: MeetingId, since: Date): Promise<boolean> {
  const rows = await db
    .select({ seq: signals.seq })
    .from(signals)
    .where(
      and(
        eq(signals.meetingId, meetingId),
        sql`${signals.receivedAt} >= ${since.toISOString()}::timestamptz`,
      ),
    )
    .limit(1)
  return rows.length > 0
}

/**
 * Whether a mistyped name of somebody who is or was in the staff was corrected at or after that
 * moment.
 */
export async function hasCorrectionsSince(db: Db, staffId: StaffId, since: Date): Promise<boolean> {
  const rows = await db
    .select({ id: people.id })
    .from(members)
    .innerJoin(people, eq(people.id, members.personId))
    .where(and(eq(members.staffId, staffId), gte(people.correctedAt, since)))
    .limit(1)
  return rows.length > 0
}

/** Latest minutes of each meeting of a staff, the newest meeting first. */
export async function listMinutes(
  db: Db,
  { staffId, states, now }: { staffId: StaffId; states: readonly MinutesState[]; now: Date },
): Promise<MinutesListItem[]> {
  const list = db
    .selectDistinctOn([meetings.startsAt, meetings.id], {
      meetingId: meetings.id,
      meetingTitle: heldAs.title,
      number: heldAs.number,
      kind: meetings.kind,
      incident: { title: incidents.title, former: incidents.former },
      startsAt: meetings.startsAt,
      closedAt: meetings.closedAt,
      staff: { zone: staffs.zone, former: staffs.former },
      state: minutes.state,
      version: minutes.version,
      releasedAt: minutes.releasedAt,
      releasedById: minutes.releasedById,
      sha256: minutes.sha256,
    })
    .from(minutes)
    .innerJoin(meetings, eq(meetings.id, minutes.meetingId))
    .innerJoin(incidents, eq(incidents.id, meetings.incidentId))
    .innerJoin(staffs, eq(staffs.id, meetings.staffId))
    .where(and(eq(meetings.staffId, staffId), inArray(minutes.state, [...states])))
    .orderBy(desc(meetings.startsAt), desc(meetings.id), desc(minutes.version))
    .limit(500)
  const [rows, names] = await Promise.all([list, namesInStaff(db, { staffId, now })])
  return rows.map(({ releasedById, incident, staff, ...row }) => ({
    ...row,
    incidentTitle: asOf(incident, row.closedAt).title,
    zone: asOf(staff, row.closedAt).zone,
    startsAt: row.startsAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
    releasedAt: row.releasedAt?.toISOString() ?? null,
    releasedByName: names.ofPerson(releasedById, row.releasedAt),
  }))
}
