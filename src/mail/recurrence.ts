import { addDays, isoWeekday, resolveWallTime, wallTimeOf } from '../lib/time.ts'

export type Span = { startsAt: Date; endsAt: Date }

/**
 * How calendars store dates as one entry: a rule gives starts in the wall time of a zone, some of
 * them are left out, and dates that the rule does not give take the place of a start.
 */
export type Recurrence<D extends Span> = {
  /** the first start of the rule, with its end */
  base: Span
  /** the zone in whose wall time the rule gives its starts */
  zone: string
  /** RRULE of RFC 5545 §3.3.10; null: there is one date only */
  rule: string | null
  /** starts of the rule that are no date */
  without: Date[]
  /** dates that the rule gives, in order of time */
  regular: D[]
  /** dates in place of a start of the rule, which is their RECURRENCE-ID */
  placed: { at: Date; date: D }[]
}

type Known<D> = { date: D; wall: Wall }
type Wall = { date: string; time: string; durationMs: number | null }
/** The wall time at which a rule begins its meetings, and how long they are. */
type Clock = { time: string; durationMs: number }

/** Whether all calendars read a moment's wall time in the zone as that moment. */
export type IsSafe = (at: Date) => boolean
type In = { zone: string; isSafe: IsSafe }

/**
 * One entry for the dates, which are not empty. The rule takes the wall time that most of them
 * have, and the weekdays on which more than every second start is a date, or on which dates would
 * otherwise pass their neighbours. When a start of the rule
 * would lie in an hour that the clocks skip or show twice, the rule takes noon in UTC, and every date
 * the place of a start. Yields after each date, because the first look at a moment of a zone is slow.
 */
export function* recurrenceOf<D extends Span>(
  dates: readonly D[],
  { zone, isSafe }: In,
): Generator<void, Recurrence<D>> {
  const sorted = dates.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
  const [first] = sorted as [D] // not empty
  if (sorted.length === 1)
    return { base: first, zone, rule: null, without: [], regular: sorted, placed: [] }
  const known: Known<D>[] = []
  for (const date of sorted) {
    known.push({ date, wall: wallOf(date, { zone, isSafe }) })
    yield
  }
  const [clock] = clocksOf(known.map(({ wall }) => wall))
  const found = clock && (yield* fitted(known, { clock, zone, isSafe }))
  if (found) return found
  const noon = {
    clock: { time: '12:00:00', durationMs: 3_600_000 },
    zone: 'UTC',
    isSafe: () => true,
  }
  const unread = known.map(each => ({ ...each, wall: { ...each.wall, durationMs: null } }))
  return (yield* fitted(unread, noon))! // UTC has no clock changes
}

/** Null as `durationMs`: calendars may read beginning or end differently. */
function wallOf({ startsAt, endsAt }: Span, { zone, isSafe }: In): Wall {
  const [start, end] = [wallTimeOf(startsAt, zone), wallTimeOf(endsAt, zone)]
  const lasts = msOf(end) - msOf(start)
  const isRead = isSafe(startsAt) && isSafe(endsAt) && lasts === wholeMs(endsAt) - wholeMs(startsAt)
  return { ...start, durationMs: isRead ? lasts : null }
}

const msOf = ({ date, time }: { date: string; time: string }) => Date.parse(`${date}T${time}Z`)
const wholeMs = (at: Date) => Math.floor(at.getTime() / 1000) * 1000

/** The most frequent first; of equally frequent ones the earliest. */
function clocksOf(walls: readonly Wall[]): Clock[] {
  const groups = Map.groupBy(
    walls.filter(wall => wall.durationMs !== null),
    ({ time, durationMs }) => `${time} ${durationMs}`,
  )
  return [...groups.values()]
    .toSorted((a, b) => b.length - a.length)
    .map(([wall]) => ({ time: wall!.time, durationMs: wall!.durationMs! })) // groups have members
}

/** Null: a start of the rule would lie in a clock change. */
function* fitted<D extends Span>(
  known: readonly Known<D>[],
  { clock, zone, isSafe }: { clock: Clock } & In,
): Generator<void, Recurrence<D> | null> {
  const { weekdays, days, taken, placed } = placesFor(
    known,
    ({ wall }) => wall.time === clock.time && wall.durationMs === clock.durationMs,
  )
  const starts = new Map<string, Date>()
  for (const day of days) {
    const start = startOn(day, { clock, zone, isSafe })
    if (!start) return null
    starts.set(day, start)
    yield
  }
  const at = (day: string) => starts.get(day)! // it has every day
  const away = new Set(placed.map(({ day }) => day))
  return {
    base: { startsAt: at(days[0]!), endsAt: new Date(at(days[0]!).getTime() + clock.durationMs) },
    zone,
    rule: ruleOf(weekdays, at(days.at(-1)!)),
    without: days.filter(day => !taken.has(day) && !away.has(day)).map(at),
    regular: days.flatMap(day => taken.get(day) ?? []),
    placed: placed.map(({ date, day }) => ({ at: at(day), date })),
  }
}

type Places<D> = {
  weekdays: number[]
  /** the days of the rule */
  days: string[]
  /** dates that are as the rule gives them, by day */
  taken: Map<string, D>
  placed: { date: D; day: string }[]
}

/**
 * Dates that the rule does not give take days of it in the order of time, so that none passes its
 * neighbours, which Outlook forbids. Where the days between two regular dates are too few, the rule
 * gets another weekday.
 */
function placesFor<D>(known: readonly Known<D>[], isAt: (date: Known<D>) => boolean): Places<D> {
  const usual = known.filter(isAt)
  const weekdays = weekdaysOf((usual.length > 0 ? usual : known).map(each => each.wall.date))
  for (;;) {
    const places = placesOn(weekdays, known, isAt)
    const [missing] = places.crowded.filter(weekday => !weekdays.includes(weekday))
    if (missing === undefined) return { weekdays, ...places }
    weekdays.push(missing)
    weekdays.sort((a, b) => a - b)
  }
}

/** `crowded`: weekdays of dates for which no day was left between their neighbours. */
function placesOn<D>(
  weekdays: readonly number[],
  known: readonly Known<D>[],
  isAt: (date: Known<D>) => boolean,
): Omit<Places<D>, 'weekdays'> & { crowded: number[] } {
  const isOn = ({ wall }: Known<D>) => weekdays.includes(isoWeekday(wall.date))
  const within = known.some(isOn) ? known.filter(isOn) : known
  const days = daysOn(weekdays, within[0]!.wall.date, within.at(-1)!.wall.date)
  const onDays = new Set(days)
  const taken = new Map<string, D>()
  const gaps: { after: string; others: Known<D>[] }[] = [{ after: '', others: [] }]
  for (const each of known) {
    const { date } = each.wall
    if (isAt(each) && onDays.has(date) && !taken.has(date)) {
      taken.set(date, each.date)
      gaps.push({ after: date, others: [] })
    } else gaps.at(-1)!.others.push(each)
  }
  const placed: { date: D; day: string }[] = []
  const crowded: number[] = []
  const left: Known<D>[] = []
  for (const [i, { after, others }] of gaps.entries()) {
    const before = gaps[i + 1]?.after
    const free = days.filter(day => day > after && (before === undefined || day < before))
    if (i === 0 && before !== undefined)
      while (free.length < others.length) free.unshift(grow(days, weekdays, -1))
    if (before === undefined) while (free.length < others.length) free.push(grow(days, weekdays, 1))
    placed.push(...inOrder(others.slice(0, free.length), free))
    left.push(...others.slice(free.length))
    if (others.length > free.length) crowded.push(...others.map(at => isoWeekday(at.wall.date)))
  }
  // several on one day: no rule gives them places between their neighbours
  for (const { date } of left) placed.push({ date, day: grow(days, weekdays, 1) })
  const used = (day: string) => taken.has(day) || placed.some(each => each.day === day)
  const [first, last] = [days.findIndex(used), days.findLastIndex(used)]
  return { days: days.slice(first, last + 1), taken, placed, crowded }
}

/** Gives each date the free day nearest to it, in the order of both. */
function inOrder<D>(
  dates: readonly Known<D>[],
  free: readonly string[],
): { date: D; day: string }[] {
  let from = 0
  return dates.map(({ date, wall }, i) => {
    const away = (day: string) => Math.abs(Date.parse(day) - Date.parse(wall.date))
    const choice = free.slice(from, free.length - (dates.length - 1 - i))
    const day = choice.reduce((best, each) => (away(each) < away(best) ? each : best))
    from = free.indexOf(day) + 1
    return { date, day }
  })
}

/** Adds the next day of the rule before its first or after its last one. */
function grow(days: string[], weekdays: readonly number[], by: -1 | 1): string {
  let day = addDays(days.at(by === 1 ? -1 : 0)!, by)
  while (!weekdays.includes(isoWeekday(day))) day = addDays(day, by)
  if (by === 1) days.push(day)
  else days.unshift(day)
  return day
}

/** 1 Monday … 7 Sunday. */
function weekdaysOf(days: readonly string[]): number[] {
  const sorted = [...new Set(days)].toSorted()
  const having = countsOf(sorted.map(isoWeekday))
  const possible = countsOf(daysFrom(sorted[0]!, sorted.at(-1)!).map(each => each.weekday))
  const share = [...having].map(([weekday, count]) => ({
    weekday,
    share: count / possible.get(weekday)!, // the days lie between the first and the last
  }))
  const often = share.filter(each => each.share > 0.5)
  const most = share.toSorted((a, b) => b.share - a.share || a.weekday - b.weekday).slice(0, 1)
  return (often.length > 0 ? often : most).map(each => each.weekday).sort((a, b) => a - b)
}

function countsOf(weekdays: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const weekday of weekdays) counts.set(weekday, (counts.get(weekday) ?? 0) + 1)
  return counts
}

/** Both ends inclusive. */
const daysOn = (weekdays: readonly number[], from: string, to: string): string[] =>
  daysFrom(from, to).flatMap(({ date, weekday }) => (weekdays.includes(weekday) ? [date] : []))

/** Every day with its weekday; both ends inclusive. */
function daysFrom(from: string, to: string): { date: string; weekday: number }[] {
  const first = isoWeekday(from)
  const count = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1
  return Array.from({ length: count }, (_, i) => ({
    date: addDays(from, i),
    weekday: ((first - 1 + i) % 7) + 1,
  }))
}

function startOn(day: string, { clock, ...of }: { clock: Clock } & In): Date | null {
  const start = resolveWallTime({ date: day, time: clock.time, zone: of.zone })
  if (start.kind !== 'exact') return null
  const endsAt = new Date(start.at.getTime() + clock.durationMs)
  return wallOf({ startsAt: start.at, endsAt }, of).durationMs === null ? null : start.at
}

const dayCodes = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const

/** UNTIL is in UTC, because the beginning has a zone (RFC 5545 §3.3.10). */
function ruleOf(weekdays: readonly number[], last: Date): string {
  const until = `${last.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
  if (weekdays.length === 7) return `FREQ=DAILY;UNTIL=${until}`
  const days = weekdays.map(weekday => dayCodes[weekday - 1]).join(',')
  return `FREQ=WEEKLY;UNTIL=${until};BYDAY=${days}`
}
