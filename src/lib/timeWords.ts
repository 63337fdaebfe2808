/** Moments in the words and figures that people read. Runs in the browser, as time.ts does. */
import { formatter, remembered } from './formatters.ts'
import { type Instant, type Lang, msOf, resolveWallTime, startsOn, wallTimeOf } from './time.ts'

/** long: Mittwoch, 25. November 2026 · short: 25.11.2026 (25 Nov 2026) */
export type DateStyle = 'long' | 'short'
/** Where a time is shown beside a known day, e.g. the day of the heading, or today. */
export type Beside = { beside: Instant; zone: string; lang: Lang }

const dayMs = 86_400_000

/** Mails and lists of a staff show the same moments again and again, and formatting takes long. */
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

/** `Mi 25.11.`, for narrow lists whose heading names the week. */
export function formatShortDay(at: Instant, zone: string, lang: Lang): string {
  const { weekday } = datePartsOf(at, zone, lang, 'medium')
  const { day, month } = datePartsOf(at, zone, lang, 'short')
  return lang === 'de'
    ? `${weekday} ${Number(day)}.${Number(month)}.`
    : `${weekday} ${day} ${month}`
}

/** `Mi, 25. November`, with the year when it is not that of `beside`. */
export function formatDay(at: Instant, { beside, zone, lang }: Beside): string {
  const { weekday, day, month } = datePartsOf(at, zone, lang, 'medium')
  const told = lang === 'de' ? `${weekday}, ${day}. ${month}` : `${weekday}, ${day} ${month}`
  return isSameYear(at, beside, zone) ? told : `${told} ${startsOn(at, zone).slice(0, 4)}`
}

/** `Mi, 25. November, 08:30 Uhr`, with the year under the same condition as `formatDay`. */
export function formatDayAndTime(at: Instant, known: Beside): string {
  return `${formatDay(at, known)}, ${clockWords(at, known.zone, known.lang)}`
}

/**
 * A time beside a known day: `09:10` on that day, `30.11., 09:10` on another, `30.11.2027, 09:10`
 * in another year. In the hour that the clocks show twice it has the name of the offset, `02:30
 * (MESZ)`.
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

/** A night meeting goes past midnight, and within twelve hours no time of a clock comes twice. */
const nightMs = 12 * 3_600_000

/**
 * A time beside the present moment: of the last twelve hours without its date, so that a list of a
 * night meeting reads `23:58`, `00:04`; otherwise as `formatBeside`.
 */
export function formatBesideNow(
  at: Instant,
  known: Beside,
  show: { seconds?: boolean } = {},
): string {
  const agoMs = msOf(known.beside) - msOf(at)
  return agoMs >= 0 && agoMs < nightMs
    ? clockOf(at, known.zone, known.lang, show)
    : formatBeside(at, known, show)
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

/** `30.11.`, with the year when it differs; null on the known day. */
function dayBeside(at: Instant, { beside, zone, lang }: Beside): string | null {
  if (startsOn(at, zone) === startsOn(beside, zone)) return null
  const { day, month, year } = datePartsOf(at, zone, lang, 'short')
  const isNear = isSameYear(at, beside, zone)
  if (lang === 'de') return `${day}.${month}.${isNear ? '' : year}`
  return `${day} ${month}${isNear ? '' : ` ${year}`}`
}

/**
 * Both ends of a span as `formatBeside` gives them, the end beside the beginning. With seconds when
 * both are in one minute, because equal times would look like no time at all.
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

/**
 * A span in a row of a list, `23:57–00:02`: an end less than twelve hours after the beginning needs
 * no date of its own. Otherwise as `spanBeside`.
 */
export function shortSpan(from: Instant, until: Instant, known: Beside): string {
  const times = spanBeside(from, until, known)
  const isNight =
    msOf(until) - msOf(from) < nightMs && startsOn(from, known.zone) !== startsOn(until, known.zone)
  return `${times.from}–${isNight ? clockOf(until, known.zone, known.lang) : times.until}`
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

/** Names of the weekdays, Monday first: `Mo` or `Montag`. */
export function weekdayNames(lang: Lang, style: 'short' | 'long'): string[] {
  const aMonday = Date.parse('2024-01-01')
  const names = formatter('UTC', locales[lang], { weekday: style })
  // browsers differ in the dot behind a short German weekday
  return Array.from({ length: 7 }, (_, i) => names.format(aMonday + i * dayMs).replace(/\.$/, ''))
}

/**
 * In spoken words: `morgen, 08:30 Uhr`; the weekday within the next week; otherwise the date, with
 * the year when it differs.
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

/** `MESZ` or `MEZ` in the hour that the clocks show twice; null at all other times. */
export function offsetName(at: Instant, zone: string, lang: Lang): string | null {
  if (resolveWallTime({ ...wallTimeOf(at, zone), zone }).kind !== 'ambiguous') return null
  const parts = formatter(zone, locales[lang], {
    hour: 'numeric',
    timeZoneName: 'short',
  }).formatToParts(msOf(at))
  return parts.find(part => part.type === 'timeZoneName')?.value ?? zone
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

/** With the name of the offset in the hour that the clocks show twice: `02:30 (MESZ)`. */
function clockOf(at: Instant, zone: string, lang: Lang, show: { seconds?: boolean } = {}): string {
  const clock = formatTime(at, zone, show)
  const offset = offsetName(at, zone, lang)
  return offset === null ? clock : `${clock} (${offset})`
}

function clockWords(at: Instant, zone: string, lang: Lang): string {
  const clock = clockOf(at, zone, lang)
  return lang === 'de' ? `${clock} Uhr` : clock
}
