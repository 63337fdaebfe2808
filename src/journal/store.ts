import { heldAs } from '../meetings/store/meetings.ts'
import { type SQL, and, asc, desc, eq, gt, isNull, lt, or, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { incidents } from '../incidents/tables.ts'
import { asOf } from '../lib/asOf.ts'
import type { Db } from '../lib/db.ts'
import type { Id, MeetingId, StaffId } from '../lib/ids.ts'
import { isAmong } from '../lib/many.ts'
import type { MeetingRow } from '../meetings/store/meetings.ts'
import { meetings } from '../meetings/tables.ts'
import { type NamesInStaff, namesInStaff } from '../roster/store/names.ts'
import type { Entry, EntryKind } from './contract.ts'
import { entryLabel } from './rules.ts'
import { entries } from './tables.ts'

export type EntryRow = typeof entries.$inferSelect
/** An entry as stored, beside its view. */
export type StoredEntry = { row: EntryRow; meetingNumber: number; view: Entry }
const replacement = alias(entries, 'replacement')

/** All entries of a meeting, in the order they were written down. */
export async function entriesOf(
  db: Db,
  { meeting, now }: { meeting: MeetingRow; now: Date },
): Promise<StoredEntry[]> {
  return named(
    db,
    { staffId: meeting.staffId, now },
    {
      where: eq(entries.meetingId, meeting.id),
      order: [asc(entries.enteredAt), asc(entries.kind), asc(entries.number)],
    },
  )
}

export async function findEntry(
  db: Db,
  { entryId, now }: { entryId: Id<'entry'>; now: Date },
): Promise<StoredEntry | undefined> {
  const [row] = await select(db, { where: eq(entries.id, entryId), order: [asc(entries.id)] })
  return row && told(row, await namesInStaff(db, { staffId: row.row.staffId, now }))
}

/** Orders of a staff, at most 500: open ones by due time, or all with the newest first. */
export async function ordersOf(
  db: Db,
  { staffId, state, now }: { staffId: StaffId; state: 'open' | 'all'; now: Date },
): Promise<StoredEntry[]> {
  const ofStaff = and(eq(entries.staffId, staffId), eq(entries.kind, 'order'))
  if (state === 'all')
    return named(
      db,
      { staffId, now },
      {
        where: ofStaff,
        order: [desc(entries.at), desc(entries.id)],
        limit: 500,
        at: null,
      },
    )
  return named(
    db,
    { staffId, now },
    {
      where: and(ofStaff, isNull(entries.doneAt), isNull(entries.retractedAt)),
      order: byDue,
      limit: 500,
      at: null,
    },
  )
}

/**
 * Orders of earlier meetings of the staff that were open when this meeting opened, whether they
 * were done later or not. Exercises carry only orders of exercises.
 */
export async function carriedOrdersOf(
  db: Db,
  { meeting, now }: { meeting: MeetingRow; now: Date },
): Promise<StoredEntry[]> {
  const began = (meeting.openedAt ?? meeting.startsAt).toISOString()
  return named(
    db,
    { staffId: meeting.staffId, now },
    {
      where: and(
        eq(entries.staffId, meeting.staffId),
        eq(entries.kind, 'order'),
        eq(meetings.kind, meeting.kind),
        lt(meetings.startsAt, meeting.startsAt),
        lt(entries.enteredAt, sql`${began}::timestamptz`),
        isNull(entries.retractedAt),
        or(isNull(entries.doneAt), gt(entries.doneAt, sql`${began}::timestamptz`)),
      ),
      order: byDue,
      limit: 500,
      at: meeting.closedAt,
    },
  )
}

/** The next number of its kind in the meeting; call it with the meeting locked. */
export async function nextNumber(
  tx: Db,
  { meetingId, kind }: { meetingId: MeetingId; kind: EntryKind },
): Promise<number> {
  const [row] = await tx
    .select({ last: sql<number>`coalesce(max(${entries.number}), 0)::int` })
    .from(entries)
    .where(and(eq(entries.meetingId, meetingId), eq(entries.kind, kind)))
  return (row?.last ?? 0) + 1
}

/** Who wrote entries when, taken back or not, of many meetings. */
export async function writersOf(db: Db, meetingIds: MeetingId[]) {
  if (meetingIds.length === 0) return []
  return db
    .select({ meetingId: entries.meetingId, byId: entries.byId, at: entries.enteredAt })
    .from(entries)
    .where(isAmong(entries.meetingId, meetingIds))
}

export async function insertEntry(tx: Db, entry: typeof entries.$inferInsert): Promise<void> {
  await tx.insert(entries).values(entry)
}

/** Marks an entry as done, or as open again; false when it was so already. */
export async function setDone(
  tx: Db,
  entryId: Id<'entry'>,
  done: Pick<EntryRow, 'doneAt' | 'doneById'>,
): Promise<boolean> {
  const current = done.doneAt ? isNull(entries.doneAt) : sql`${entries.doneAt} is not null`
  const rows = await tx
    .update(entries)
    .set(done)
    .where(and(eq(entries.id, entryId), current))
    .returning({ id: entries.id })
  return rows.length > 0
}

/** False when the entry was retracted already. */
export async function setRetracted(
  tx: Db,
  entryId: Id<'entry'>,
  retractedAt: Date | null,
  replacedById: Id<'entry'> | null = null,
): Promise<boolean> {
  const current = retractedAt
    ? isNull(entries.retractedAt)
    : sql`${entries.retractedAt} is not null`
  const rows = await tx
    .update(entries)
    .set({ retractedAt, replacedById })
    .where(and(eq(entries.id, entryId), current))
    .returning({ id: entries.id })
  return rows.length > 0
}

/** Keeps the wording of `row`, as it was read, as a former one; false when it is another by now. */
export async function setWording(
  tx: Db,
  { id, text, reason, former }: EntryRow,
  next: { text: string; reason: string; at: Date; byId: Id<'person'> },
): Promise<boolean> {
  const { at, byId, ...wording } = next
  const rows = await tx
    .update(entries)
    .set({ ...wording, former: [...former, { text, reason, byId, until: at.toISOString() }] })
    .where(and(eq(entries.id, id), sql`jsonb_array_length(${entries.former}) = ${former.length}`))
    .returning({ id: entries.id })
  return rows.length > 0
}

/** Names who is responsible for an order and until when. */
export async function setAssigned(
  tx: Db,
  entryId: Id<'entry'>,
  assigned: Pick<EntryRow, 'responsibleId' | 'responsibleText' | 'dueAt'>,
): Promise<void> {
  await tx.update(entries).set(assigned).where(eq(entries.id, entryId))
}

const byDue = [sql`${entries.dueAt} asc nulls last`, asc(entries.at), asc(entries.id)]

/**
 * `at`: when people and incident are told of, null for now; absent: at the end of each entry's own
 * meeting. What was done later names its finisher as of then.
 */
type Asked = { where: SQL | undefined; order: SQL[]; limit?: number; at?: Date | null }

async function named(
  db: Db,
  of: Parameters<typeof namesInStaff>[1],
  asked: Asked,
): Promise<StoredEntry[]> {
  const [rows, names] = await Promise.all([select(db, asked), namesInStaff(db, of)])
  return rows.map(row => told(row, names))
}

async function select(db: Db, { where, order, limit = 5_000, ...asked }: Asked) {
  const rows = await db
    .select({
      row: entries,
      meetingNumber: heldAs.number,
      meetingTitle: heldAs.title,
      closedAt: meetings.closedAt,
      incident: { title: incidents.title, former: incidents.former },
      minuteTakerId: meetings.minuteTakerId,
      replacement: { kind: replacement.kind, number: replacement.number },
    })
    .from(entries)
    .leftJoin(replacement, eq(replacement.id, entries.replacedById))
    .innerJoin(meetings, eq(meetings.id, entries.meetingId))
    .innerJoin(incidents, eq(incidents.id, meetings.incidentId))
    .where(where)
    .orderBy(...order)
    .limit(limit)
  return rows.map(({ closedAt, ...found }) => ({
    ...found,
    closedAt,
    at: asked.at === undefined ? closedAt : asked.at,
  }))
}

function told(
  {
    row,
    at,
    closedAt,
    replacement: replacedBy,
    meetingNumber,
    meetingTitle,
    incident,
    minuteTakerId,
  }: Awaited<ReturnType<typeof select>>[number],
  names: NamesInStaff,
): StoredEntry {
  const doneLater = at && row.doneAt && row.doneAt > at ? row.doneAt : at
  const view = {
    entryId: row.id,
    kind: row.kind,
    number: row.number,
    label: entryLabel(meetingNumber, row),
    text: row.text,
    reason: row.reason,
    at: row.at.toISOString(),
    enteredAt: row.enteredAt.toISOString(),
    byId: row.byId,
    byName: names.ofPerson(row.byId, at) ?? '',
    responsibleId: row.responsibleId,
    responsibleName: names.ofMember(row.responsibleId, at) ?? row.responsibleText,
    dueAt: row.dueAt?.toISOString() ?? null,
    doneAt: row.doneAt?.toISOString() ?? null,
    doneByName: names.ofPerson(row.doneById, doneLater),
    retractedAt: row.retractedAt?.toISOString() ?? null,
    replacedByLabel: replacedBy && entryLabel(meetingNumber, replacedBy),
    corrections: row.former.map(({ until, byId, text: was, reason }) => ({
      at: new Date(until).toISOString(),
      byName: names.ofPerson(byId, at) ?? '',
      text: was,
      reason,
    })),
    isAddedLater: closedAt !== null && row.enteredAt > closedAt,
    meetingId: row.meetingId,
    meetingTitle,
    incidentTitle: asOf(incident, at).title,
    minuteTakerId,
  }
  return { row, meetingNumber, view }
}
