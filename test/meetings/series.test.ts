import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, isoWeekday, resolveWallTime, wallTimeOf } from '../../src/lib/time.ts'
import { type SeriesPlan, expandSeries } from '../../src/meetings/series.ts'
import type { SeriesRule } from '../../src/meetings/contract/series.ts'

const berlin = 'Europe/Berlin'

function planned(change: Partial<SeriesPlan> & { rule: SeriesRule }): SeriesPlan {
  return { startsOn: '2026-11-23', time: '08:30', zone: berlin, durationMin: 60, ...change }
}

function daysOf(plan: SeriesPlan): string[] {
  const result = expandSeries(plan)
  if (!result.ok) throw new Error(result.reason)
  return result.instances.map(instance => instance.localDate)
}

describe('a series', () => {
  test('daily covers each day, the last one included', () => {
    expect(daysOf(planned({ rule: { every: 'day', until: '2026-11-25' } }))).toEqual([
      '2026-11-23',
      '2026-11-24',
      '2026-11-25',
    ])
  })

  test('on weekdays leaves out the weekend, also when it begins on one', () => {
    expect(
      daysOf(planned({ startsOn: '2026-11-21', rule: { every: 'weekdays', until: '2026-12-01' } })),
    ).toEqual([
      '2026-11-23',
      '2026-11-24',
      '2026-11-25',
      '2026-11-26',
      '2026-11-27',
      '2026-11-30',
      '2026-12-01',
    ])
  })

  test('weekly keeps the weekday of its first day', () => {
    expect(
      daysOf(planned({ startsOn: '2026-11-25', rule: { every: 'week', until: '2026-12-16' } })),
    ).toEqual(['2026-11-25', '2026-12-02', '2026-12-09', '2026-12-16'])
  })

  test('on chosen days starts with the first that matches', () => {
    expect(
      daysOf(planned({ rule: { every: 'days', weekdays: [2, 5], until: '2026-12-01' } })),
    ).toEqual(['2026-11-24', '2026-11-27', '2026-12-01'])
  })

  test('keeps the wall time across the end of summer time', () => {
    const result = expandSeries(
      planned({ startsOn: '2026-10-24', rule: { every: 'day', until: '2026-10-26' } }),
    )
    if (!result.ok) throw new Error(result.reason)
    expect(result.instances.map(i => i.startsAt.toISOString())).toEqual([
      '2026-10-24T06:30:00.000Z',
      '2026-10-25T07:30:00.000Z',
      '2026-10-26T07:30:00.000Z',
    ])
    expect(
      result.instances.every(i => i.endsAt.getTime() - i.startsAt.getTime() === 3_600_000),
    ).toBe(true)
  })

  test('asks back for a time that is jumped over, and takes the answer for that day only', () => {
    const plan = planned({
      startsOn: '2026-03-28',
      time: '02:30',
      rule: { every: 'day', until: '2026-03-30' },
    })
    expect(expandSeries(plan)).toEqual({
      ok: false,
      reason: 'clockChange',
      questions: [
        {
          localDate: '2026-03-29',
          shift: 'missing',
          earlier: new Date('2026-03-29T00:30:00Z'),
          later: new Date('2026-03-29T01:30:00Z'),
        },
      ],
    })
    const answered = expandSeries({ ...plan, choices: { '2026-03-29': 'later' } })
    if (!answered.ok) throw new Error(answered.reason)
    expect(answered.instances.map(i => [i.startsAt.toISOString(), i.shift])).toEqual([
      ['2026-03-28T01:30:00.000Z', undefined],
      ['2026-03-29T01:30:00.000Z', 'missing'],
      ['2026-03-30T00:30:00.000Z', undefined],
    ])
  })

  test('asks back for a time that comes twice, and takes either answer', () => {
    const plan = planned({
      startsOn: '2026-10-25',
      time: '02:30',
      rule: { every: 'week', until: '2026-10-25' },
    })
    const asked = expandSeries(plan)
    expect(asked).toMatchObject({
      ok: false,
      questions: [{ localDate: '2026-10-25', shift: 'ambiguous' }],
    })
    for (const [choice, at] of [
      ['earlier', '2026-10-25T00:30:00.000Z'],
      ['later', '2026-10-25T01:30:00.000Z'],
    ] as const) {
      const answered = expandSeries({ ...plan, choices: { '2026-10-25': choice } })
      expect(answered.ok && answered.instances[0]?.startsAt.toISOString()).toBe(at)
    }
  })

  test('says why there is none', () => {
    const none = (rule: SeriesRule, startsOn = '2026-11-23') =>
      expandSeries(planned({ rule, startsOn }))
    expect(none({ every: 'day', until: '2026-11-22' })).toEqual({
      ok: false,
      reason: 'untilBeforeStart',
    })
    expect(none({ every: 'days', until: '2026-12-22', weekdays: [] })).toEqual({
      ok: false,
      reason: 'noWeekdays',
    })
    expect(none({ every: 'weekdays', until: '2026-11-22' }, '2026-11-21')).toEqual({
      ok: false,
      reason: 'noMeetings',
    })
    expect(none({ every: 'day', until: '2028-11-22' })).toEqual({
      ok: false,
      reason: 'tooMany',
      limit: 400,
    })
    expect(() => none({ every: 'day', until: '2026-02-30' })).toThrow(RangeError)
    expect(() => none({ every: 'days', until: '2026-12-22', weekdays: [8] })).toThrow(RangeError)
  })

  test('may be exactly 400 meetings long', () => {
    expect(
      daysOf(planned({ rule: { every: 'day', until: addDays('2026-11-23', 399) } })),
    ).toHaveLength(400)
    expect(
      expandSeries(planned({ limit: 10, rule: { every: 'day', until: '2026-12-31' } })),
    ).toMatchObject({
      reason: 'tooMany',
      limit: 10,
    })
  })
})

describe('laws', () => {
  const day = fc.integer({ min: 0, max: 12_000 }).map(days => addDays('2020-01-01', days))
  const time = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '05', '30', '59'))
    .map(([h, m]) => `${String(h).padStart(2, '0')}:${m}`)
  const zone = fc.oneof(
    fc.constant(berlin),
    fc.constantFrom(
      'America/New_York',
      'Australia/Lord_Howe',
      'America/Nuuk',
      'Africa/Casablanca',
      'Asia/Kolkata',
      'Pacific/Chatham',
    ),
  )
  const weekdays = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 })
  const plan = fc
    .record({
      startsOn: day,
      time,
      zone,
      length: fc.integer({ min: 0, max: 390 }),
      every: fc.constantFrom('day' as const, 'weekdays' as const, 'week' as const, 'days' as const),
      weekdays,
      durationMin: fc.integer({ min: 1, max: 600 }),
    })
    .map(({ startsOn, length, every, weekdays: chosen, ...rest }): SeriesPlan => ({
      ...rest,
      startsOn,
      rule: { every, weekdays: chosen, until: addDays(startsOn, length) },
    }))

  test('the days are those that counting by hand gives, and each asks back or keeps the wall time', () => {
    fc.assert(
      fc.property(plan, given => {
        const expected: string[] = []
        for (let date = given.startsOn; date <= given.rule.until; date = addDays(date, 1)) {
          const weekday = isoWeekday(date)
          const matches = {
            day: true,
            weekdays: weekday < 6,
            week: weekday === isoWeekday(given.startsOn),
            days: given.rule.weekdays!.includes(weekday),
          }
          if (matches[given.rule.every]) expected.push(date)
        }
        const asked = expandSeries(given)
        const questions = !asked.ok && asked.reason === 'clockChange' ? asked.questions : []
        const result = expandSeries({
          ...given,
          choices: Object.fromEntries(questions.map(q => [q.localDate, 'earlier' as const])),
        })
        if (expected.length === 0) {
          expect(result).toMatchObject({ reason: 'noMeetings' })
          return
        }
        if (!result.ok) throw new Error(result.reason)
        expect(result.instances.map(i => i.localDate)).toEqual(expected)
        for (const instance of result.instances) {
          const resolved = resolveWallTime({
            date: instance.localDate,
            time: given.time,
            zone: given.zone,
          })
          expect(instance.shift).toBe(resolved.kind === 'exact' ? undefined : resolved.kind)
          expect(instance.endsAt.getTime() - instance.startsAt.getTime()).toBe(
            given.durationMin * 60_000,
          )
          if (instance.shift === 'missing') continue
          expect(wallTimeOf(instance.startsAt, given.zone)).toEqual({
            date: instance.localDate,
            time: `${given.time}:00`,
          })
        }
        expect(questions.map(q => q.localDate)).toEqual(
          result.instances.filter(i => i.shift).map(i => i.localDate),
        )
      }),
      { numRuns: 120 },
    )
  })
})
