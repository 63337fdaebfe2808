import { and, eq, isNull, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { audit } from '../../audit/store.ts'
import type { Context } from '../../lib/context.ts'
import { DomainError, notFound } from '../../lib/errors.ts'
import type { Id, MeetingId } from '../../lib/ids.ts'
import { visibleMeeting } from '../access.ts'
import type { AgendaInput } from '../contract/meeting.ts'
import { isRunning, mayPlan, mayRunAgenda } from '../rules/states.ts'
import { actOn, requireNotOver, changeInTime } from '../steps/change.ts'
import { replaceAgenda } from '../steps/agenda.ts'
import { agendaItems } from '../tables.ts'

/** Replaces the agenda. */
export async function setAgenda(
  ctx: Context,
  meetingId: MeetingId,
  { items, revision }: z.output<typeof AgendaInput>,
): Promise<void> {
  const found = await visibleMeeting(ctx, meetingId)
  if (
    !mayPlan(ctx.actor, { staffId: found.staff.id }) &&
    !mayRunAgenda(ctx.actor, { staffId: found.staff.id })
  ) {
    throw new DomainError('forbidden', 'Only lead, KGS and minute taker change the agenda')
  }
  await actOn(ctx, found, async (tx, { meeting }) => {
    requireNotOver(meeting.state)
    await changeInTime(tx, meetingId, {
      from: ['planned', 'convened', 'open', 'paused'],
      revision,
    })
    await replaceAgenda(tx, meetingId, { items, at: ctx.clock.now() })
    await audit(ctx, tx, {
      staffId: found.staff.id,
      action: 'meeting.agendaChanged',
      subject: meetingId,
    })
  })
  ctx.live.publish(`meeting:${meetingId}`)
}

/** Begins an item and ends the running one, or ends this item if it is the running one. */
export async function runAgendaItem(
  ctx: Context,
  { meetingId, itemId }: { meetingId: MeetingId; itemId: Id<'agendaItem'> },
  act: 'start' | 'end',
): Promise<void> {
  const found = await visibleMeeting(ctx, meetingId)
  if (!mayRunAgenda(ctx.actor, { staffId: found.staff.id }))
    throw new DomainError('forbidden', 'Only lead, KGS and minute taker run the agenda')
  const at = ctx.clock.now()
  await actOn(ctx, found, async (tx, { meeting }) => {
    if (!isRunning(meeting.state))
      throw new DomainError('meetingNotOpen', 'The meeting is not open')
    await changeInTime(tx, meetingId, { from: ['open', 'paused'] })
    const running = and(
      eq(agendaItems.meetingId, meetingId),
      isNull(agendaItems.endedAt),
      sql`${agendaItems.startedAt} is not null`,
    )
    if (act === 'end') {
      // ends only this item, because somebody may have begun the next one in the meantime
      const item = and(eq(agendaItems.id, itemId), eq(agendaItems.meetingId, meetingId))
      const [known] = await tx.select({ id: agendaItems.id }).from(agendaItems).where(item)
      if (!known) throw notFound('agenda item')
      await tx.update(agendaItems).set({ endedAt: at }).where(and(running, item))
      return
    }
    await tx.update(agendaItems).set({ endedAt: at }).where(running)
    const [row] = await tx
      .update(agendaItems)
      .set({
        startedAt: sql`coalesce(${agendaItems.startedAt}, ${at.toISOString()}::timestamptz)`,
        endedAt: null,
      })
      .where(and(eq(agendaItems.id, itemId), eq(agendaItems.meetingId, meetingId)))
      .returning()
    if (!row) throw notFound('agenda item')
  })
  ctx.live.publish(`meeting:${meetingId}`)
}
