import type { Context } from '../lib/context.ts'
import { DomainError, invalidField, notFound } from '../lib/errors.ts'
import type { IncidentId, StaffId } from '../lib/ids.ts'
import { permit } from '../lib/permit.ts'
import { membershipIn } from '../lib/actor.ts'
import type { Incident, IncidentChange, IncidentInput } from './contract.ts'
import { isPossibleEnd, mayEditIncident, maySeeIncidents } from './rules.ts'
import { beginIncident, writeIncident } from './steps.ts'
import { findIncident, incidentView, listIncidents } from './store.ts'

export async function incidentsOf(ctx: Context, staffId: StaffId): Promise<Incident[]> {
  permit(ctx.actor, { staffId }, maySeeIncidents)
  return listIncidents(ctx.database.db, staffId)
}

export async function incidentFor(ctx: Context, incidentId: IncidentId): Promise<Incident> {
  const found = await findIncident(ctx.database.db, incidentId)
  if (!found || !membershipIn(ctx.actor, found.incident.staffId)) throw notFound('incident')
  permit(ctx.actor, found.incident, maySeeIncidents)
  return incidentView(found)
}

export async function addIncident(
  ctx: Context,
  staffId: StaffId,
  incident: IncidentInput,
): Promise<IncidentId> {
  permit(ctx.actor, { staffId }, mayEditIncident)
  const { id } = await ctx.database.transaction(tx => beginIncident(tx, ctx, staffId, incident))
  ctx.live.publish(`staff:${staffId}`)
  return id
}

/**
 * Renames an incident, ends it, or reopens it. Its meetings do not change; while one of them is
 * open it cannot be ended.
 */
export async function changeIncident(
  ctx: Context,
  incidentId: IncidentId,
  { title, endedAt }: IncidentChange,
): Promise<void> {
  const found = await findIncident(ctx.database.db, incidentId)
  if (!found || !membershipIn(ctx.actor, found.incident.staffId)) throw notFound('incident')
  const { staffId, startedAt } = found.incident
  permit(ctx.actor, { staffId }, mayEditIncident)
  const now = ctx.clock.now()
  const end = endedAt === 'now' ? now : typeof endedAt === 'string' ? new Date(endedAt) : endedAt
  if (end && found.isMeeting)
    throw new DomainError('wrongState', 'A meeting of this incident is open')
  if (end !== undefined && !isPossibleEnd({ startedAt, endedAt: end, now })) {
    throw invalidField('endedAt', 'is not between the beginning and now', {
      value: String(endedAt),
      expected: `${startedAt.toISOString()} to ${now.toISOString()}`,
    })
  }
  const set = {
    ...(title === undefined ? {} : { title }),
    ...(end === undefined ? {} : { endedAt: end }),
  }
  if (Object.keys(set).length === 0) return
  await ctx.database.transaction(tx => writeIncident(tx, ctx, { staffId, incidentId }, set))
  ctx.live.publish(`staff:${staffId}`)
}
