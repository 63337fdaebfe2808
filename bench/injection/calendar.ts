import ICAL from 'ical.js'
import { buildCalendar, buildFeed, type CalendarInvitation } from '../../src/mail/calendar.ts'
import { DomainError } from '../../src/lib/errors.ts'
import type { Channel } from './strings.ts'

const invitation: CalendarInvitation = {
  method: 'REQUEST',
  uid: 'harmless',
  sequence: 1,
  dtstamp: new Date('2026-11-24T17:00:00Z'),
  startsAt: new Date('2026-11-25T07:30:00Z'),
  endsAt: new Date('2026-11-25T08:30:00Z'),
  zone: 'Europe/Berlin',
  summary: 'harmless',
  description: 'harmless',
  location: 'harmless',
  joinUrl: 'https://lagerunde.example/',
  dialIn: { number: '+49 2336 1', pin: 'harmless' },
  organizer: { name: 'harmless', mail: 'stab@kreis.example' },
  attendee: { name: 'harmless', mail: 'mitglied@kreis.example' },
  alarmMin: 15,
  lang: 'de',
}

/** Fields with the same rule share one case; the tests show that each of them refuses. */
const calendarFields: ((text: string) => string)[] = [
  text =>
    buildCalendar({
      ...invitation,
      uid: text,
      summary: text,
      location: text,
      organizer: { ...invitation.organizer, name: text },
      attendee: { ...invitation.attendee, name: text },
      dialIn: { number: '+49 2336 1', pin: text },
    }),
  text => buildCalendar({ ...invitation, description: text }),
  text =>
    buildCalendar({ ...invitation, attendee: { name: 'harmless', mail: `${text}@kreis.example` } }),
  text => buildCalendar({ ...invitation, joinUrl: `https://lagerunde.example/${text}` }),
  text =>
    buildFeed(
      [{ ...invitation, uid: text, isCancelled: false, isOver: false, partstat: 'ACCEPTED' }],
      invitation,
    ),
]

export function throughCalendar(strings: readonly string[]): Channel {
  const shapes = calendarFields.map(made => shapeOf(made('harmless')))
  const effects: string[] = []
  let refused = 0
  for (const text of strings) {
    for (const [index, made] of calendarFields.entries()) {
      const file = unlessRefused(() => made(text))
      if (file === null) refused++
      else if (shapeOf(file) !== shapes[index])
        effects.push(`calendar ${index}: ${JSON.stringify(text)}`)
      else if (index === 0 && !saysBack(file, text))
        effects.push(`calendar text: ${JSON.stringify(text)}`)
    }
  }
  return { effects, refused }
}

function unlessRefused(make: () => string): string | null {
  try {
    return make()
  } catch (error) {
    if (error instanceof DomainError && error.code === 'invalid') return null
    throw error
  }
}

/** The names of components, properties and parameters in their order; only CRLF ends a line. */
function shapeOf(file: string): string {
  const names = (component: ICAL.Component): string =>
    `${component.name}(${component
      .getAllProperties()
      .map(
        property =>
          `${property.name}${Object.keys((property.jCal as [string, object])[1]).join('.')}`,
      )
      .join()},${component.getAllSubcomponents().map(names).join()})`
  const isStrict = file
    .replaceAll('\r\n ', '')
    .split('\r\n')
    .every(line => !/[\r\n]/.test(line))
  const isFolded = file.split('\r\n').every(line => Buffer.byteLength(line) <= 75)
  return isStrict && isFolded ? names(new ICAL.Component(ICAL.parse(file))) : 'broken lines'
}

function saysBack(file: string, given: string): boolean {
  const event = new ICAL.Component(ICAL.parse(file)).getFirstSubcomponent('vevent')!
  const expected = given.replace(/[\u2028\u2029]/g, ' ')
  const names = ['organizer', 'attendee'].map(name =>
    event.getFirstProperty(name)?.getFirstParameter('cn'),
  )
  return [
    ...['uid', 'summary', 'location'].map(name => event.getFirstPropertyValue(name)),
    ...names,
  ].every(text => text === expected)
}
