import { expect, test } from 'vitest'
import { decimalNumber, wholeNumber } from '../../../web/src/ui/numbers.ts'

const hours = { from: 0, to: 240 }

test('a whole number is read within its range, both ends included', () => {
  expect(['0', ' 12 ', '240'].map(typed => wholeNumber(typed, hours))).toEqual([0, 12, 240])
  const refused = ['', '-1', '241', '1.5', '1e2', 'bald']
  expect(refused.map(typed => wholeNumber(typed, hours))).toEqual(refused.map(() => null))
})

test('a number with decimals is read with a comma or a point', () => {
  expect(['7,5', ' 7.5', '7'].map(typed => decimalNumber(typed, hours))).toEqual([7.5, 7.5, 7])
  const refused = ['', '-1', '240,01', '7,', ',5', '1,2,3', '1e2']
  expect(refused.map(typed => decimalNumber(typed, hours))).toEqual(refused.map(() => null))
})
