import type { Context } from '../../lib/context.ts'
import { invalidField } from '../../lib/errors.ts'
import { type StaffId, newId } from '../../lib/ids.ts'
import { announce } from '../announce.ts'
import type { SeriesInput } from '../contract/meeting.ts'
import { expandSeries, mostPlannedAtOnce } from '../series.ts'
import { type Out, requireMeant, unclearDays } from '../slot.ts'
import { inviteToAll } from '../steps/mail.ts'
import { incidentFor, insertMeeting, heldRoster } from '../steps/plan.ts'
import type { MeetingInStaff } from '../store/meetings.ts'
import { series } from '../tables.ts'
import { plannableStaff } from './plan.ts'

/**
 * Plans all meetings of a series in one transaction, and tells each person once. Throws a question for each day on which the
 * wall time does not exist or exists twice.
 */
export async function planSeries(ctx: Context, staffId: StaffId, input: Out<typeof SeriesInput>) {
  const staff = await plannableStaff(ctx, staffId)
  const { date, time, durationMin, rule, choices } = input
  const expanded = expandSeries({
    startsOn: date,
    time,
    zone: staff.zone,
    durationMin,
    rule,
    limit: mostPlannedAtOnce,
    ...(choices ? { choices } : {}),
  })
  if (!expanded.ok) {
    if (expanded.reason !== 'clockChange')
      throw invalidField('rule', expanded.reason, {
        expected: `between 1 and ${mostPlannedAtOnce} meetings`,
      })
    throw unclearDays(expanded.questions, time)
  }
  const slots = expanded.instances.map(({ startsAt, endsAt }) => ({ startsAt, endsAt }))
  requireMeant(slots, { now: ctx.clock.now(), meant: input.meant })
  const seriesId = newId('series', ctx.clock.now())
  const { title: _title, ...wish } = input
  const ids = await ctx.database.transaction(
    async tx => {
      const people = await heldRoster(tx, staffId)
      const incident = await incidentFor(tx, ctx, staff, input)
      await tx.insert(series).values({
        id: seriesId,
        staffId,
        incidentId: incident.id,
        rule: input.rule,
        createdAt: ctx.clock.now(),
      })
      const made: MeetingInStaff[] = []
      for (const slot of slots)
        made.push(
          await insertMeeting(tx, ctx, {
            staff,
            incident,
            people,
            wish,
            slot,
            convene: input.convene,
            seriesId,
          }),
        )
      if (input.convene) await inviteToAll(tx, ctx, made)
      return made.map(({ meeting }) => meeting.id)
    },
    { beside: staffId },
  )
  announce(ctx, staffId, ids)
  return { seriesId, meetingIds: ids }
}
