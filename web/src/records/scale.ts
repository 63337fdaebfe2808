import type { RecordsSummary } from '../../../src/records/contract.ts'

const steps = [1, 2, 4, 5, 10, 20, 25, 50, 100, 200, 250, 500]

/** Round counts for the axis from 0 up; the last one is at least the highest column. */
export function axisOf(highest: number): number[] {
  const step = steps.find(each => highest / each <= 4) ?? Math.ceil(highest / 4)
  const count = Math.max(1, Math.ceil(highest / step))
  return Array.from({ length: count + 1 }, (_, i) => i * step)
}

export type Shares = { own: number; deputy: number; unfilled: number }

/** Shares of the whole time, 0–1; all zero when there was none. */
export function sharesOf({
  filledMs,
  byDeputyMs,
  unfilledMs,
}: RecordsSummary['coverage'][number]): Shares {
  const wholeMs = filledMs + byDeputyMs + unfilledMs
  if (wholeMs === 0) return { own: 0, deputy: 0, unfilled: 0 }
  return { own: filledMs / wholeMs, deputy: byDeputyMs / wholeMs, unfilled: unfilledMs / wholeMs }
}

/** Whole percent, but 100 % only for all of it and 0 % only for nothing. */
export function percentText(share: number): string {
  const rounded = Math.round(share * 100)
  const shown = rounded >= 100 && share < 1 ? 99 : rounded <= 0 && share > 0 ? 1 : rounded
  return `${shown} %`
}
