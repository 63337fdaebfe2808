import { addDays, resolveWallTime, wallTimeOf } from '../../../src/lib/time.ts'

const minuteMs = 60_000

/**
 * The moment of a typed time (HH:MM), on the day of `besideMs` or a day beside it, between the two
 * limits; null: there is none. Pages show whole minutes, so the minute of the earlier limit counts
 * as that limit.
 */
export function momentWithin(
  time: string,
  {
    besideMs,
    fromMs,
    untilMs,
    zone,
  }: { besideMs: number; fromMs: number; untilMs: number; zone: string },
): Date | null {
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return null
  const { date } = wallTimeOf(besideMs, zone)
  const candidates = [0, -1, 1].flatMap(days => {
    const resolved = resolveWallTime({ date: addDays(date, days), time, zone })
    if (resolved.kind === 'exact') return [resolved.at.getTime()]
    return resolved.kind === 'missing' ? [] : [resolved.earlier.getTime(), resolved.later.getTime()]
  })
  const meant = candidates
    .map(ms => (ms < fromMs && ms > fromMs - minuteMs ? fromMs : ms))
    .find(ms => ms >= fromMs && ms <= untilMs)
  return meant === undefined ? null : new Date(meant)
}
