import { and, eq, isNull, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { audit } from '../../audit/store.ts'
import type { Context } from '../../lib/context.ts'
import { DomainError, notFound } from '../../lib/errors.ts'
import { newId, type Id, type MeetingId } from '../../lib/ids.ts'
import { visibleMeeting } from '../access.ts'
import type { AgendaInput } from '../contract/meeting.ts'
import {
  isOver,
  isRunning,
  mayLead,
  mayPlan,
  mayRunAgenda,
  transition,
  type MeetingAct,
} from '../rules/states.ts'
import { changeInTime } from '../steps/change.ts'
import { recordEvent, type MeetingInStaff } from '../store/meetings.ts'
import { agendaItems } from '../tables.ts'

const acts = {
  open: { from: ['planned', 'convened'], event: 'opened' },
  pause: { from: ['open'], event: 'paused' },
  resume: { from: ['paused'], event: 'resumed' },
} as const satisfies Partial<Record<MeetingAct, unknown>>

/** Opens, pauses or resumes; only one of two who do it at once gets through. Returns the meeting as it is then. */
export async function conduct(
  ctx: Context,
  meetingId: MeetingId,
  act: keyof typeof acts,
): Promise<MeetingInStaff> {
  const found = await visibleMeeting(ctx, meetingId)
  if (!mayLead(ctx.actor, { staffId: found.staff.id }))
    throw new DomainError('forbidden', 'Only the lead opens and interrupts a meeting')
  const next = transition(found.meeting.state, act)
  if (!next.ok)
    throw new DomainError(next.reason, `A meeting that is ${found.meeting.state} cannot ${act}`, {
      details: { state: found.meeting.state },
    })
  const at = ctx.clock.now()
  const meeting = await ctx.database.transaction(async tx => {
    const row = await changeInTime(tx, meetingId, {
      from: acts[act].from,
      set: { state: next.to, ...(act === 'open' ? { openedAt: at } : {}) },
    })
    await recordEvent(tx, { meetingId, kind: acts[act].event, at, byId: ctx.actor.personId })
    await audit(ctx, tx, {
      staffId: row.staffId,
      action: `meeting.${acts[act].event}`,
      subject: meetingId,
    })
    return row
  })
  ctx.live.publish(
    `meeting:${meetingId}`,
    `meeting:${meetingId}:attendance`,
    `staff:${found.staff.id}`,
  )
  return { ...found, meeting }
}

/** Replaces the agenda; items keep their times when they keep their id. */
export async function setAgenda(
  ctx: Context,
  meetingId: MeetingId,
  { items }: z.output<typeof AgendaInput>,
): Promise<void> {
  const found = await visibleMeeting(ctx, meetingId)
  if (
    !mayPlan(ctx.actor, { staffId: found.staff.id }) &&
    !mayRunAgenda(ctx.actor, { staffId: found.staff.id })
  ) {
    throw new DomainError('forbidden', 'Only lead, KGS and minute taker change the agenda')
  }
  if (isOver(found.meeting.state)) throw new DomainError('meetingClosed', 'The meeting is over')
  await ctx.database.transaction(async tx => {
    const before = await tx
      .select()
      .from(agendaItems)
      .where(eq(agendaItems.meetingId, meetingId))
      .for('update')
    await tx.delete(agendaItems).where(eq(agendaItems.meetingId, meetingId))
    if (items.length > 0) {
      await tx.insert(agendaItems).values(
        items.map(({ itemId, ...item }, position) => {
          const kept = before.find(row => row.id === itemId)
          return {
            id: kept?.id ?? newId('agendaItem', ctx.clock.now()),
            meetingId,
            position,
            ...item,
            startedAt: kept?.startedAt ?? null,
            endedAt: kept?.endedAt ?? null,
          }
        }),
      )
    }
    await audit(ctx, tx, {
      staffId: found.staff.id,
      action: 'meeting.agendaChanged',
      subject: meetingId,
    })
  })
  ctx.live.publish(`meeting:${meetingId}`)
}

/** Begins an item and ends the one that runs; ending alone leaves none running. */
export async function runAgendaItem(
  ctx: Context,
  { meetingId, itemId }: { meetingId: MeetingId; itemId: Id<'agendaItem'> },
  act: 'start' | 'end',
): Promise<void> {
  const found = await visibleMeeting(ctx, meetingId)
  if (!mayRunAgenda(ctx.actor, { staffId: found.staff.id }))
    throw new DomainError('forbidden', 'Only lead, KGS and minute taker run the agenda')
  if (!isRunning(found.meeting.state))
    throw new DomainError('meetingNotOpen', 'The meeting is not open')
  const at = ctx.clock.now()
  await ctx.database.transaction(async tx => {
    const running = and(
      eq(agendaItems.meetingId, meetingId),
      isNull(agendaItems.endedAt),
      sql`${agendaItems.startedAt} is not null`,
    )
    await tx.update(agendaItems).set({ endedAt: at }).where(running)
    if (act === 'end') return
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
