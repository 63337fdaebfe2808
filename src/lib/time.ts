/**
 * Moments, wall times, days and zones. Runs in the browser: with Intl and numbers only, because
 * Safari has no Temporal. Texts for people are in timeWords.ts.
 */
import { formatter, remembered } from './formatters.ts'

export type Lang = 'de' | 'en'
/** A moment: a Date, epoch milliseconds, or an ISO 8601 string with offset or Z. */
export type Instant = Date | number | string
/** A wall time: day `2026-03-29`, time `02:30` (or `02:30:15`). */
export type WallTime = { date: string; time: string }

export type ResolvedWallTime =
  | { kind: 'exact'; at: Date }
  /** the clocks skip it; the two moments are the same distance before and after the jump */
  | { kind: 'missing'; before: Date; after: Date }
  /** the clocks show it twice */
  | { kind: 'ambiguous'; earlier: Date; later: Date }

const dayMs = 86_400_000
const offsets = remembered<number>()

/** ISO 8601 with the zone's offset and milliseconds, `2026-11-24T08:31:00.000+01:00`. */
export function isoWithOffset(at: Instant, zone: string): string {
  const ms = msOf(at)
  // ISO 8601 offsets have whole minutes, but local mean times of the past have seconds
  const offsetMin = Math.round(offsetMsAt(ms, zone) / 60_000)
  const sign = offsetMin < 0 ? '-' : '+'
  const size = Math.abs(offsetMin)
  const offset = `${sign}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`
  return new Date(ms + offsetMin * 60_000).toISOString().slice(0, -1) + offset
}

/** The day of a moment in the zone, `2026-11-24`. */
export function startsOn(at: Instant, zone: string): string {
  return wallTimeOf(at, zone).date
}

/** Day and time (with seconds) of a moment in the zone. */
export function wallTimeOf(at: Instant, zone: string): WallTime {
  const ms = msOf(at)
  const iso = new Date(ms + offsetMsAt(ms, zone)).toISOString()
  return { date: iso.slice(0, 10), time: iso.slice(11, 19) }
}

/**
 * The moment of a wall time. At a clock change there may be none or two; then the caller must ask
 * which one is meant. Throws RangeError for an invalid day, time or zone.
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

/** The day `days` days later (earlier when negative), `2026-11-24` → `2026-11-25`. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10)
}

/** True for an existing day; 30 February does not exist. */
export function isDate(value: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return false
  const ms = Date.parse(value)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(value)
}

/** True for a known IANA zone in its exact spelling, such as `Europe/Berlin`; not for offsets. */
export function isZone(value: string): boolean {
  if (!/^[A-Z]/.test(value)) return false
  try {
    const { timeZone } = formatter(value, 'en-GB', { hour: 'numeric' }).resolvedOptions()
    // Intl ignores case, but calendars compare names of zones exactly
    return timeZone === value || timeZone.toLowerCase() !== value.toLowerCase()
  } catch {
    return false
  }
}

/** Whether both zones show the same time at that moment; otherwise a page names its zone. */
export function showsSameTime(at: Instant, zone: string, otherZone: string): boolean {
  return offsetMsAt(msOf(at), zone) === offsetMsAt(msOf(at), otherZone)
}

export function msOf(at: Instant): number {
  const ms = typeof at === 'number' ? at : typeof at === 'string' ? Date.parse(at) : at.getTime()
  if (Number.isNaN(ms)) throw new RangeError(`Not a moment: "${String(at)}"`)
  return ms
}

/** Milliseconds the zone adds to UTC at that moment. */
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
