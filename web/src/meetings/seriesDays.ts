import { addDays, isoWeekday, resolveWallTime } from '../../../src/lib/time.ts'
import type { SeriesRule } from '../../../src/meetings/contract/meeting.ts'

export type SeriesDay = {
  date: string
  /** null while it is asked back which moment is meant */
  startsAt: Date | null
  question?: { kind: 'missing' | 'ambiguous'; earlier: Date; later: Date }
}
export type SeriesPreview =
  | { days: SeriesDay[] }
  | { problem: 'untilBeforeStart' | 'noWeekdays' | 'noMeetings' | 'tooMany' }

/** As many as the server plans at once. */
const limit = 200

/**
 * What the server will make of a series, day by day, before it is asked: the same days and moments as its own expansion,
 * which needs more of the language than every browser has.
 */
export function seriesDays({
  date,
  time,
  zone,
  rule,
  choices = {},
}: {
  date: string
  time: string
  zone: string
  rule: SeriesRule
  choices?: Readonly<Record<string, 'earlier' | 'later'>>
}): SeriesPreview {
  if (rule.until < date) return { problem: 'untilBeforeStart' }
  if (rule.every === 'days' && !rule.weekdays?.length) return { problem: 'noWeekdays' }
  const wanted = weekdaysOf(rule, date)
  const days: SeriesDay[] = []
  for (let day = date; day <= rule.until; day = addDays(day, 1)) {
    if (!wanted.includes(isoWeekday(day))) continue
    if (days.length === limit) return { problem: 'tooMany' }
    days.push(dayOf({ date: day, time, zone }, choices[day]))
  }
  return days.length === 0 ? { problem: 'noMeetings' } : { days }
}

function weekdaysOf({ every, weekdays = [] }: SeriesRule, date: string): readonly number[] {
  if (every === 'day') return [1, 2, 3, 4, 5, 6, 7]
  if (every === 'weekdays') return [1, 2, 3, 4, 5]
  return every === 'week' ? [isoWeekday(date)] : weekdays
}

function dayOf(
  wall: { date: string; time: string; zone: string },
  choice: 'earlier' | 'later' | undefined,
): SeriesDay {
  const resolved = resolveWallTime(wall)
  if (resolved.kind === 'exact') return { date: wall.date, startsAt: resolved.at }
  const [earlier, later] =
    resolved.kind === 'missing'
      ? [resolved.before, resolved.after]
      : [resolved.earlier, resolved.later]
  const startsAt = choice ? (choice === 'earlier' ? earlier : later) : null
  return { date: wall.date, startsAt, question: { kind: resolved.kind, earlier, later } }
}
