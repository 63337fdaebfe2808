import { and, asc, eq, ne } from 'drizzle-orm'
import type { Database, Db } from '../lib/db.ts'
import type { MeetingId } from '../lib/ids.ts'
import { modeOfConnection } from '../lib/modes.ts'
import { isAmong } from '../lib/many.ts'
import { meetings, signals } from '../meetings/tables.ts'
import type { RoomSignal } from '../lib/media.ts'
import type { Signal } from '../meetings/contract/signal.ts'

/**
 * Signals of many meetings in one query, in the order they were stored. Only signals of the present
 * gathering count: those reported before a move stay stored but are left out. A cancelled meeting
 * has none.
 */
export async function signalsOf(
  db: Db,
  meetingIds: MeetingId[],
): Promise<Map<MeetingId, Signal[]>> {
  const all = new Map<MeetingId, Signal[]>(meetingIds.map(id => [id, []]))
  if (meetingIds.length === 0) return all
  const rows = await db
    .select({ signal: signals })
    .from(signals)
    .innerJoin(
      meetings,
      and(eq(meetings.id, signals.meetingId), eq(meetings.gathering, signals.gathering)),
    )
    .where(and(isAmong(signals.meetingId, meetingIds), ne(meetings.state, 'cancelled')))
    .orderBy(asc(signals.seq))
  for (const { signal: row } of rows) {
    all.get(row.meetingId)?.push({
      id: row.id,
      meetingId: row.meetingId,
      attendeeId: row.attendeeId,
      mode: row.mode,
      stay: row.stay,
      edge: row.edge,
      atMs: row.at.getTime(),
      source: row.source,
      uncertaintyMs: row.uncertaintyMs,
      replacesId: row.replacesId,
    })
  }
  return all
}

export async function insertSignals(db: Db, rows: (typeof signals.$inferInsert)[]): Promise<void> {
  if (rows.length > 0) await db.insert(signals).values(rows).onConflictDoNothing()
}

export async function findSignal(db: Db, { id, meetingId }: { id: string; meetingId: MeetingId }) {
  const [row] = await db
    .select()
    .from(signals)
    .where(and(eq(signals.id, id), eq(signals.meetingId, meetingId)))
  return row
}

/** The correction of this signal; undefined: nobody corrected it. */
export async function replacementOf(db: Db, id: string) {
  const [row] = await db.select().from(signals).where(eq(signals.replacesId, id))
  return row
}

/** All that was entered by hand for the present gathering, with its corrections, in order. */
export async function handEntriesOf(
  db: Db,
  { id, gathering }: { id: MeetingId; gathering: number },
): Promise<(typeof signals.$inferSelect)[]> {
  return db
    .select()
    .from(signals)
    .where(
      and(
        eq(signals.meetingId, id),
        eq(signals.gathering, gathering),
        ne(signals.source, 'mediaServer'),
      ),
    )
    .orderBy(asc(signals.seq))
}

/** Who entered others at the door, of many meetings. */
export async function doorKeepersOf(db: Db, meetingIds: MeetingId[]) {
  if (meetingIds.length === 0) return []
  return db
    .select({ meetingId: signals.meetingId, byId: signals.byId, at: signals.receivedAt })
    .from(signals)
    .where(and(isAmong(signals.meetingId, meetingIds), eq(signals.source, 'desk')))
}

const edges = { joined: 'in', left: 'out', aborted: 'aborted' } as const

/**
 * Stores a report of the media server for the person admitted under that identity to that room; a
 * repeat changes nothing. A coming after the admission was revoked is not stored, a going always
 * is. Gives the meeting, or null when the identity has no admission to the room.
 */
export async function storeMediaSignal(
  sql: Database['sql'],
  signal: RoomSignal & { kind: keyof typeof edges },
  receivedAt: Date,
): Promise<{ meetingId: MeetingId; isAdmitted: boolean } | null> {
  const at = new Date(signal.atMs).toISOString()
  const mode = modeOfConnection(signal.participantKind)
  const edge = edges[signal.kind]
  const [row] = await sql<{ meetingId: MeetingId; isAdmitted: boolean }[]>`
    with admission as (
      select a.identity, a.meeting_id, a.gathering, a.attendee_id, a.revoked_at
      from admissions a join meetings m on m.id = a.meeting_id
      where a.identity = ${signal.identity} and coalesce(a.room_name, m.room_name) = ${signal.room}
    ), stored as (
      insert into signals (id, meeting_id, gathering, attendee_id, mode, stay, edge, at, received_at, uncertainty_ms, source)
      select ${signal.id}, meeting_id, gathering, attendee_id, ${mode}, ${signal.sid}, ${edge}, ${at}::timestamptz,
             ${receivedAt.toISOString()}::timestamptz, ${signal.uncertaintyMs}::int, 'mediaServer'
      from admission
      where ${edge} <> 'in' or revoked_at is null or revoked_at >= ${at}::timestamptz
      on conflict (id) do nothing
    ), shown as (
      update admissions set sid = ${signal.sid}
      where ${edge} = 'in' and identity in (select identity from admission where revoked_at is null)
    )
    select meeting_id as "meetingId", revoked_at is null as "isAdmitted" from admission`
  return row ?? null
}
