import { addDays, isoWeekday } from '../../../src/lib/time.ts'

/** The weeks of a month `2026-11`, Monday to Sunday, filled with days of the months around it. */
export function weeksOf(month: string): string[][] {
  const first = `${month}-01`
  const start = addDays(first, 1 - isoWeekday(first))
  const weeks: string[][] = []
  for (let day = start; day < first || day.startsWith(month); day = addDays(day, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, i) => addDays(day, i)))
  }
  return weeks
}

/** The month `by` months later; earlier when negative. */
export function addMonths(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const count = year * 12 + number - 1 + by
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}`
}
