import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays } from '../../../src/lib/time.ts'
import { isSamePeriod, monthOf, periodProblem } from '../../../web/src/records/period.ts'

const day = fc.integer({ min: 0, max: 365 * 400 }).map(days => addDays('2000-01-01', days))

test('a month is whole, whichever of its days it is asked for', () => {
  expect(monthOf('2026-11-25')).toEqual({ from: '2026-11-01', until: '2026-11-30' })
  expect(monthOf('2026-01-31', 1)).toEqual({ from: '2025-12-01', until: '2025-12-31' })
  expect(monthOf('2028-03-01', 1)).toEqual({ from: '2028-02-01', until: '2028-02-29' })
  fc.assert(
    fc.property(day, asked => {
      const { from, until } = monthOf(asked)
      expect(from <= asked && asked <= until).toBe(true)
      expect(isSamePeriod(monthOf(addDays(until, 1), 1), { from, until })).toBe(true)
    }),
  )
})

test('a period needs both days in order', () => {
  expect(periodProblem({ from: '2026-11-01', until: '2026-11-01' })).toBeNull()
  expect(periodProblem({ from: '', until: '2026-11-01' })).toBe('noDays')
  expect(periodProblem({ from: '0002-11-01', until: '2026-11-01' })).toBe('noDays')
  expect(periodProblem({ from: '2026-11-02', until: '2026-11-01' })).toBe('wrongOrder')
})
