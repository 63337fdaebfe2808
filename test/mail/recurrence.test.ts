import fc from 'fast-check'
import ICAL from 'ical.js'
import { RRuleTemporal } from 'rrule-temporal'
import { describe, expect, test } from 'vitest'
import { atOnce } from '../../src/lib/pieces.ts'
import { addDays, resolveWallTime, wallTimeOf } from '../../src/lib/time.ts'
import { isSafe } from '../../src/mail/ical.ts'
import { recurrenceOf, type Span } from '../../src/mail/recurrence.ts'
import { buildSeriesCalendar, type SeriesDate } from '../../src/mail/seriesCalendar.ts'
import { datesIn } from '../support/calendar.ts'

const berlin = 'Europe/Berlin'

/** A meeting of `minutes` at a wall time; of two possible moments the earlier. */
function at(date: string, time: string, { zone = berlin, minutes = 50 } = {}): Span {
  const wall = resolveWallTime({ date, time, zone })
  const startsAt =
    wall.kind === 'exact' ? wall.at : wall.kind === 'missing' ? wall.before : wall.earlier
  return { startsAt, endsAt: new Date(startsAt.getTime() + minutes * 60_000) }
}
const days = (from: string, count: number, skip: (date: string, index: number) => boolean) =>
  Array.from({ length: count }, (_, i) => addDays(from, i)).filter((date, i) => !skip(date, i))
const found = (dates: Span[], zone = berlin) =>
  atOnce(recurrenceOf(dates, { zone, isSafe: moment => isSafe(moment, zone) }))
const isWeekend = (date: string) => [0, 6].includes(new Date(date).getUTCDay())

describe('dates become a rule', () => {
  test('every day across the end of summer time, without exceptions', () => {
    const dates = days('2026-10-20', 14, () => false).map(day => at(day, '08:30'))
    expect(found(dates)).toEqual({
      base: dates[0],
      zone: berlin,
      rule: 'FREQ=DAILY;UNTIL=20261102T073000Z',
      without: [],
      regular: dates,
      placed: [],
    })
  })

  test('working days across the beginning of summer time, with a holiday left out', () => {
    const dates = days('2027-03-22', 19, date => isWeekend(date) || date === '2027-03-29').map(
      day => at(day, '08:30'),
    )
    expect(found(dates)).toMatchObject({
      rule: 'FREQ=WEEKLY;UNTIL=20270409T063000Z;BYDAY=MO,TU,WE,TH,FR',
      without: [at('2027-03-29', '08:30').startsAt],
      placed: [],
    })
  })

  test('working days with two of four Fridays left out keep their Fridays', () => {
    const out = ['2026-12-25', '2027-01-01']
    const dates = days('2026-12-14', 26, date => isWeekend(date) || out.includes(date)).map(day =>
      at(day, '08:30'),
    )
    expect(found(dates)).toMatchObject({
      rule: 'FREQ=WEEKLY;UNTIL=20270108T073000Z;BYDAY=MO,TU,WE,TH,FR',
      without: out.map(day => at(day, '08:30').startsAt),
      placed: [],
    })
  })

  test('a date at another hour takes the place of its day, one on another day that of a free day before its neighbours', () => {
    const usual = days('2026-11-30', 19, date => isWeekend(date) || date === '2026-12-04')
    const dates = [
      ...usual.filter(day => day !== '2026-12-09').map(day => at(day, '08:00')),
      at('2026-12-09', '14:00'),
      at('2026-12-05', '08:00'),
    ]
    expect(found(dates)).toMatchObject({
      rule: 'FREQ=WEEKLY;UNTIL=20261218T070000Z;BYDAY=MO,TU,WE,TH,FR',
      without: [],
      placed: [
        { at: at('2026-12-04', '08:00').startsAt, date: at('2026-12-05', '08:00') },
        { at: at('2026-12-09', '08:00').startsAt, date: at('2026-12-09', '14:00') },
      ],
    })
  })

  test('a date that would pass its neighbours on every free day brings its weekday', () => {
    const usual = days('2026-11-30', 19, date => isWeekend(date) || date === '2026-12-03')
    const dates = [...usual, '2026-12-05'].map(day => at(day, '08:00'))
    expect(found(dates)).toMatchObject({
      rule: 'FREQ=WEEKLY;UNTIL=20261218T070000Z;BYDAY=MO,TU,WE,TH,FR,SA',
      without: ['2026-12-03', '2026-12-12'].map(day => at(day, '08:00').startsAt),
      placed: [],
    })
  })

  test('the first date of a weekly series on another day takes the place of its week', () => {
    const dates = ['2026-12-04', '2026-12-10', '2026-12-17', '2026-12-24'].map(day =>
      at(day, '08:00'),
    )
    expect(found(dates)).toMatchObject({
      rule: 'FREQ=WEEKLY;UNTIL=20261224T070000Z;BYDAY=TH',
      without: [],
      placed: [{ at: at('2026-12-03', '08:00').startsAt, date: dates[0] }],
    })
  })

  test('a date with no place left makes the rule one start longer', () => {
    const dates = [at('2026-12-01', '08:00'), at('2026-12-02', '08:00'), at('2026-12-02', '16:00')]
    expect(found(dates)).toMatchObject({
      rule: expect.stringContaining('UNTIL=20261208T070000Z'),
      placed: [{ at: at('2026-12-08', '08:00').startsAt, date: dates[2] }],
    })
  })

  test('a single date needs none', () => {
    const date = at('2026-12-01', '08:00')
    expect(found([date])).toMatchObject({ base: date, rule: null, placed: [] })
  })

  test('a time that a clock change skips is never a start of the rule', () => {
    const dates = days('2027-03-20', 21, () => false).map(day => at(day, '02:30'))
    const { base, placed, rule, zone } = found(dates)
    expect(base.startsAt).toEqual(new Date('2027-03-20T12:00:00Z'))
    expect([zone, rule]).toEqual(['UTC', 'FREQ=DAILY;UNTIL=20270409T120000Z'])
    expect(placed.map(each => each.date)).toEqual(dates)
  })
})

describe('laws', () => {
  const zones = fc.constantFrom(
    berlin,
    berlin,
    'America/New_York',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
    'Asia/Kolkata',
  )
  const minutesOf = (max: number) => fc.integer({ min: 1, max })
  // a rhythm around a clock change, with single dates left out, moved and added
  const plan = fc
    .record({
      zone: zones,
      from: fc.integer({ min: 0, max: 700 }).map(n => addDays('2026-01-01', n)),
      weekdays: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 }),
      count: fc.integer({ min: 1, max: 60 }),
      time: fc.constantFrom('08:00', '23:30', '00:15', '02:30', '03:00', '01:59'),
      minutes: fc.constantFrom(50, 50, 600),
      out: fc.array(fc.nat(59), { maxLength: 8 }),
      moved: fc.array(
        fc.record({
          which: fc.nat(59),
          days: fc.integer({ min: -9, max: 9 }),
          min: minutesOf(1439),
        }),
        { maxLength: 6 },
      ),
    })
    .map(({ zone, from, weekdays, count, time, minutes, out, moved }) => {
      const usual = days(from, count, day => !weekdays.includes(new Date(day).getUTCDay()))
      const clock = (min: number) =>
        `${String(Math.floor(min / 60)).padStart(2, '0')}:${String(min % 60).padStart(2, '0')}`
      const all = [
        ...usual.filter((_, i) => !out.includes(i)).map(day => at(day, time, { zone, minutes })),
        ...moved.map(m => at(addDays(from, m.which + m.days), clock(m.min), { zone, minutes: 30 })),
      ]
      const once = [...new Map(all.map(span => [span.startsAt.getTime(), span])).values()]
      return { zone, dates: once }
    })
    .filter(({ dates }) => dates.length > 0)
  const byTime = (a: Span, b: Span) => a.startsAt.getTime() - b.startsAt.getTime()

  test('the rule without what it leaves out, with what is placed, gives exactly the dates', () => {
    fc.assert(
      fc.property(plan, ({ zone, dates }) => {
        const made = found(dates, zone)
        const starts = made.rule
          ? startsByRule(made.base.startsAt, made.rule, made.zone)
          : [made.base.startsAt.getTime()]
        const away = [...made.without, ...made.placed.map(each => each.at)].map(Number)
        for (const moment of away) expect(starts).toContain(moment)
        expect(new Set(away).size).toBe(away.length)
        const given = starts.filter(moment => !away.includes(moment))
        expect(given).toEqual(made.regular.map(date => date.startsAt.getTime()))
        expect([...made.regular, ...made.placed.map(each => each.date)].sort(byTime)).toEqual(
          dates.toSorted(byTime),
        )
      }),
      { numRuns: 300 },
    )
  })

  test('no date passes its neighbours, unless several are on one day', () => {
    fc.assert(
      fc.property(plan, ({ zone, dates }) => {
        const dayOf = ({ startsAt }: Span) => wallTimeOf(startsAt, zone).date
        const singles = [...new Map(dates.map(date => [dayOf(date), date])).values()]
        const { regular, placed } = found(singles, zone)
        const order = [...regular.map(date => ({ at: date.startsAt, date })), ...placed]
          .toSorted((a, b) => Number(a.at) - Number(b.at))
          .map(each => Number(each.date.startsAt))
        expect(order).toEqual(order.toSorted((a, b) => a - b))
      }),
    )
  })

  test('a calendar reads back exactly the dates, each with its end, place and reply', () => {
    const partstat = fc.constantFrom(
      'NEEDS-ACTION' as const,
      'ACCEPTED' as const,
      'DECLINED' as const,
    )
    const location = fc.constantFrom('Raum 1', 'Raum 1', 'Raum 2')
    const told = fc.array(fc.tuple(partstat, location), { minLength: 70, maxLength: 70 })
    fc.assert(
      fc.property(plan, told, ({ zone, dates }, facts) => {
        const given = dates.toSorted(byTime).map((span, i): SeriesDate => {
          const [reply, place] = facts[i]!
          return { ...span, summary: 'Sitzung', location: place, partstat: reply }
        })
        const text = buildSeriesCalendar({
          method: 'REQUEST',
          uid: 'ser_1@lagerunde',
          sequence: 3,
          dtstamp: new Date('2026-01-01T00:00:00Z'),
          zone,
          organizer: { name: 'Krisenstab', mail: 'stab@kreis.example' },
          lang: 'de',
          dates: given,
          description: 'Hochwasser',
          attendee: { name: 'Tina', mail: 'tina@kreis.example' },
        })
        expect(datesIn(text)).toEqual(
          given.map(({ startsAt, endsAt, location: place, partstat: reply }) => ({
            uid: 'ser_1@lagerunde',
            startsAt: startsAt.toISOString(),
            endsAt: endsAt.toISOString(),
            location: place,
            partstat: reply,
            isCancelled: false,
          })),
        )
        for (const event of new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent'))
          expect(event.getFirstPropertyValue('sequence')).toBe(3)
      }),
      { numRuns: 150 },
    )
  })
})

/** The starts of a rule as another library expands it. */
function startsByRule(base: Date, rule: string, zone: string): number[] {
  const wall = Temporal.Instant.fromEpochMilliseconds(base.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'second' })
    .replace(/[-:]/g, '')
  const found = new RRuleTemporal({
    rruleString: `DTSTART;TZID=${zone}:${wall}\nRRULE:${rule}`,
    temporal: Temporal,
  })
  return found.all().map(start => start.epochMilliseconds)
}
