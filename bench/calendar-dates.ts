import fc from 'fast-check'
import ICAL from 'ical.js'
import { buildCalendar } from '../src/mail/calendar.ts'
import { addDays, resolveWallTime } from '../src/lib/time.ts'
import { expandSeries } from '../src/meetings/series.ts'
import type { Figure } from './figure.ts'

type Case = { date: string; time: string; zone: string }

export const figure: Figure = {
  name: 'calendar-dates',
  bar: '0 wrong instants of 20,000 dates',
  method:
    'Wall times in all IANA zones, half of them within three hours of a clock change, become instants by Intl and, as a series, by Temporal; ' +
    'each instant goes out as a calendar file and is read back twice: by ical.js through the VTIMEZONE in the file, and by Temporal through its TZID.',
  async run({ quick, seed }) {
    const cases = drawn(quick ? 2_000 : 21_000, seed)
    const wrong: string[] = []
    let asked = 0
    let instants = 0
    for (const each of cases) {
      const resolved = resolveWallTime(each)
      const moments =
        resolved.kind === 'exact'
          ? [resolved.at]
          : resolved.kind === 'missing'
            ? [resolved.before, resolved.after]
            : [resolved.earlier, resolved.later]
      if (resolved.kind !== 'exact') asked++
      if (!agreesWithSeries(each, resolved.kind, moments))
        wrong.push(`series ${JSON.stringify(each)}`)
      for (const at of moments) {
        instants++
        for (const [reader, read] of Object.entries(readBack(at, each.zone))) {
          if (read !== at.getTime())
            wrong.push(`${reader} ${at.toISOString()} ${JSON.stringify(each)}`)
        }
      }
    }
    return {
      value: wrong.length,
      holds: wrong.length === 0,
      detail: { dates: cases.length, instants, askedBack: asked, seed, wrong: wrong.slice(0, 10) },
    }
  },
}

function drawn(count: number, seed: number): Case[] {
  const zone = fc.oneof(
    fc.constant('Europe/Berlin'),
    fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
  )
  const day = fc.integer({ min: 0, max: 365 * 14 }).map(days => addDays('2024-01-01', days))
  const minute = fc.integer({ min: -180, max: 180 })
  const one = fc
    .tuple(zone, day, fc.boolean(), minute, fc.integer({ min: 0, max: 1439 }))
    .map(([inZone, date, nearChange, offset, ofDay]) => {
      const start = Temporal.PlainDate.from(date).toZonedDateTime({
        timeZone: inZone,
        plainTime: { hour: 12 },
      })
      const change = nearChange ? start.getTimeZoneTransition('next') : null
      const wall = change
        ? change.toPlainDateTime().add({ minutes: offset })
        : start.toPlainDate().toPlainDateTime().add({ minutes: ofDay })
      return {
        zone: inZone,
        date: wall.toPlainDate().toString(),
        time: wall.toPlainTime().toString({ smallestUnit: 'minute' }),
      }
    })
  return fc.sample(one, { numRuns: count, seed })
}

/**
 * Whether a series gives the same moments for the day: the day is the middle of three, and the
 * other two must keep the wall time.
 */
function agreesWithSeries(
  { date, time, zone }: Case,
  kind: 'exact' | 'missing' | 'ambiguous',
  moments: Date[],
): boolean {
  const plan = {
    startsOn: addDays(date, -1),
    time,
    zone,
    durationMin: 60,
    rule: { every: 'day' as const, until: addDays(date, 1) },
  }
  const first = expandSeries(plan)
  const questions = !first.ok && first.reason === 'clockChange' ? first.questions : []
  const own = questions.find(question => question.localDate === date)
  if (own?.shift !== (kind === 'exact' ? undefined : kind)) return false
  if (
    own &&
    !(
      own.earlier.getTime() === moments[0]?.getTime() &&
      own.later.getTime() === moments[1]?.getTime()
    )
  )
    return false
  return (['earlier', 'later'] as const).every((choice, index) => {
    const answered = expandSeries({
      ...plan,
      choices: Object.fromEntries(questions.map(question => [question.localDate, choice])),
    })
    const expected = moments[index] ?? moments[0]
    return (
      answered.ok &&
      answered.instances.length === 3 &&
      answered.instances[1]?.startsAt.getTime() === expected?.getTime()
    )
  })
}

function readBack(at: Date, zone: string): { ical: number; temporal: number } {
  const text = buildCalendar({
    method: 'REQUEST',
    uid: 'dates@lagerunde.example',
    sequence: 0,
    dtstamp: at,
    startsAt: at,
    endsAt: new Date(at.getTime() + 3_600_000),
    zone,
    summary: 'Sitzung',
    description: '',
    location: '',
    organizer: { name: 'Krisenstab', mail: 'stab@kreis.example' },
    attendee: { name: 'Mitglied', mail: 'mitglied@kreis.example' },
    lang: 'de',
  })
  return { ical: byVtimezone(text), temporal: byZoneName(text) }
}

function byVtimezone(text: string): number {
  const root = new ICAL.Component(ICAL.parse(text))
  const zone = new ICAL.Timezone(root.getFirstSubcomponent('vtimezone')!)
  const time = root.getFirstSubcomponent('vevent')!.getFirstPropertyValue('dtstart') as ICAL.Time
  const { year, month, day, hour, minute, second } = time
  const inZone = time.zone === ICAL.Timezone.utcTimezone ? ICAL.Timezone.utcTimezone : zone
  return (
    new ICAL.Time({ year, month, day, hour, minute, second, isDate: false }, inZone).toUnixTime() *
    1000
  )
}

function byZoneName(text: string): number {
  const event = text.replaceAll('\r\n ', '').split('BEGIN:VEVENT')[1] ?? ''
  const [, tzid, wall = '', utc] =
    /\r\nDTSTART(?:;TZID=([^:]+))?:(\d{8}T\d{6})(Z?)\r\n/.exec(event) ?? []
  const plain = Temporal.PlainDateTime.from(wall)
  if (utc) return plain.toZonedDateTime('UTC').epochMilliseconds
  const zone = tzid ?? ''
  const [earlier, later] = (['earlier', 'later'] as const).map(
    disambiguation => plain.toZonedDateTime(zone, { disambiguation }).epochMilliseconds,
  )
  // readers may choose either of the two moments, so a file that does not decide is wrong
  return earlier === later ? earlier! : Number.NaN
}
