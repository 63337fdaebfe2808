import { addDays } from '../../../src/lib/time.ts'

/** Days on the wall of the staff, both inclusive. */
export type Period = { from: string; until: string }

/** The month a day lies in, whole; `monthsBack` 1 is the one before. */
export function monthOf(day: string, monthsBack = 0): Period {
  let first = `${day.slice(0, 7)}-01`
  for (let i = 0; i < monthsBack; i++) first = `${addDays(first, -1).slice(0, 7)}-01`
  // 31 days after the first is always in the next month or its first day
  const next = `${addDays(first, 31).slice(0, 7)}-01`
  return { from: first, until: addDays(next, -1) }
}

export function isSamePeriod(a: Period, b: Period): boolean {
  return a.from === b.from && a.until === b.until
}

/** Why no period is meant, null when one is. */
export function periodProblem({ from, until }: Period): 'noDays' | 'wrongOrder' | null {
  if (!isDay(from) || !isDay(until)) return 'noDays'
  return from > until ? 'wrongOrder' : null
}

/** Of the years that the server takes; a browser hands over half-typed ones, too. */
function isDay(day: string): boolean {
  return /^2\d{3}-\d\d-\d\d$/.test(day)
}
