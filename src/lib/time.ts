/**
 * Everything a person reads about time. Browser-safe: Intl and numbers only, because Safari has no
 * Temporal.
 */

export type Lang = 'de' | 'en'
/** A moment: a Date, epoch milliseconds, or an ISO 8601 string with offset or Z. */
export type Instant = Date | number | string
/** What a clock on the wall shows: day `2026-03-29`, time `02:30` (or `02:30:15`). */
export type WallTime = { date: string; time: string }

export type ResolvedWallTime =
  | { kind: 'exact'; at: Date }
  /** the clocks jump over it; the two moments as far before and after the jump */
  | { kind: 'missing'; before: Date; after: Date }
  /** the clocks show it twice */
  | { kind: 'ambiguous'; earlier: Date; later: Date }

/** long: Mittwoch, 25. November 2026 · short: 25.11.2026 (25 Nov 2026) */
export type DateStyle = 'long' | 'short'
/** What is known already where a time is said: the day that stands above it, or today. */
export type Beside = { beside: Instant; zone: string; lang: Lang }

const dayMs = 86_400_000

/**
 * The mails and lists of a staff speak of the same moments again and again, and formatting one
 * takes long.
 */
const offsets = remembered<number>()
const dateParts = remembered<DateParts>()

export function formatDate(
  at: Instant,
  zone: string,
  lang: Lang,
  style: DateStyle = 'long',
): string {
  const { weekday, day, month, year } = datePartsOf(at, zone, lang, style)
  if (style === 'short')
    return lang === 'de' ? `${day}.${month}.${year}` : `${day} ${month} ${year}`
  return lang === 'de'
    ? `${weekday}, ${day}. ${month} ${year}`
    : `${weekday}, ${day} ${month} ${year}`
}

/** `Mi, 25. November`, with the year where it is another one than that of `beside`. */
export function formatDay(at: Instant, { beside, zone, lang }: Beside): string {
  const { weekday, day, month } = datePartsOf(at, zone, lang, 'medium')
  const told = lang === 'de' ? `${weekday}, ${day}. ${month}` : `${weekday}, ${day} ${month}`
  return isSameYear(at, beside, zone) ? told : `${told} ${startsOn(at, zone).slice(0, 4)}`
}

/** `Mi, 25. November, 08:30 Uhr`, with the year as `formatDay` says it. */
export function formatDayAndTime(at: Instant, known: Beside): string {
  return `${formatDay(at, known)}, ${clockWords(at, known.zone, known.lang)}`
}

/**
 * A time where a day is known: `09:10` on that day, `30.11., 09:10` on another one, `30.11.2027,
 * 09:10` in another year; in the hour that the clocks show twice with the name of its offset,
 * `02:30 (MESZ)`.
 */
export function formatBeside(
  at: Instant,
  { beside, zone, lang }: Beside,
  show: { seconds?: boolean } = {},
): string {
  const clock = clockOf(at, zone, lang, show)
  const day = dayBeside(at, { beside, zone, lang })
  return day === null ? clock : `${day}, ${clock}`
}

/**
 * The same within a sentence: *um 09:10 Uhr*, *am 30.11. um 09:10 Uhr*; *at 09:10*, *on 30 Nov at
 * 09:10*.
 */
export function momentBeside(at: Instant, known: Beside): string {
  const { zone, lang } = known
  const day = dayBeside(at, known)
  const clock = clockWords(at, zone, lang)
  if (lang === 'de') return `${day === null ? '' : `am ${day} `}um ${clock}`
  return `${day === null ? '' : `on ${day} `}at ${clock}`
}

/** `30.11.`, or with a year that is another one; null on the day that is known. */
function dayBeside(at: Instant, { beside, zone, lang }: Beside): string | null {
  if (startsOn(at, zone) === startsOn(beside, zone)) return null
  const { day, month, year } = datePartsOf(at, zone, lang, 'short')
  const isNear = isSameYear(at, beside, zone)
  if (lang === 'de') return `${day}.${month}.${isNear ? '' : year}`
  return `${day} ${month}${isNear ? '' : ` ${year}`}`
}

/**
 * Both ends of a stretch as `formatBeside` says them, the end beside the beginning; with seconds
 * when they fall into one minute, so that no stay reads as nothing.
 */
export function spanBeside(
  from: Instant,
  until: Instant,
  known: Beside,
): { from: string; until: string } {
  const seconds = Math.floor(msOf(from) / 60_000) === Math.floor(msOf(until) / 60_000)
  return {
    from: formatBeside(from, known, { seconds }),
    until: formatBeside(until, { ...known, beside: from }, { seconds }),
  }
}

/** `08:30`, or `10:12:31` with seconds: the same in both languages. */
export function formatTime(at: Instant, zone: string, show: { seconds?: boolean } = {}): string {
  const { time } = wallTimeOf(at, zone)
  return show.seconds ? time : time.slice(0, 5)
}

/** `Mittwoch, 25. November 2026, 08:30 Uhr` */
export function formatDateTime(
  at: Instant,
  zone: string,
  lang: Lang,
  style: DateStyle = 'long',
): string {
  return `${formatDate(at, zone, lang, style)}, ${clockWords(at, zone, lang)}`
}

/**
 * `Mittwoch, 25. November 2026, 08:30 bis 09:20 Uhr`; the end with its date when that is another
 * day.
 */
export function formatRange(from: Instant, until: Instant, zone: string, lang: Lang): string {
  const isOneDay = startsOn(from, zone) === startsOn(until, zone)
  const start = `${formatDate(from, zone, lang)}, ${clockOf(from, zone, lang)}`
  const end = isOneDay
    ? clockOf(until, zone, lang)
    : `${formatDate(until, zone, lang)}, ${clockOf(until, zone, lang)}`
  if (lang === 'en') return `${start} to ${end}`
  return isOneDay ? `${start} bis ${end} Uhr` : `${start} Uhr bis ${end} Uhr`
}

/** `November 2026` of a month `2026-11`. */
export function formatMonth(month: string, lang: Lang): string {
  return formatter('UTC', locales[lang], { month: 'long', year: 'numeric' }).format(
    Date.parse(`${month}-01`),
  )
}

/** The names of the days, Monday first: `Mo` or `Montag`. */
export function weekdayNames(lang: Lang, style: 'short' | 'long'): string[] {
  const aMonday = Date.parse('2024-01-01')
  const names = formatter('UTC', locales[lang], { weekday: style })
  // browsers differ in the dot behind a short German weekday
  return Array.from({ length: 7 }, (_, i) => names.format(aMonday + i * dayMs).replace(/\.$/, ''))
}

/**
 * As people say it: `morgen, 08:30 Uhr`; a weekday within the week ahead; the date beyond, with its
 * year when it is another one.
 */
export function formatSpoken(at: Instant, now: Instant, zone: string, lang: Lang): string {
  const day = startsOn(at, zone)
  const today = startsOn(now, zone)
  const ahead = (Date.parse(day) - Date.parse(today)) / dayMs
  const near = nearDays[lang][String(ahead)]
  const clock = clockWords(at, zone, lang)
  if (near) return `${near}, ${clock}`
  if (ahead > 0 && ahead < 7)
    return `${formatter(zone, locales[lang], { weekday: 'long' }).format(msOf(at))}, ${clock}`
  return `${formatDay(at, { beside: now, zone, lang })}, ${clock}`
}

/**
 * `42 min`, `1 h 05 min`, `30 s` below a minute; whole units, rounded down. The same in both
 * languages.
 */
export function formatDuration(durationMs: number): string {
  const seconds = Math.floor(Math.max(0, durationMs) / 1000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`
}

/** ISO 8601 with the zone's offset and milliseconds, `2026-11-24T08:31:00.000+01:00`. */
export function isoWithOffset(at: Instant, zone: string): string {
  const ms = msOf(at)
  // ISO 8601 offsets end at the minute; the local mean times of history do not
  const offsetMin = Math.round(offsetMsAt(ms, zone) / 60_000)
  const sign = offsetMin < 0 ? '-' : '+'
  const size = Math.abs(offsetMin)
  const offset = `${sign}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`
  return new Date(ms + offsetMin * 60_000).toISOString().slice(0, -1) + offset
}

/** The day on the wall, `2026-11-24`. */
export function startsOn(at: Instant, zone: string): string {
  return wallTimeOf(at, zone).date
}

/** Day and time (with seconds) on the wall. */
export function wallTimeOf(at: Instant, zone: string): WallTime {
  const ms = msOf(at)
  const iso = new Date(ms + offsetMsAt(ms, zone)).toISOString()
  return { date: iso.slice(0, 10), time: iso.slice(11, 19) }
}

/**
 * The moment at which a wall in the zone shows this time. At a clock change there may be none or
 * two: the caller asks back, nothing is guessed. Throws RangeError for what is no calendar day, no
 * clock time or no zone.
 */
export function resolveWallTime(wall: WallTime & { zone: string }): ResolvedWallTime {
  const asUtc = Date.parse(
    `${wall.date}T${wall.time.length === 5 ? `${wall.time}:00` : wall.time}Z`,
  )
  if (
    !isDate(wall.date) ||
    !/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(wall.time) ||
    Number.isNaN(asUtc)
  ) {
    throw new RangeError(`Not a wall time: "${wall.date} ${wall.time}"`)
  }
  // no offset exceeds a day, so the true moment lies between these two
  const before = offsetMsAt(asUtc - dayMs, wall.zone)
  const after = offsetMsAt(asUtc + dayMs, wall.zone)
  const candidates = [...new Set([before, offsetMsAt(asUtc, wall.zone), after])]
    .filter(offset => offsetMsAt(asUtc - offset, wall.zone) === offset)
    .map(offset => asUtc - offset)
    .sort((a, b) => a - b)
  const [first, second] = candidates
  if (first === undefined)
    return { kind: 'missing', before: new Date(asUtc - after), after: new Date(asUtc - before) }
  if (second === undefined) return { kind: 'exact', at: new Date(first) }
  return { kind: 'ambiguous', earlier: new Date(first), later: new Date(second) }
}

/** Monday 1 … Sunday 7 (ISO 8601) of a day `2026-11-24`. */
export function isoWeekday(date: string): number {
  return new Date(Date.parse(date)).getUTCDay() || 7
}

/** The day so many days later (or earlier), `2026-11-24` → `2026-11-25`. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10)
}

/** True for a day that the calendar has; 30 February is none. */
export function isDate(value: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return false
  const ms = Date.parse(value)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(value)
}

/**
 * True for an IANA zone known here, such as `Europe/Berlin`, as the list spells it; bare offsets
 * are none.
 */
export function isZone(value: string): boolean {
  if (!/^[A-Z]/.test(value)) return false
  try {
    const { timeZone } = formatter(value, 'en-GB', { hour: 'numeric' }).resolvedOptions()
    // Intl reads every case, calendars read their list of zones literally
    return timeZone === value || timeZone.toLowerCase() !== value.toLowerCase()
  } catch {
    return false
  }
}

/**
 * Whether both zones show the same time at that moment: else a page says which zone its times are
 * in.
 */
export function showsSameTime(at: Instant, zone: string, otherZone: string): boolean {
  return offsetMsAt(msOf(at), zone) === offsetMsAt(msOf(at), otherZone)
}

const locales: Record<Lang, string> = { de: 'de-DE', en: 'en-GB' }

const nearDays: Record<Lang, Partial<Record<string, string>>> = {
  de: { '-1': 'gestern', '0': 'heute', '1': 'morgen', '2': 'übermorgen' },
  en: { '-1': 'yesterday', '0': 'today', '1': 'tomorrow' },
}

const dateFields: Record<DateStyle | 'medium', Record<Lang, Intl.DateTimeFormatOptions>> = {
  long: both({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
  medium: both({ weekday: 'short', day: 'numeric', month: 'long' }),
  short: {
    de: { day: '2-digit', month: '2-digit', year: 'numeric' },
    en: { day: 'numeric', month: 'short', year: 'numeric' },
  },
}

function both(fields: Intl.DateTimeFormatOptions): Record<Lang, Intl.DateTimeFormatOptions> {
  return { de: fields, en: fields }
}

type DateParts = Record<'weekday' | 'day' | 'month' | 'year', string | undefined>

function isSameYear(at: Instant, other: Instant, zone: string): boolean {
  return startsOn(at, zone).slice(0, 4) === startsOn(other, zone).slice(0, 4)
}

function datePartsOf(
  at: Instant,
  zone: string,
  lang: Lang,
  style: keyof typeof dateFields,
): DateParts {
  const ms = msOf(at)
  return dateParts.get(`${style} ${lang} ${zone} ${ms}`, () => {
    const found: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {}
    const parts = formatter(zone, locales[lang], dateFields[style][lang]).formatToParts(ms)
    for (const part of parts) found[part.type] = part.value
    const { weekday, day, month, year } = found
    // browsers differ in the dot behind a short German weekday
    return { weekday: weekday?.replace(/\.$/, ''), day, month, year }
  })
}

/** With the name of the offset in the hour that comes twice: `02:30 (MESZ)`. */
function clockOf(at: Instant, zone: string, lang: Lang, show: { seconds?: boolean } = {}): string {
  const clock = formatTime(at, zone, show)
  const offset = offsetName(at, zone, lang)
  return offset === null ? clock : `${clock} (${offset})`
}

/** `MESZ` or `MEZ` in the hour that the clocks show twice; null at all other times. */
export function offsetName(at: Instant, zone: string, lang: Lang): string | null {
  if (resolveWallTime({ ...wallTimeOf(at, zone), zone }).kind !== 'ambiguous') return null
  const parts = formatter(zone, locales[lang], {
    hour: 'numeric',
    timeZoneName: 'short',
  }).formatToParts(msOf(at))
  return parts.find(part => part.type === 'timeZoneName')?.value ?? zone
}

function clockWords(at: Instant, zone: string, lang: Lang): string {
  const clock = clockOf(at, zone, lang)
  return lang === 'de' ? `${clock} Uhr` : clock
}

function msOf(at: Instant): number {
  const ms = typeof at === 'number' ? at : typeof at === 'string' ? Date.parse(at) : at.getTime()
  if (Number.isNaN(ms)) throw new RangeError(`Not a moment: "${String(at)}"`)
  return ms
}

/** What the zone adds to UTC at that moment. */
function offsetMsAt(ms: number, zone: string): number {
  return offsets.get(`${zone} ${Math.floor(ms / 1000)}`, () => {
    const found: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {}
    const fields = {
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    } as const
    for (const part of formatter(zone, 'en-US', { ...fields, hourCycle: 'h23' }).formatToParts(
      ms,
    )) {
      found[part.type] = Number(part.value)
    }
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = found
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1000) * 1000
  })
}

const formatters = new Map<string, Intl.DateTimeFormat>()

/** Formatters cost a hundred times what formatting costs, so each is made once. */
function formatter(
  zone: string,
  locale: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = `${locale} ${zone} ${JSON.stringify(options)}`
  const known = formatters.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone })
  formatters.set(key, made)
  return made
}

/** Answers that are the same for ever, kept until there are too many. */
function remembered<T>() {
  const mostRemembered = 2_000
  const answers = new Map<string, T>()
  return {
    get(key: string, find: () => T): T {
      const known = answers.get(key)
      if (known !== undefined) return known
      if (answers.size >= mostRemembered) answers.clear()
      const found = find()
      answers.set(key, found)
      return found
    },
  }
}
