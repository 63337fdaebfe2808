import { type Instant } from '../../lib/time.ts'
import { type Beside, spanBeside } from '../../lib/timeWords.ts'

/** `08:31–09:21`, with a date where the day is not that of `beside`. */
export function timeSpan(from: Instant, until: Instant, known: Beside): string {
  const times = spanBeside(from, until, known)
  return `${times.from}–${times.until}`
}
