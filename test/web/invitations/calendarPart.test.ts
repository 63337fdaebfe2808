import { describe, expect, test } from 'vitest'
import { buildCalendar, type CalendarInvitation } from '../../../src/mail/calendar.ts'
import { readCalendarPart } from '../../../web/src/invitations/calendarPart.ts'

const invitation: CalendarInvitation = {
  method: 'REQUEST',
  uid: 'mtg_1@lagerunde',
  sequence: 2,
  dtstamp: new Date('2026-10-01T08:00:00Z'),
  startsAt: new Date('2026-11-25T10:58:00Z'),
  endsAt: new Date('2026-11-25T11:48:00Z'),
  zone: 'Europe/Berlin',
  summary:
    'Übung: 1. Sitzung – Krisenstab, Beispielkreis; mit einem Titel, der in der Datei auf mehrere Zeilen umbrochen wird \\ und mehr',
  description: 'Hochwasser (erfunden)',
  location: 'Kreishaus, Raum 101',
  joinUrl: 'https://lagerunde.example/meetings/mtg_1/lobby',
  organizer: { name: 'Krisenstab', mail: 'lagerunde@kreis.example' },
  attendee: { name: 'Murat Yıldız', mail: 'yildiz@kreis.example' },
  alarmMin: 15,
  lang: 'de',
}

describe('the calendar part of a mail, read for people', () => {
  test('says what the invitation said, whatever was folded and escaped', () => {
    const { summary, startsAt, endsAt, location, joinUrl } = invitation
    expect(readCalendarPart(buildCalendar(invitation))).toEqual({
      summary,
      startsAt,
      endsAt,
      location,
      url: joinUrl,
      sequence: 2,
      alarmMin: 15,
    })
  })

  test('keeps the moment in summer and across a change of the clocks', () => {
    for (const start of [
      '2026-07-01T06:30:00Z',
      '2026-10-25T00:30:00Z',
      '2026-10-25T02:30:00Z',
      '2026-03-29T00:59:00Z',
    ]) {
      const startsAt = new Date(start)
      const endsAt = new Date(startsAt.getTime() + 5 * 3_600_000)
      expect(readCalendarPart(buildCalendar({ ...invitation, startsAt, endsAt }))).toMatchObject({
        startsAt,
        endsAt,
      })
    }
  })

  test('of a cancellation has no reminder', () => {
    expect(readCalendarPart(buildCalendar({ ...invitation, method: 'CANCEL' }))).toMatchObject({
      alarmMin: null,
      sequence: 2,
    })
  })

  test('is null where no event is', () => {
    expect(readCalendarPart('')).toBeNull()
    expect(readCalendarPart('BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n')).toBeNull()
  })
})
