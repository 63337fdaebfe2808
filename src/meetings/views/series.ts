import type { Context } from '../../lib/context.ts'
import type { StaffId } from '../../lib/ids.ts'
import { plannableStaff } from '../actions/plan.ts'
import { holidayOn } from '../holidays.ts'
import { mostPlannedAtOnce, seriesDays } from '../series.ts'
import type { Out } from '../slot.ts'
import type { SeriesPreview, SeriesPreviewQuery } from '../contract/series.ts'

/** What planning this series would give, for people who may plan it. */
export async function previewSeries(
  ctx: Context,
  staffId: StaffId,
  { date, time, every, until, weekdays }: Out<typeof SeriesPreviewQuery>,
): Promise<SeriesPreview> {
  const { zone, land } = await plannableStaff(ctx, staffId)
  const rule = { every, until, weekdays: weekdays?.split(',').map(Number) }
  const series = seriesDays({ startsOn: date, time, zone, rule, limit: mostPlannedAtOnce })
  if (!series.ok) return { problem: series.reason }
  return {
    days: series.days.map(({ localDate, shift, earlier, later }) => ({
      date: localDate,
      startsAt: shift ? null : earlier.toISOString(),
      question: shift
        ? { kind: shift, earlier: earlier.toISOString(), later: later.toISOString() }
        : null,
      holiday: holidayOn(localDate, land),
    })),
  }
}
