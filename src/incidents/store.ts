import { and, asc, desc, eq, sql } from 'drizzle-orm'
import { formerAfter } from '../lib/asOf.ts'
import type { Db } from '../lib/db.ts'
import { newId, type IncidentId, type StaffId } from '../lib/ids.ts'
import type { Incident, IncidentInput } from './contract.ts'
import { incidents } from './tables.ts'

type IncidentRow = typeof incidents.$inferSelect

// The meetings table is written by name, because incidents may not import a later feature. The
// column needs its full name: a query of one table prints it without, and it would then mean the
// meeting's own id.
const counts = {
  meetingCount: sql<number>`(select count(*)::int from meetings where meetings.incident_id = incidents.id)`,
  aheadCount: sql<number>`(select count(*)::int from meetings where meetings.incident_id = incidents.id and meetings.state in ('planned', 'convened'))`,
  isMeeting: sql<boolean>`exists (select from meetings where meetings.incident_id = incidents.id and meetings.state in ('open', 'paused'))`,
}
type Found = { incident: IncidentRow } & Pick<Incident, keyof typeof counts>

/** Open incidents first, then the latest. */
export async function listIncidents(db: Db, staffId: StaffId): Promise<Incident[]> {
  const rows = await db
    .select({ incident: incidents, ...counts })
    .from(incidents)
    .where(eq(incidents.staffId, staffId))
    .orderBy(desc(sql`${incidents.endedAt} is null`), desc(incidents.startedAt), asc(incidents.id))
  return rows.map(incidentView)
}

export async function findIncident(db: Db, incidentId: IncidentId): Promise<Found | undefined> {
  const [row] = await db
    .select({ incident: incidents, ...counts })
    .from(incidents)
    .where(eq(incidents.id, incidentId))
  return row
}

export async function insertIncident(
  tx: Db,
  { staffId, at, ...incident }: IncidentInput & { staffId: StaffId; at: Date },
): Promise<IncidentRow> {
  const id = newId('incident', at)
  const [row] = await tx
    .insert(incidents)
    .values({ id, staffId, ...incident, startedAt: at })
    .returning()
  return row! // the insert returns its row
}

/** False when the staff has no such incident. */
export async function updateIncident(
  tx: Db,
  { staffId, incidentId, at }: { staffId: StaffId; incidentId: IncidentId; at: Date },
  set: { title?: string; endedAt?: Date | null },
): Promise<boolean> {
  const isIt = and(eq(incidents.id, incidentId), eq(incidents.staffId, staffId))
  const [before] = await tx
    .select({ title: incidents.title, former: incidents.former })
    .from(incidents)
    .where(isIt)
    .for('no key update')
  if (!before) return false
  const former = formerAfter<{ title: string }>(before, set, { at })
  await tx
    .update(incidents)
    .set({ ...set, former })
    .where(isIt)
  return true
}

export function incidentView({ incident, ...counted }: Found): Incident {
  const { id: incidentId, title, kind, startedAt, endedAt } = incident
  return {
    incidentId,
    title,
    kind,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    ...counted,
  }
}
