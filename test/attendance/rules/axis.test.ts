import fc from 'fast-check'
import { expect, test } from 'vitest'
import { axisTicks } from '../../../src/attendance/rules/axis.ts'
import { wallTimeOf } from '../../../src/lib/time.ts'
import { composeMinutes } from '../../../src/minutes/rules/compose.ts'
import { printedMinutes } from '../../../src/minutes/rules/print.ts'
import { sampleInput } from '../../minutes/sample.ts'

const hourMs = 3_600_000
const ticks = (from: string, hours: number, zone: string) => {
  const fromMs = Date.parse(from)
  return axisTicks({ fromMs, untilMs: fromMs + hours * hourMs }, { zone, lang: 'de' }).map(
    tick => tick.text,
  )
}

test('a step of two hours shows even hours, summer and winter', () => {
  expect(ticks('2026-11-24T08:31:00+01:00', 10, 'Europe/Berlin')).toEqual([
    '10:00',
    '12:00',
    '14:00',
    '16:00',
    '18:00',
  ])
  expect(ticks('2026-07-01T07:00:00+02:00', 9, 'Europe/Berlin')[0]).toBe('08:00')
})

test('a zone three quarters of an hour off shows its own full hours', () => {
  expect(ticks('2026-11-24T10:20:00+05:45', 4, 'Asia/Kathmandu')).toEqual([
    '10:30',
    '11:00',
    '11:30',
    '12:00',
    '12:30',
    '13:00',
    '13:30',
    '14:00',
  ])
})

test('paper shows the times of the screen', () => {
  const zone = 'Asia/Kathmandu'
  const input = sampleInput()
  const minutes = composeMinutes({
    ...input,
    zone,
    meeting: { ...input.meeting, closedAtMs: input.meeting.openedAtMs + 10 * hourMs },
  })
  const { band } = printedMinutes(minutes, { lang: 'de', fingerprint: '0'.repeat(64) })
  expect(band.ticks.map(tick => tick.label)).toEqual(
    axisTicks(
      { fromMs: Date.parse(minutes.begin), untilMs: Date.parse(minutes.end) },
      { zone, lang: 'de' },
    ).map(tick => tick.text),
  )
  // 08:31 in Berlin
  expect(band.ticks[0]?.label).toBe('14:00')
})

test('steps go on over a change of the clocks', () => {
  // 29 March 2026, 02:00: one hour forward; 25 October 2026, 03:00: one hour back
  expect(ticks('2026-03-28T23:00:00+01:00', 12, 'Europe/Berlin')).toEqual([
    '29.03., 00:00',
    '04:00',
    '06:00',
    '08:00',
    '10:00',
  ])
  expect(ticks('2026-03-28T00:00:00+01:00', 70, 'Europe/Berlin')).toEqual([
    '00:00',
    '12:00',
    '29.03., 00:00',
    '12:00',
    '30.03., 00:00',
    '12:00',
  ])
  expect(ticks('2026-10-24T12:00:00+02:00', 100, 'Europe/Berlin')).toEqual([
    '25.10., 00:00',
    '26.10., 00:00',
    '27.10., 00:00',
    '28.10., 00:00',
  ])
})

test('a change of the clocks by half an hour leads to no half hour', () => {
  // 4 April 2027, 02:00: half an hour back; 4 October 2026, 02:00: half an hour forward
  for (const from of ['2027-04-03T20:17:00Z', '2026-10-03T09:17:00Z'])
    for (const text of ticks(from, 12, 'Australia/Lord_Howe'))
      expect(text).toMatch(/:00( \(.+\))?$/)
})

test('whatever the meeting, ticks lie inside, rise, are few and stand at round times', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: Date.parse('2020-01-01'), max: Date.parse('2030-01-01') }),
      fc.oneof(
        fc.integer({ min: 1000, max: 30 * hourMs }),
        fc.integer({ min: 1, max: 60 * 24 * hourMs }),
      ),
      fc.constantFrom('Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'UTC'),
      (fromMs, lengthMs, zone) => {
        const untilMs = fromMs + lengthMs
        const found = axisTicks({ fromMs, untilMs }, { zone, lang: 'de' })
        expect(found.length).toBeLessThanOrEqual(9)
        for (const [i, { atMs, text }] of found.entries()) {
          expect(atMs).toBeGreaterThanOrEqual(i === 0 ? fromMs : found[i - 1]!.atMs + 1)
          expect(atMs).toBeLessThan(untilMs)
          const shown = /\d\d:\d\d(:\d\d)?/.exec(text)![0]
          expect(wallTimeOf(atMs, zone).time.startsWith(shown)).toBe(true)
          const before = wallTimeOf(found[i - 1]?.atMs ?? fromMs, zone).date
          expect(/^\d\d:/.test(text)).toBe(wallTimeOf(atMs, zone).date === before)
          if (lengthMs > 10 * hourMs) expect(text).toMatch(/:00( \(.+\))?$/)
        }
      },
    ),
  )
})
