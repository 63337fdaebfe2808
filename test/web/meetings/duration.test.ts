import { expect, test } from 'vitest'
import { isPastHalf } from '../../../web/src/meetings/duration.ts'

test('half of the planned time counts from the opening, not from the planned beginning', () => {
  const planned = { startsAt: '2026-11-29T03:15:00Z', endsAt: '2026-11-29T04:15:00Z' }
  const at = (time: string) => Date.parse(`2026-11-29T${time}:00Z`)
  const opened = { ...planned, openedAt: '2026-11-29T03:25:00Z' }
  expect(isPastHalf(opened, at('03:54'))).toBe(false)
  expect(isPastHalf(opened, at('03:55'))).toBe(true)
  expect(isPastHalf({ ...planned, openedAt: null }, at('04:10'))).toBe(false)
})
