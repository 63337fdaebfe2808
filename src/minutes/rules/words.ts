import { formatTime } from '../../lib/time.ts'

/** Both ends as clock times; with seconds when they fall into one minute, so that no stay reads as nothing. */
export function clockTimes(
  from: string | number,
  until: string | number,
  zone: string,
): { from: string; until: string } {
  const seconds = formatTime(from, zone) === formatTime(until, zone)
  return { from: formatTime(from, zone, { seconds }), until: formatTime(until, zone, { seconds }) }
}

/** `08:31–09:21` */
export function timeSpan(from: string | number, until: string | number, zone: string): string {
  const times = clockTimes(from, until, zone)
  return `${times.from}–${times.until}`
}
