import { addDays } from '../../../src/lib/time.ts'

/** Days in the zone of the staff, both inclusive. */
export type Period = { from: string; until: string }

/** The whole month of a day; `monthsBack` 1 is the month before. */
export function monthOf(day: string, monthsBack = 0): Period {
  let first = `${day.slice(0, 7)}-01`
  for (let i = 0; i < monthsBack; i++) first = `${addDays(first, -1).slice(0, 7)}-01`
  // 31 days after the first of a month is in the next month
  const next = `${addDays(first, 31).slice(0, 7)}-01`
  return { from: first, until: addDays(next, -1) }
}

export function isSamePeriod(a: Period, b: Period): boolean {
  return a.from === b.from && a.until === b.until
}

/** Why the days are no period, or null. */
export function periodProblem({ from, until }: Period): 'noDays' | 'wrongOrder' | null {
  if (!isDay(from) || !isDay(until)) return 'noDays'
  return from > until ? 'wrongOrder' : null
}

/** Accepts the years the server takes; a date field also gives years that are half typed. */
function isDay(day: string): boolean {
  return /^2\d{3}-\d\d-\d\d$/.test(day)
}
