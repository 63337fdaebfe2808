import * as nodeIcal from 'node-ical'
import { expect, test } from 'vitest'
import { buildSeriesCalendar, type SeriesDate } from '../../src/mail/seriesCalendar.ts'
import { datesIn } from '../support/calendar.ts'

const dateAt = (startsAt: string, more: Partial<SeriesDate> = {}): SeriesDate => ({
  startsAt: new Date(startsAt),
  endsAt: new Date(Date.parse(startsAt) + 50 * 60_000),
  summary: 'Hochwasser – Krisenstab',
  location: 'Raum 101',
  partstat: 'NEEDS-ACTION',
  ...more,
})
/** Working days across the end of summer time in Berlin. */
const series = [
  '2026-10-22T06:30Z',
  '2026-10-23T06:30Z',
  '2026-10-26T07:30Z',
  '2026-10-27T07:30Z',
  '2026-10-28T07:30Z',
  '2026-10-29T07:30Z',
].map(at => dateAt(at))
const acts: Record<string, SeriesDate[]> = {
  'is planned': series,
  'has one date moved': series.with(2, dateAt('2026-10-26T13:00Z')),
  'has one date cancelled': series.toSpliced(3, 1),
  'is moved from a date on': series.map((date, i) =>
    i < 2 ? date : dateAt(new Date(date.startsAt.getTime() + 3_600_000).toISOString()),
  ),
  'ends earlier': series.slice(0, 4),
  'has another place and a reply on one date': series.with(
    4,
    dateAt('2026-10-28T07:30Z', { location: 'Raum 7', partstat: 'DECLINED' }),
  ),
  'follows no rule': ['2026-10-24T22:15Z', '2026-10-25T11:00Z', '2026-11-03T05:40Z'].map(at =>
    dateAt(at),
  ),
}

test.each(Object.entries(acts))('two programs read the same dates when a series %s', (_, dates) => {
  const text = buildSeriesCalendar({
    method: 'REQUEST',
    uid: 'ser_1@lagerunde',
    sequence: 1,
    dtstamp: new Date('2026-10-01T00:00:00Z'),
    zone: 'Europe/Berlin',
    organizer: { name: 'Krisenstab', mail: 'stab@kreis.example' },
    lang: 'de',
    dates,
    description: 'Hochwasser',
    attendee: { name: 'Tina', mail: 'tina@kreis.example' },
  })
  const wanted = dates.map(date => ({
    startsAt: date.startsAt.toISOString(),
    endsAt: date.endsAt.toISOString(),
    location: date.location,
  }))
  expect(datesIn(text)).toMatchObject(wanted)
  expect(byNodeIcal(text)).toEqual(wanted)
})

function byNodeIcal(text: string) {
  const events = Object.values(nodeIcal.sync.parseICS(text)).filter(each => each?.type === 'VEVENT')
  const found = events.flatMap(event =>
    nodeIcal.expandRecurringEvent(event, {
      from: new Date('2026-10-01T00:00:00Z'),
      to: new Date('2027-01-01T00:00:00Z'),
    }),
  )
  return found
    .map(({ start, end, event }) => ({
      startsAt: new Date(start).toISOString(),
      endsAt: new Date(end).toISOString(),
      location: String(event.location),
    }))
    .sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1))
}
