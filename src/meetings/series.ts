import { RRuleTemporal } from 'rrule-temporal'
import type { SeriesRule } from './contract/series.ts'

type SeriesDates = {
  /** first day that may have a meeting; for `week` it also decides the weekday */
  startsOn: string
  /** wall time in `zone`, `08:30` */
  time: string
  zone: string
  rule: SeriesRule
  /** at most this many meetings; never more than 400 */
  limit?: number
}
export type SeriesPlan = SeriesDates & {
  durationMin: number
  /** for days with a clock change, which of the two moments is meant */
  choices?: Readonly<Record<string, 'earlier' | 'later'>>
}

export type ClockShift = 'missing' | 'ambiguous'

/** `shift`: the wall time did not name exactly one moment on that day, and one was chosen. */
export type SeriesInstance = { startsAt: Date; endsAt: Date; localDate: string; shift?: ClockShift }

/**
 * A day whose wall time does not name exactly one moment, with the two possible ones. `missing`:
 * the same distance before and after the jump. `ambiguous`: the first and the second time the
 * clocks show it.
 */
export type ShiftQuestion = { localDate: string; shift: ClockShift; earlier: Date; later: Date }

/** A day of a series; without `shift` both moments are equal. */
export type SeriesDay = { localDate: string; shift?: ClockShift; earlier: Date; later: Date }

type NoSeries =
  | { ok: false; reason: 'noMeetings' | 'untilBeforeStart' | 'noWeekdays' }
  | { ok: false; reason: 'tooMany'; limit: number }

export type SeriesResult =
  | { ok: true; instances: SeriesInstance[] }
  | { ok: false; reason: 'clockChange'; questions: ShiftQuestion[] }
  | NoSeries

export const maxSeriesLength = 400

/** The largest number of meetings planned at once. */
export const mostPlannedAtOnce = 200

/**
 * The meetings of a series as moments. The wall time is kept across clock changes; the duration is
 * elapsed time. A wall time that does not exist, or exists twice, gives a question for its day.
 * Throws RangeError for an invalid day, time or zone.
 */
export function expandSeries(plan: SeriesPlan): SeriesResult {
  const dates = seriesDays(plan)
  return dates.ok ? instancesOn(dates.days, plan) : dates
}

/** The same for given days. */
export function instancesOn(
  days: readonly SeriesDay[],
  { durationMin, choices }: Pick<SeriesPlan, 'durationMin' | 'choices'>,
):
  | { ok: true; instances: SeriesInstance[] }
  | { ok: false; reason: 'clockChange'; questions: ShiftQuestion[] } {
  const instances: SeriesInstance[] = []
  const questions: ShiftQuestion[] = []
  for (const { localDate, shift, earlier, later } of days) {
    const choice = choices?.[localDate]
    if (shift && !choice) questions.push({ localDate, shift, earlier, later })
    const startsAt = choice === 'later' ? later : earlier
    const endsAt = new Date(startsAt.getTime() + durationMin * 60_000)
    instances.push(shift ? { startsAt, endsAt, localDate, shift } : { startsAt, endsAt, localDate })
  }
  return questions.length
    ? { ok: false, reason: 'clockChange', questions }
    : { ok: true, instances }
}

/** The days of a series in order, before any choice of moments. Throws as `expandSeries` does. */
export function seriesDays(plan: SeriesDates): { ok: true; days: SeriesDay[] } | NoSeries {
  const limit = Math.min(plan.limit ?? maxSeriesLength, maxSeriesLength)
  const start = Temporal.PlainDate.from(plan.startsOn)
  const until = Temporal.PlainDate.from(plan.rule.until)
  if (Temporal.PlainDate.compare(until, start) < 0) return { ok: false, reason: 'untilBeforeStart' }
  if (plan.rule.every === 'days' && !plan.rule.weekdays?.length)
    return { ok: false, reason: 'noWeekdays' }
  const leftOut = new Set(plan.rule.leftOut)
  const days = daysOf(plan.rule, start, until, limit + leftOut.size + 1).filter(
    day => !leftOut.has(day.toString()),
  )
  if (days.length === 0) return { ok: false, reason: 'noMeetings' }
  if (days.length > limit) return { ok: false, reason: 'tooMany', limit }
  return {
    ok: true,
    days: days.map(day => dayAt(day.toString(), plan)),
  }
}

/** One day with its two possible moments. Throws as `expandSeries` does. */
export function dayAt(
  localDate: string,
  { time, zone }: Pick<SeriesDates, 'time' | 'zone'>,
): SeriesDay {
  return { localDate, ...momentsOf(Temporal.PlainDate.from(localDate), time, zone) }
}

/** The weekdays of the rule, 1 Monday … 7 Sunday; for `week` that of the first day. */
export function weekdaysIn(rule: SeriesRule, startsOn: string): number[] {
  const wanted: Record<SeriesRule['every'], readonly number[]> = {
    day: [1, 2, 3, 4, 5, 6, 7],
    weekdays: [1, 2, 3, 4, 5],
    week: [Temporal.PlainDate.from(startsOn).dayOfWeek],
    days: rule.weekdays ?? [],
  }
  return wanted[rule.every].toSorted()
}

const dayCodes = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const

/**
 * Computes the recurrence in days, in UTC, where every day exists once; the zone is applied to each
 * day afterwards.
 */
function daysOf(
  rule: SeriesRule,
  start: Temporal.PlainDate,
  until: Temporal.PlainDate,
  most: number,
): Temporal.PlainDate[] {
  const wanted = weekdaysIn(rule, start.toString())
  const byDay = dayCodes.filter((_, index) => wanted.includes(index + 1))
  if (byDay.length === 0) throw new RangeError(`Not weekdays: ${JSON.stringify(rule.weekdays)}`)
  const recurrence = new RRuleTemporal({
    freq: 'WEEKLY',
    byDay,
    dtstart: start.toZonedDateTime('UTC'),
    until: until.toZonedDateTime('UTC'),
    tzid: 'UTC',
    temporal: Temporal,
  })
  return recurrence
    .all((_, index) => index < most)
    .map(day => Temporal.PlainDate.from(day.toString().slice(0, 10)))
}

function momentsOf(
  day: Temporal.PlainDate,
  time: string,
  zone: string,
): { shift?: ClockShift; earlier: Date; later: Date } {
  const wall = day.toPlainDateTime(Temporal.PlainTime.from(time))
  const first = wall.toZonedDateTime(zone, { disambiguation: 'earlier' })
  const second = wall.toZonedDateTime(zone, { disambiguation: 'later' })
  const moments = {
    earlier: new Date(first.epochMilliseconds),
    later: new Date(second.epochMilliseconds),
  }
  if (first.equals(second)) return moments
  return { ...moments, shift: first.toPlainDateTime().equals(wall) ? 'ambiguous' : 'missing' }
}
