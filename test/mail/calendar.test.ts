import fc from 'fast-check'
import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import {
  buildCalendar,
  buildFeed,
  type CalendarInvitation,
  type FeedEvent,
} from '../../src/mail/calendar.ts'

const invitation: CalendarInvitation = {
  method: 'REQUEST',
  uid: 'mtg_01@lagerunde.example',
  sequence: 2,
  dtstamp: new Date('2026-11-24T17:00:00Z'),
  startsAt: new Date('2026-11-25T07:30:00Z'),
  endsAt: new Date('2026-11-25T08:20:00Z'),
  zone: 'Europe/Berlin',
  summary: '18. Sitzung des Krisenstabes',
  description: 'Tagesordnung:\n1. Lage\n2. Aufträge',
  location: 'Kreishaus, Raum 101',
  joinUrl: 'https://lagerunde.example/meetings/18/room',
  dialIn: { number: '+49 (0) 2336 93-4444', pin: '1234#' },
  organizer: { name: 'Krisenstab Beispielkreis', mail: 'lagerunde@kreis.example' },
  attendee: { name: 'Dr. Çiğdem Yıldız', mail: 'yildiz@kreis.example' },
  alarmMin: 15,
  lang: 'de',
}

const parse = (text: string) => new ICAL.Component(ICAL.parse(text))
const eventOf = (text: string) => parse(text).getFirstSubcomponent('vevent')!
const unfolded = (text: string) => text.replaceAll('\r\n ', '').split('\r\n')

/** The moment a property means, read through the VTIMEZONE that stands in the same file. */
function momentOf(text: string, name: 'dtstart' | 'dtend'): number {
  const root = parse(text)
  const zone = new ICAL.Timezone(root.getFirstSubcomponent('vtimezone')!)
  const time = root.getFirstSubcomponent('vevent')!.getFirstPropertyValue(name) as ICAL.Time
  if (time.zone === ICAL.Timezone.utcTimezone) return time.toUnixTime() * 1000
  const { year, month, day, hour, minute, second } = time
  return (
    new ICAL.Time({ year, month, day, hour, minute, second, isDate: false }, zone).toUnixTime() *
    1000
  )
}

describe('an invitation', () => {
  const text = buildCalendar(invitation)
  const event = eventOf(text)
  const lines = unfolded(text)

  test('says what, when and where', () => {
    expect(lines).toContain('METHOD:REQUEST')
    expect(lines).toContain('UID:mtg_01@lagerunde.example')
    expect(lines).toContain('SEQUENCE:2')
    expect(lines).toContain('DTSTAMP:20261124T170000Z')
    expect(lines).toContain('DTSTART;TZID=Europe/Berlin:20261125T083000')
    expect(lines).toContain('DTEND;TZID=Europe/Berlin:20261125T092000')
    expect(lines).toContain('LOCATION:Kreishaus\\, Raum 101')
    expect(lines).toContain('STATUS:CONFIRMED')
    expect(lines).toContain('TRANSP:OPAQUE')
    expect(event.getFirstPropertyValue('summary')).toBe('18. Sitzung des Krisenstabes')
  })

  test('brings its time zone before the event that uses it', () => {
    expect(lines.indexOf('BEGIN:VTIMEZONE')).toBeGreaterThan(0)
    expect(lines.indexOf('BEGIN:VTIMEZONE')).toBeLessThan(lines.indexOf('BEGIN:VEVENT'))
    expect(
      lines.filter(line => line.startsWith('X-WR-TIMEZONE') || line.startsWith('TIMEZONE-ID')),
    ).toEqual([])
  })

  test('carries the join link as URL and CONFERENCE, and the dial-in as a second CONFERENCE and as text', () => {
    expect(lines).toContain('URL:https://lagerunde.example/meetings/18/room')
    const conferences = event.getAllProperties('conference')
    expect(conferences.map(c => [c.getParameter('feature'), c.type, c.getFirstValue()])).toEqual([
      ['VIDEO', 'uri', 'https://lagerunde.example/meetings/18/room'],
      ['PHONE', 'uri', 'tel:+492336934444,,1234'],
    ])
    expect(event.getFirstPropertyValue('description')).toBe(
      'Tagesordnung:\n1. Lage\n2. Aufträge\n\nVirtuell zuschalten: https://lagerunde.example/meetings/18/room\n\nTelefonisch zuschalten: +49 (0) 2336 93-4444, Kennung 1234#',
    )
  })

  test('names the recipient alone, asks for a reply, and reminds', () => {
    const attendees = event.getAllProperties('attendee')
    expect(attendees).toHaveLength(1)
    expect(attendees[0]!.getFirstValue()).toBe('mailto:yildiz@kreis.example')
    expect(attendees[0]!.getParameter('rsvp')).toBe('FALSE')
    expect(attendees[0]!.getParameter('partstat')).toBe('NEEDS-ACTION')
    expect(attendees[0]!.getParameter('cn')).toBe('Dr. Çiğdem Yıldız')
    expect(event.getFirstProperty('organizer')!.getFirstValue()).toBe(
      'mailto:lagerunde@kreis.example',
    )
    expect(event.getFirstSubcomponent('valarm')!.getFirstPropertyValue('trigger')!.toString()).toBe(
      '-PT15M',
    )
  })

  test('leaves out what is not there', () => {
    const { joinUrl: _, dialIn: __, alarmMin: ___, ...plain } = invitation
    const bare = eventOf(buildCalendar(plain))
    expect(bare.getFirstProperty('url')).toBeNull()
    expect(bare.getFirstProperty('conference')).toBeNull()
    expect(bare.getFirstSubcomponent('valarm')).toBeNull()
    expect(bare.getFirstPropertyValue('description')).toBe(invitation.description)
  })

  test('is cancelled with the same UID, without reminder and without asking for a reply', () => {
    const cancelled = buildCalendar({ ...invitation, method: 'CANCEL', sequence: 3 })
    const cancelledLines = unfolded(cancelled)
    for (const line of [
      'METHOD:CANCEL',
      'STATUS:CANCELLED',
      'TRANSP:TRANSPARENT',
      'SEQUENCE:3',
      'UID:mtg_01@lagerunde.example',
    ]) {
      expect(cancelledLines).toContain(line)
    }
    expect(eventOf(cancelled).getFirstSubcomponent('valarm')).toBeNull()
    expect(eventOf(cancelled).getFirstProperty('attendee')!.getParameter('rsvp')).toBeUndefined()
  })
})

describe('refused', () => {
  const bad = [
    'a\r\nATTENDEE:mailto:x@y.example',
    'a\nb',
    'a\u0000b',
    'a\u0085b',
    'a\ud800b',
    'a\u007fb',
  ]
  const fields: Record<string, (text: string) => CalendarInvitation> = {
    uid: text => ({ ...invitation, uid: text }),
    summary: text => ({ ...invitation, summary: text }),
    location: text => ({ ...invitation, location: text }),
    joinUrl: text => ({ ...invitation, joinUrl: `https://x.example/${text}` }),
    zone: text => ({ ...invitation, zone: text }),
    'dialIn.number': text => ({ ...invitation, dialIn: { number: `02336${text}` } }),
    'dialIn.pin': text => ({ ...invitation, dialIn: { number: '02336', pin: text } }),
    'organizer.name': text => ({
      ...invitation,
      organizer: { ...invitation.organizer, name: text },
    }),
    'organizer.mail': text => ({
      ...invitation,
      organizer: { ...invitation.organizer, mail: `${text}@x.example` },
    }),
    'attendee.name': text => ({ ...invitation, attendee: { ...invitation.attendee, name: text } }),
    'attendee.mail': text => ({
      ...invitation,
      attendee: { ...invitation.attendee, mail: `${text}@x.example` },
    }),
  }
  test.each(Object.entries(fields))('control characters in %s', (field, given) => {
    for (const text of bad) {
      expect(() => buildCalendar(given(text))).toThrow(
        expect.objectContaining({ code: 'invalid', fields: [expect.objectContaining({ field })] }),
      )
    }
  })

  test('control characters in the description, line feed and tab excepted', () => {
    for (const text of bad.filter(text => text !== 'a\nb'))
      expect(() => buildCalendar({ ...invitation, description: text })).toThrow('description')
    expect(() => buildCalendar({ ...invitation, description: 'a\n\tb' })).not.toThrow()
  })

  test('nothing for a line separator, which becomes a blank, or a new line in the description', () => {
    const event = eventOf(
      buildCalendar({
        ...invitation,
        summary: 'a\u2028b',
        description: 'a\u2029b',
        joinUrl: 'https://x.example/',
      }),
    )
    expect(event.getFirstPropertyValue('summary')).toBe('a b')
    expect(String(event.getFirstPropertyValue('description'))).toMatch(/^a\nb\n/)
  })

  test('no phone link for a dial-in that is told in words', () => {
    const event = eventOf(buildCalendar({ ...invitation, dialIn: { number: 'siehe Aushang' } }))
    expect(event.getAllProperties('conference')).toHaveLength(1)
    expect(String(event.getFirstPropertyValue('description'))).toContain('siehe Aushang')
  })

  test('an end before the beginning, a link that is no web address, and addresses that are none', () => {
    expect(() => buildCalendar({ ...invitation, endsAt: invitation.startsAt })).toThrow('endsAt')
    expect(() => buildCalendar({ ...invitation, joinUrl: 'javascript:alert(1)' })).toThrow(
      'joinUrl',
    )
    for (const mail of [
      'a',
      'a@b@c',
      'a b@c.example',
      'a@b.example,c@d.example',
      '"a"@b.example',
      '<a@b.example>',
      '',
    ]) {
      expect(() => buildCalendar({ ...invitation, attendee: { name: 'A', mail } })).toThrow(
        'attendee.mail',
      )
    }
  })
})

describe('clock changes', () => {
  test('a meeting in the hour that comes twice is written in UTC, so that no calendar can take the other one', () => {
    for (const at of ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z']) {
      const startsAt = new Date(at)
      const text = buildCalendar({
        ...invitation,
        startsAt,
        endsAt: new Date(startsAt.getTime() + 3 * 3_600_000),
      })
      expect(unfolded(text)).toContain(`DTSTART:${at.replace(/[-:]/g, '')}`)
    }
  })

  test('in any zone and any year ahead the file means the moments that were given', () => {
    const zone = fc.oneof(
      fc.constant('Europe/Berlin'),
      fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
    )
    const second = fc.integer({
      min: Date.parse('2024-01-01') / 1000,
      max: Date.parse('2040-01-01') / 1000,
    })
    fc.assert(
      fc.property(zone, second, fc.integer({ min: 1, max: 1000 }), (inZone, startS, minutes) => {
        const startsAt = new Date(startS * 1000)
        const endsAt = new Date(startsAt.getTime() + minutes * 60_000)
        const text = buildCalendar({ ...invitation, zone: inZone, startsAt, endsAt })
        expect(momentOf(text, 'dtstart')).toBe(startsAt.getTime())
        expect(momentOf(text, 'dtend')).toBe(endsAt.getTime())
      }),
      { numRuns: 300 },
    )
  })
})

describe('laws of text', () => {
  const pieces = fc.constantFrom(
    'Müller',
    'ß',
    'יעל',
    '‏שלום‎',
    'محمد',
    'e\u0301',
    'Z\u0351\u0343',
    '👩‍🚒',
    '😀',
    ',',
    ';',
    ':',
    '\\',
    '\\n',
    '"',
    "'",
    '^',
    '^n',
    "^'",
    '=',
    '%0D%0A',
    ' ',
    '-',
    'A',
    '\u200b',
    '\u00ad',
    '\ufeff',
    '\u202e',
  )
  const name = fc
    .array(pieces, { minLength: 1, maxLength: 80 })
    .map(parts => `N${parts.join('').slice(0, 198)}N`)
    .filter(text => text.isWellFormed())

  test('every name, title and place comes back as it went in, on lines of at most 75 octets', () => {
    fc.assert(
      fc.property(
        name,
        name,
        name,
        fc.array(name, { maxLength: 5 }),
        (person, title, place, about) => {
          const description = about.join('\n')
          const text = buildCalendar({
            ...invitation,
            uid: title,
            summary: title,
            location: place,
            description,
            organizer: { ...invitation.organizer, name: title },
            attendee: { ...invitation.attendee, name: person },
          })
          const event = eventOf(text)
          expect(event.getFirstPropertyValue('uid')).toBe(title)
          expect(event.getFirstPropertyValue('summary')).toBe(title)
          expect(event.getFirstPropertyValue('location')).toBe(place)
          expect(String(event.getFirstPropertyValue('description')).startsWith(description)).toBe(
            true,
          )
          expect(event.getFirstProperty('attendee')!.getParameter('cn')).toBe(person)
          expect(event.getFirstProperty('organizer')!.getParameter('cn')).toBe(title)
          expect(event.getFirstSubcomponent('valarm')!.getFirstPropertyValue('description')).toBe(
            title,
          )
          expect(event.getAllProperties('attendee')).toHaveLength(1)
          for (const line of text.split('\r\n')) {
            expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
            expect(line).not.toMatch(/[\r\n]/)
            expect(line.isWellFormed()).toBe(true)
          }
          expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
        },
      ),
      { numRuns: 400 },
    )
  })

  test('whatever text comes, the file has the lines it has for a harmless one, or is refused', () => {
    const names = (text: string) => unfolded(text).map(line => line.split(/[:;]/, 1)[0])
    const expected = names(buildCalendar(invitation))
    const wild = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      name,
      fc.constantFrom('\r\nATTENDEE:mailto:x@y.example', '\nEND:VEVENT'),
    )
    fc.assert(
      fc.property(wild, wild, (one, two) => {
        let text: string
        try {
          text = buildCalendar({
            ...invitation,
            summary: one,
            description: two,
            attendee: { ...invitation.attendee, name: two },
          })
        } catch (error) {
          expect(error).toMatchObject({ code: 'invalid' })
          return
        }
        expect(names(text)).toEqual(expected)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('the personal feed', () => {
  const events: FeedEvent[] = [
    {
      uid: 'a@x.example',
      sequence: 1,
      startsAt: invitation.startsAt,
      endsAt: invitation.endsAt,
      isCancelled: false,
      isOver: false,
      partstat: 'ACCEPTED',
      url: 'https://lagerunde.example/meetings/a',
    },
    {
      uid: 'b@x.example',
      sequence: 0,
      startsAt: new Date('2026-07-01T06:00:00Z'),
      endsAt: new Date('2026-07-01T07:00:00Z'),
      isCancelled: true,
      isOver: false,
      partstat: 'NEEDS-ACTION',
    },
  ]
  const text = buildFeed(events, { zone: 'Europe/Berlin', dtstamp: invitation.dtstamp, lang: 'de' })

  test('says that and when there is a meeting, and nothing else', () => {
    const root = parse(text)
    expect(root.getFirstPropertyValue('method')).toBe('PUBLISH')
    expect(root.getAllSubcomponents('vtimezone')).toHaveLength(1)
    const entries = root.getAllSubcomponents('vevent')
    expect(
      entries.map(e => [
        e.getFirstPropertyValue('uid'),
        e.getFirstPropertyValue('summary'),
        e.getFirstPropertyValue('status'),
      ]),
    ).toEqual([
      ['a@x.example', 'Dienstlicher Termin', 'CONFIRMED'],
      ['b@x.example', 'Dienstlicher Termin', 'CANCELLED'],
    ])
    for (const entry of entries) {
      for (const name of ['location', 'description', 'attendee', 'organizer', 'conference'])
        expect(entry.getFirstProperty(name)).toBeNull()
    }
    expect(unfolded(text)).toContain('DTSTART;TZID=Europe/Berlin:20260701T080000')
  })

  test('without events is still a calendar', () => {
    expect(
      parse(
        buildFeed([], { zone: 'Europe/Berlin', dtstamp: invitation.dtstamp, lang: 'en' }),
      ).getAllSubcomponents('vevent'),
    ).toEqual([])
  })
})
