import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  formatDate,
  formatDateTime,
  formatDuration,
  formatMonth,
  formatRange,
  formatSpoken,
  formatTime,
  isDate,
  isoWeekday,
  isoWithOffset,
  isZone,
  resolveWallTime,
  showsSameTime,
  startsOn,
  wallTimeOf,
  weekdayNames,
} from '../../src/lib/time.ts'

const berlin = 'Europe/Berlin'
const wednesday = new Date('2026-11-25T07:30:00Z')

describe('what people read', () => {
  test('a date is told in German and English', () => {
    expect(formatDate(wednesday, berlin, 'de')).toBe('Mittwoch, 25. November 2026')
    expect(formatDate(wednesday, berlin, 'en')).toBe('Wednesday, 25 November 2026')
    expect(formatDate(wednesday, berlin, 'de', 'medium')).toBe('Mi, 25. November')
    expect(formatDate(wednesday, berlin, 'en', 'medium')).toBe('Wed, 25 November')
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
