import type { Context } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import { DomainError, notFound } from '../../lib/errors.ts'
import { membershipIn } from '../../lib/actor.ts'
import type { IncidentId, MeetingId } from '../../lib/ids.ts'
import { permit } from '../../lib/permit.ts'
import type { IncidentEnd } from '../../incidents/contract.ts'
import { mayEditIncident } from '../../incidents/rules.ts'
import { writeIncident } from '../../incidents/steps.ts'
import { findIncident } from '../../incidents/store.ts'
import { holdStaff } from '../../roster/store/members.ts'
import { announce, announceEndOfGathering } from '../announce.ts'
import { mayPlan } from '../rules/states.ts'
import { writeCancelled } from '../steps/cancel.ts'
import { lettersToAll, queueAll } from '../steps/mail.ts'
import { meetingsByIds } from '../store/meetings.ts'
import { aheadOfIncident } from '../store/series.ts'

/**
 * Ends an incident and cancels its meetings that were not opened, where that is wished, in one
 * transaction. Who is invited to several meetings of a series gets one mail about them.
 */
export async function endIncident(
  ctx: Context,
  incidentId: IncidentId,
  { cancel }: IncidentEnd,
): Promise<void> {
  const found = await findIncident(ctx.database.db, incidentId)
  if (!found || !membershipIn(ctx.actor, found.incident.staffId)) throw notFound('incident')
  const { staffId } = found.incident
  permit(ctx.actor, { staffId }, mayEditIncident)
  if (cancel) permit(ctx.actor, { staffId }, mayPlan)
  const act = async (tx: Db): Promise<MeetingId[]> => {
    await holdStaff(tx, staffId)
    // holds the incident, so that no meeting of it is opened meanwhile
    await writeIncident(tx, ctx, { staffId, incidentId }, { endedAt: ctx.clock.now() })
    if ((await findIncident(tx, incidentId))?.isMeeting)
      throw new DomainError('wrongState', 'A meeting of this incident is open')
    if (!cancel) return []
    const ahead = await aheadOfIncident(tx, incidentId)
    for (const { id: meetingId } of ahead)
      await writeCancelled(tx, ctx, { meetingId, reason: cancel.reason })
    const told = ahead.flatMap(({ id, state }) => (state === 'convened' ? id : []))
    const cancelled = await meetingsByIds(tx, told)
    await queueAll(tx, ctx, await lettersToAll(tx, cancelled, { kind: 'cancelled' }))
    return ahead.map(({ id }) => id)
  }
  const ids = await ctx.database.transaction(act, { beside: staffId })
  announce(ctx, staffId, ids)
  for (const id of ids) announceEndOfGathering(ctx, id)
}
