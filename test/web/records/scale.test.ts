import fc from 'fast-check'
import { expect, test } from 'vitest'
import { axisOf, percentText, sharesOf } from '../../../web/src/records/scale.ts'

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
