import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays } from '../../src/lib/time.ts'
import { isSamePeriod, monthOf, periodProblem } from '../../web/src/records/period.ts'
import { axisOf, percentText, sharesOf } from '../../web/src/records/scale.ts'

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

test('the axis begins at zero, reaches the highest column, and has few lines', () => {
  expect(axisOf(12)).toEqual([0, 4, 8, 12])
  expect(axisOf(0)).toEqual([0, 1])
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000 }), highest => {
      const axis = axisOf(highest)
      expect(axis[0]).toBe(0)
      expect(axis.at(-1)).toBeGreaterThanOrEqual(highest)
      expect(axis.length).toBeLessThanOrEqual(5)
    }),
  )
})

test('a share reads as all or nothing only when it is', () => {
  expect([1, 0.9999, 0.971, 0.001, 0].map(percentText)).toEqual([
    '100 %',
    '99 %',
    '97 %',
    '1 %',
    '0 %',
  ])
})

test('the parts of the time make the whole; without time there are none', () => {
  expect(sharesOf({ functionLabel: 'BuMA', filledMs: 50, byDeputyMs: 25, unfilledMs: 25 })).toEqual(
    {
      own: 0.5,
      deputy: 0.25,
      unfilled: 0.25,
    },
  )
  expect(sharesOf({ functionLabel: 'BuMA', filledMs: 0, byDeputyMs: 0, unfilledMs: 0 })).toEqual({
    own: 0,
    deputy: 0,
    unfilled: 0,
  })
})
