import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  isDate,
  isoWeekday,
  isoWithOffset,
  isZone,
  resolveWallTime,
  showsSameTime,
  startsOn,
  wallTimeOf,
} from '../../src/lib/time.ts'
import {
  formatBeside,
  formatBesideNow,
  momentBeside,
  formatDate,
  formatDateTime,
  formatDay,
  formatDayAndTime,
  formatDuration,
  formatMonth,
  formatRange,
  formatSpoken,
  formatTime,
  shortSpan,
  spanBeside,
  weekdayNames,
} from '../../src/lib/timeWords.ts'

const berlin = 'Europe/Berlin'
const wednesday = new Date('2026-11-25T07:30:00Z')

describe('what people read', () => {
  test('a date is told in German and English', () => {
    expect(formatDate(wednesday, berlin, 'de')).toBe('Mittwoch, 25. November 2026')
    expect(formatDate(wednesday, berlin, 'en')).toBe('Wednesday, 25 November 2026')
    const day = (beside: string, lang: 'de' | 'en') =>
      formatDay(wednesday, { beside, zone: berlin, lang })
    expect(day('2026-01-01T00:00:00+01:00', 'de')).toBe('Mi, 25. November')
    expect(day('2026-12-31T23:59:59+01:00', 'en')).toBe('Wed, 25 November')
    expect(day('2025-12-31T23:59:59+01:00', 'de')).toBe('Mi, 25. November 2026')
    expect(day('2027-01-01T00:00:00+01:00', 'en')).toBe('Wed, 25 November 2026')
    expect(
      formatDayAndTime(wednesday, { beside: '2025-11-25T08:00:00Z', zone: berlin, lang: 'de' }),
    ).toBe('Mi, 25. November 2026, 08:30 Uhr')
    expect(formatDate(wednesday, berlin, 'de', 'short')).toBe('25.11.2026')
    expect(formatDate(wednesday, berlin, 'en', 'short')).toBe('25 Nov 2026')
  })

  test('months and the days of the week have their names, Monday first', () => {
    expect(formatMonth('2026-03', 'de')).toBe('März 2026')
    expect(formatMonth('2026-03', 'en')).toBe('March 2026')
    expect(weekdayNames('de', 'short')).toEqual(['Mo', 'Di', 'Mi', 'Do', 'Fr', 'Sa', 'So'])
    expect(weekdayNames('en', 'long').at(-1)).toBe('Sunday')
  })

  test('a time is the clock of the zone, whatever form the moment comes in', () => {
    expect(formatTime(wednesday, berlin)).toBe('08:30')
    expect(formatTime(wednesday.getTime(), 'America/New_York')).toBe('02:30')
    expect(formatTime('2026-11-25T10:12:31Z', berlin, { seconds: true })).toBe('11:12:31')
    expect(formatTime('2026-11-24T23:00:00Z', berlin)).toBe('00:00')
    expect(formatDateTime(wednesday, berlin, 'de')).toBe('Mittwoch, 25. November 2026, 08:30 Uhr')
    expect(formatDateTime(wednesday, berlin, 'en')).toBe('Wednesday, 25 November 2026, 08:30')
  })

  test('a stretch of time names the day once, and the offset in the hour that comes twice', () => {
    expect(formatRange(wednesday, '2026-11-25T08:20:00Z', berlin, 'de')).toBe(
      'Mittwoch, 25. November 2026, 08:30 bis 09:20 Uhr',
    )
    expect(formatRange(wednesday, '2026-11-25T08:20:00Z', berlin, 'en')).toBe(
      'Wednesday, 25 November 2026, 08:30 to 09:20',
    )
    expect(formatRange('2026-11-25T22:30:00Z', '2026-11-25T23:30:00Z', berlin, 'de')).toBe(
      'Mittwoch, 25. November 2026, 23:30 Uhr bis Donnerstag, 26. November 2026, 00:30 Uhr',
    )
    expect(formatRange('2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', berlin, 'de')).toBe(
      'Sonntag, 25. Oktober 2026, 02:30 (MESZ) bis 02:30 (MEZ) Uhr',
    )
  })

  test('a time says its date where another day is known, and the offset in the hour that comes twice', () => {
    const told = (at: string, beside: string, lang: 'de' | 'en' = 'de') =>
      formatBeside(at, { beside, zone: berlin, lang })
    const friday = '2026-11-27T08:30:00+01:00'
    expect(told('2026-11-27T23:59:59+01:00', friday)).toBe('23:59')
    expect(told('2026-11-28T00:00:00+01:00', friday)).toBe('28.11., 00:00')
    expect(told('2026-11-30T09:10:00+01:00', friday, 'en')).toBe('30 Nov, 09:10')
    expect(told('2027-01-01T01:15:00+01:00', friday)).toBe('01.01.2027, 01:15')
    expect(told('2027-01-01T01:15:00+01:00', friday, 'en')).toBe('1 Jan 2027, 01:15')
    const tonight = '2026-11-28T00:10:00+01:00'
    const now = (at: string) => formatBesideNow(at, { beside: tonight, zone: berlin, lang: 'de' })
    expect(now('2026-11-27T23:58:00+01:00')).toBe('23:58')
    expect(now('2026-11-27T12:10:01+01:00')).toBe('12:10')
    expect(now('2026-11-27T12:10:00+01:00')).toBe('27.11., 12:10')
    expect(now('2026-11-29T00:09:00+01:00')).toBe('29.11., 00:09')
    const within = (at: string, lang: 'de' | 'en' = 'de') =>
      momentBeside(at, { beside: friday, zone: berlin, lang })
    expect(within('2026-11-27T09:10:00+01:00')).toBe('um 09:10 Uhr')
    expect(within('2026-11-30T09:10:00+01:00')).toBe('am 30.11. um 09:10 Uhr')
    expect(within('2026-11-27T09:10:00+01:00', 'en')).toBe('at 09:10')
    expect(within('2027-11-30T09:10:00+01:00', 'en')).toBe('on 30 Nov 2027 at 09:10')
    const span = (from: string, until: string, lang: 'de' | 'en' = 'de') =>
      Object.values(spanBeside(from, until, { beside: friday, zone: berlin, lang })).join('–')
    expect(span(friday, '2026-11-27T09:10:00+01:00')).toBe('08:30–09:10')
    expect(span(friday, '2026-11-30T09:10:00+01:00')).toBe('08:30–30.11., 09:10')
    expect(span('2026-11-30T08:00:00+01:00', '2026-11-30T09:10:00+01:00')).toBe(
      '30.11., 08:00–09:10',
    )
    expect(span('2026-11-27T22:30:00+01:00', '2026-11-28T22:30:00+01:00')).toBe(
      '22:30–28.11., 22:30',
    )
    expect(span('2026-11-27T08:30:05+01:00', '2026-11-27T08:30:42+01:00')).toBe('08:30:05–08:30:42')
    const row = (from: string, until: string) =>
      shortSpan(from, until, { beside: friday, zone: berlin, lang: 'de' })
    expect(row('2026-11-27T23:57:00+01:00', '2026-11-28T00:02:00+01:00')).toBe('23:57–00:02')
    expect(row('2026-11-27T23:57:00+01:00', '2026-11-28T11:57:00+01:00')).toBe(
      '23:57–28.11., 11:57',
    )
    expect(row(friday, '2026-11-27T09:10:00+01:00')).toBe('08:30–09:10')
    expect(span('2026-10-25T02:30:00+02:00', '2026-10-25T02:10:00+01:00')).toBe(
      '25.10., 02:30 (MESZ)–02:10 (MEZ)',
    )
    expect(span('2026-10-25T02:30:00+02:00', '2026-10-25T02:10:00+01:00', 'en')).toBe(
      '25 Oct, 02:30 (CEST)–02:10 (CET)',
    )
    expect(formatDateTime('2026-10-25T02:30:00+02:00', berlin, 'de', 'short')).toBe(
      '25.10.2026, 02:30 (MESZ) Uhr',
    )
    expect(formatSpoken('2026-10-25T02:30:00+01:00', '2026-10-25T12:00:00Z', berlin, 'en')).toBe(
      'today, 02:30 (CET)',
    )
  })

  test('whoever reads a time beside a day knows which moment is meant', () => {
    const moment = fc.integer({
      min: Date.parse('2020-01-01T00:00:00Z'),
      max: Date.parse('2030-01-01T00:00:00Z'),
    })
    const zone = fc.constantFrom(
      berlin,
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
      'America/New_York',
    )
    const lang = fc.constantFrom('de' as const, 'en' as const)
    fc.assert(
      fc.property(moment, moment, moment, zone, lang, (a, b, beside, zone, lang) => {
        const of = (ms: number) => formatBeside(ms, { beside, zone, lang }, { seconds: true })
        expect(of(a) === of(b)).toBe(Math.floor(a / 1000) === Math.floor(b / 1000))
      }),
    )
    // near each other, and around the changes of the clocks
    const change = fc.constantFrom('2026-03-29T01:00:00Z', '2026-10-25T01:00:00Z')
    const offset = fc.integer({ min: -26 * 3_600, max: 26 * 3_600 })
    fc.assert(
      fc.property(change, offset, offset, offset, lang, (at, a, b, c, lang) => {
        const ms = (s: number) => Date.parse(at) + s * 1000
        const known = { beside: ms(c), zone: berlin, lang }
        const of = (s: number) => formatBeside(ms(s), known, { seconds: true })
        expect(of(a) === of(b)).toBe(a === b)
        const isSameDay = startsOn(ms(a), berlin) === startsOn(ms(c), berlin)
        expect(/^\d\d:\d\d:\d\d/.test(of(a))).toBe(isSameDay)
      }),
    )
  })

  test('near days are told by name, as counted in the zone', () => {
    const spoken = (now: string, lang: 'de' | 'en') => formatSpoken(wednesday, now, berlin, lang)
    expect(spoken('2026-11-24T22:59:00Z', 'de')).toBe('morgen, 08:30 Uhr')
    expect(spoken('2026-11-24T23:00:00Z', 'de')).toBe('heute, 08:30 Uhr')
    expect(spoken('2026-11-24T12:00:00Z', 'en')).toBe('tomorrow, 08:30')
    expect(spoken('2026-11-26T12:00:00Z', 'de')).toBe('gestern, 08:30 Uhr')
    expect(spoken('2026-11-23T12:00:00Z', 'de')).toBe('übermorgen, 08:30 Uhr')
    expect(spoken('2026-11-23T12:00:00Z', 'en')).toBe('Wednesday, 08:30')
    expect(spoken('2026-11-19T12:00:00Z', 'de')).toBe('Mittwoch, 08:30 Uhr')
    expect(spoken('2026-11-18T12:00:00Z', 'de')).toBe('Mi, 25. November, 08:30 Uhr')
    expect(spoken('2025-11-18T12:00:00Z', 'en')).toBe('Wed, 25 November 2026, 08:30')
  })

  test('durations are told in whole units', () => {
    expect(formatDuration(42 * 60_000 + 59_999)).toBe('42 min')
    expect(formatDuration(65 * 60_000)).toBe('1 h 05 min')
    expect(formatDuration(30_400)).toBe('30 s')
    expect(formatDuration(-5)).toBe('0 s')
  })

  test('a moment that is none is refused', () => {
    expect(() => formatTime('soon', berlin)).toThrow(RangeError)
    expect(() => formatTime(0, 'Europe/Nirgendwo')).toThrow(RangeError)
  })

  test('only IANA names are zones, only calendar days are days', () => {
    expect([berlin, 'UTC', 'Nirgendwo', '+01:00', ''].map(isZone)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
    expect(['2028-02-29', '2026-02-29', '2026-13-01', '26-01-01'].map(isDate)).toEqual([
      true,
      false,
      false,
      false,
    ])
    expect(isoWeekday('2026-11-29')).toBe(7)
    expect(addDays('2026-03-28', 2)).toBe('2026-03-30')
    expect(showsSameTime(wednesday, berlin, 'Europe/Paris')).toBe(true)
    expect(showsSameTime(wednesday, berlin, 'Europe/London')).toBe(false)
  })
})

describe('clock changes', () => {
  test('a time that is jumped over is asked back with the moments around it', () => {
    expect(resolveWallTime({ date: '2026-03-29', time: '02:30', zone: berlin })).toEqual({
      kind: 'missing',
      before: new Date('2026-03-29T00:30:00Z'),
      after: new Date('2026-03-29T01:30:00Z'),
    })
  })

  test('a time that comes twice is asked back with both moments', () => {
    expect(resolveWallTime({ date: '2026-10-25', time: '02:30', zone: berlin })).toEqual({
      kind: 'ambiguous',
      earlier: new Date('2026-10-25T00:30:00Z'),
      later: new Date('2026-10-25T01:30:00Z'),
    })
  })

  test('a day that a whole country skipped is missing', () => {
    expect(resolveWallTime({ date: '2011-12-30', time: '12:00', zone: 'Pacific/Apia' }).kind).toBe(
      'missing',
    )
  })

  test('what is no wall time is refused', () => {
    for (const wall of [
      { date: '2026-02-30', time: '08:00' },
      { date: '2026-02-03', time: '24:00' },
      { date: '2026-02-03', time: '8:00' },
    ]) {
      expect(() => resolveWallTime({ ...wall, zone: berlin })).toThrow(RangeError)
    }
  })
})

describe('laws against Temporal', () => {
  const zones = Intl.supportedValuesOf('timeZone')
  const zone = fc.oneof(fc.constant(berlin), fc.constantFrom(...zones))
  const ms = fc.integer({ min: Date.parse('1975-01-01'), max: Date.parse('2060-01-01') })
  // the days around a change are where mistakes live, so half of all walls are drawn from them
  const wall = fc
    .tuple(zone, ms, fc.boolean(), fc.integer({ min: -180, max: 180 }))
    .map(([inZone, at, nearChange, minutes]) => {
      const from = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(inZone)
      const change = nearChange ? from.getTimeZoneTransition('next') : null
      const plain = (change ?? from).toPlainDateTime().add({ minutes })
      return {
        zone: inZone,
        date: plain.toPlainDate().toString(),
        time: plain.toPlainTime().toString({ smallestUnit: 'minute' }),
      }
    })

  test('a wall time is resolved as Temporal resolves it', () => {
    fc.assert(
      fc.property(wall, given => {
        const plain = Temporal.PlainDateTime.from(`${given.date}T${given.time}`)
        const [first, second] = (['earlier', 'later'] as const).map(
          disambiguation => plain.toZonedDateTime(given.zone, { disambiguation }).epochMilliseconds,
        )
        const resolved = resolveWallTime(given)
        if (resolved.kind === 'exact')
          expect([resolved.at.getTime(), resolved.at.getTime()]).toEqual([first, second])
        else if (resolved.kind === 'missing') {
          expect([resolved.before.getTime(), resolved.after.getTime()]).toEqual([first, second])
          expect(wallTimeOf(resolved.after, given.zone)).not.toEqual({
            date: given.date,
            time: `${given.time}:00`,
          })
        } else
          expect([resolved.earlier.getTime(), resolved.later.getTime()]).toEqual([first, second])
      }),
      { numRuns: 3000 },
    )
  })

  test('the wall shows what it was resolved from', () => {
    fc.assert(
      fc.property(wall, given => {
        const resolved = resolveWallTime(given)
        if (resolved.kind === 'missing') return
        for (const at of resolved.kind === 'exact'
          ? [resolved.at]
          : [resolved.earlier, resolved.later]) {
          expect(wallTimeOf(at, given.zone)).toEqual({ date: given.date, time: `${given.time}:00` })
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('an ISO time with offset names the same moment and the wall of the zone', () => {
    fc.assert(
      fc.property(zone, ms, (inZone, at) => {
        const iso = isoWithOffset(at, inZone)
        expect(Date.parse(iso)).toBe(at)
        expect(iso).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d$/)
        const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(inZone)
        expect(iso).toBe(zoned.toString({ timeZoneName: 'never', fractionalSecondDigits: 3 }))
        expect(startsOn(at, inZone)).toBe(zoned.toPlainDate().toString())
      }),
      { numRuns: 2000 },
    )
  })
})
