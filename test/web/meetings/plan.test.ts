import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { IncidentId } from '../../../src/lib/ids.ts'
import { addDays, isoWeekday, startsOn } from '../../../src/lib/time.ts'
import { moved } from '../../../web/src/meetings/agendaWish.ts'
import { addMonths, weeksOf } from '../../../web/src/meetings/calendar.ts'
import { nextStart } from '../../../web/src/meetings/nextStart.ts'

const zone = 'Europe/Berlin'
const flood = 'inc_flood' as IncidentId
const storm = 'inc_storm' as IncidentId

describe('the next one like the last', () => {
  const at = (
    startsAt: string,
    more: { state?: 'closed' | 'cancelled' | 'convened'; incidentId?: IncidentId } = {},
  ) => ({
    incidentId: more.incidentId ?? flood,
    startsAt,
    state: more.state ?? ('closed' as const),
  })
  const next = (like: ReturnType<typeof at>, others: ReturnType<typeof at>[], now: string) =>
    nextStart(like, { others, now: Date.parse(now), zone })

  test('is tomorrow at the same time when nothing else is known', () => {
    expect(next(at('2026-11-24T07:30:00Z'), [], '2026-11-24T09:00:00Z')).toEqual({
      date: '2026-11-25',
      time: '08:30',
    })
  })

  test('keeps the time on the wall across a clock change', () => {
    expect(next(at('2026-10-24T06:30:00Z'), [], '2026-10-24T09:00:00Z')).toEqual({
      date: '2026-10-25',
      time: '08:30',
    })
  })

  test('is never in the past, and a week apart stays a week apart', () => {
    const weekly = [at('2026-11-03T07:30:00Z'), at('2026-11-10T07:30:00Z')]
    expect(next(weekly[1]!, weekly, '2026-11-24T07:30:00Z')).toEqual({
      date: '2026-12-01',
      time: '08:30',
    })
  })

  test('leaves out the weekend when the staff met on weekdays only', () => {
    const week = ['23', '24', '25', '26', '27'].map(day => at(`2026-11-${day}T07:30:00Z`))
    expect(next(week[4]!, week, '2026-11-27T09:00:00Z')).toEqual({
      date: '2026-11-30',
      time: '08:30',
    })
    const daily = ['24', '25', '26', '27', '28', '29'].map(day => at(`2026-11-${day}T07:30:00Z`))
    expect(next(daily[3]!, daily.slice(0, 4), '2026-11-27T09:00:00Z')).toEqual({
      date: '2026-11-30',
      time: '08:30',
    })
    expect(next(daily[5]!, daily, '2026-11-29T09:00:00Z')).toEqual({
      date: '2026-11-30',
      time: '08:30',
    })
  })

  test('skips a day on which the incident meets already; another incident does not count', () => {
    const like = at('2026-11-24T07:30:00Z')
    const convened = at('2026-11-25T07:30:00Z', { state: 'convened' })
    expect(next(like, [like, convened], '2026-11-24T09:00:00Z').date).toBe('2026-11-26')
    expect(
      next(like, [like, { ...convened, incidentId: storm }], '2026-11-24T09:00:00Z').date,
    ).toBe('2026-11-25')
    expect(
      next(like, [like, { ...convened, state: 'cancelled' }], '2026-11-24T09:00:00Z').date,
    ).toBe('2026-11-25')
  })

  test('a cancelled one is planned again on its own day while that is to come', () => {
    const cancelled = at('2026-11-26T07:30:00Z', { state: 'cancelled' })
    expect(next(cancelled, [cancelled], '2026-11-24T09:00:00Z').date).toBe('2026-11-26')
    expect(next(cancelled, [cancelled], '2026-11-26T09:00:00Z').date).toBe('2026-11-27')
  })

  test('twice a day is a cadence of a day', () => {
    const twice = [at('2026-11-24T07:30:00Z'), at('2026-11-24T15:30:00Z')]
    expect(next(twice[0]!, twice, '2026-11-24T16:00:00Z')).toEqual({
      date: '2026-11-25',
      time: '08:30',
    })
  })
})

describe('a month', () => {
  test('begins on a Monday, ends on a Sunday and shows each of its days once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1990, max: 2100 }),
        fc.integer({ min: 1, max: 12 }),
        (year, number) => {
          const month = `${year}-${String(number).padStart(2, '0')}`
          const days = weeksOf(month).flat()
          expect(isoWeekday(days[0]!)).toBe(1)
          expect(days.length % 7).toBe(0)
          const own = days.filter(day => day.startsWith(month))
          const length = new Date(Date.UTC(year, number, 0)).getUTCDate()
          expect(own).toEqual(Array.from({ length }, (_, i) => addDays(`${month}-01`, i)))
          expect(days.length - own.length).toBeLessThanOrEqual(12)
          expect(addMonths(addMonths(month, 7), -7)).toBe(month)
        },
      ),
    )
    expect(weeksOf('2026-11').flat()).toContain(startsOn('2026-11-25T07:30:00Z', zone))
  })

  test('months are counted across the turn of the year', () => {
    expect(addMonths('2026-12', 1)).toBe('2027-01')
    expect(addMonths('2026-01', -1)).toBe('2025-12')
  })
})

test('an item that is moved changes its place only, and nothing falls off the ends', () => {
  expect(moved(['a', 'b', 'c'], { index: 0, by: 1 })).toEqual(['b', 'a', 'c'])
  expect(moved(['a', 'b', 'c'], { index: 2, by: -1 })).toEqual(['a', 'c', 'b'])
  expect(moved(['a', 'b', 'c'], { index: 2, by: 1 })).toEqual(['a', 'b', 'c'])
  expect(moved(['a', 'b', 'c'], { index: 0, by: -1 })).toEqual(['a', 'b', 'c'])
})
