import { type Beside, type Instant, spanBeside } from '../../lib/time.ts'

/** `08:31–09:21`, with a date where the day is not that of `beside`. */
export function timeSpan(from: Instant, until: Instant, known: Beside): string {
  const times = spanBeside(from, until, known)
  return `${times.from}–${times.until}`
}
