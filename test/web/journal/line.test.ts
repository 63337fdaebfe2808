import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { MemberId } from '../../../src/lib/ids.ts'
import { addDays, isDate } from '../../../src/lib/time.ts'
import { dueAtEnd } from '../../../web/src/journal/dueWords.ts'
import { personNamed, readLine, wholeText, type Nameable } from '../../../web/src/journal/line.ts'
import '../../support/laws.ts'

const named = (name: string, isMember = true): Nameable => ({
  memberId: isMember ? (`mem_${name}` as MemberId) : null, // ids of the test alone
  name,
  sortName: name.replace(/^(?:Dr\. )?(\S+) (\S+)/, '$2, $1'),
  functions: [],
})
const people = [
  named('Ulf Brüggemann'),
  named('Dr. Nadja Petrović'),
  named('Anna Müller (Gesundheitsamt)'),
  named('Anna Müller (Schulamt)'),
  named('Linh Ng'),
  named('Thomas Weiß'),
  named('Nadine Falk', false),
]
/** a Tuesday */
const now = { date: '2026-11-24', time: '09:30:00' }
const order = (typed: string, kept: string[] = []) =>
  readLine(typed, { kind: 'order', people, kept, now })
const decision = (typed: string, kept: string[] = []) =>
  readLine(typed, { kind: 'decision', people, kept, now })
function shortly({ text, understood }: ReturnType<typeof order>) {
  const person = understood.find(each => each.kind === 'person')
  const due = understood.find(each => each.kind === 'due')?.due
  return [
    text,
    person ? `${person.memberId ? '' : '?'}${person.name}` : null,
    due && `${due.date} ${due.time}`,
  ]
}

test.each([
  ['Notunterkunft öffnen @brü bis 8', 'Notunterkunft öffnen', 'Ulf Brüggemann', '2026-11-25 08:00'],
  [
    'Notunterkunft Sporthalle Süd öffnen – Ulf Brüggemann, bis 08:00',
    'Notunterkunft Sporthalle Süd öffnen',
    'Ulf Brüggemann',
    '2026-11-25 08:00',
  ],
  ['Tor öffnen - brue', 'Tor öffnen', 'Ulf Brüggemann', undefined],
  ['Tor öffnen @Ulf', 'Tor öffnen', 'Ulf Brüggemann', undefined],
  [
    '@petrovic Impfstelle prüfen, morgen 12:00',
    'Impfstelle prüfen',
    'Dr. Nadja Petrović',
    '2026-11-25 12:00',
  ],
  ['Pegel lesen bis Mo 9 @weiss', 'Pegel lesen', 'Thomas Weiß', '2026-11-30 09:00'],
  ['Pegel lesen bis Di 9', 'Pegel lesen', null, '2026-12-01 09:00'],
  ['Pegel lesen bis Di. 10 Uhr', 'Pegel lesen', null, '2026-11-24 10:00'],
  ['Read the gauge by 8', 'Read the gauge', null, '2026-11-25 08:00'],
  ['Read the gauge by Thu 8', 'Read the gauge', null, '2026-11-26 08:00'],
  ['Read the gauge tomorrow 12:00', 'Read the gauge', null, '2026-11-25 12:00'],
  ['Pegel lesen bis 24 Uhr', 'Pegel lesen', null, '2026-11-25 00:00'],
  ['Pegel lesen bis 3.1. 12:00', 'Pegel lesen', null, '2027-01-03 12:00'],
  ['Brüggemann: Sandsäcke holen', 'Sandsäcke holen', 'Ulf Brüggemann', undefined],
  ['BRÜGGEMANN: Tor zu bis 8', 'Tor zu', 'Ulf Brüggemann', '2026-11-25 08:00'],
  ['Dr. Nadja Petrović: Impfstelle prüfen', 'Impfstelle prüfen', 'Dr. Nadja Petrović', undefined],
  ['Brüggemann: Tor zu @weiss', 'Brüggemann: Tor zu', 'Thomas Weiß', undefined],
  ['Tor öffnen @Ng', 'Tor öffnen', 'Linh Ng', undefined],
  ['Tor öffnen @Feuerwehr', 'Tor öffnen', '?Feuerwehr', undefined],
  ['Tor öffnen @Nadine', 'Tor öffnen', '?Nadine Falk', undefined],
  [
    'Tor öffnen @Anna Müller (Schulamt) bis 10',
    'Tor öffnen',
    'Anna Müller (Schulamt)',
    '2026-11-24 10:00',
  ],
])('"%s" is understood', (typed, ...understood) => {
  expect(shortly(order(typed))).toEqual(understood)
})

test.each([
  'Straße von 7 bis 8',
  'Tor 3 bis 8',
  'von Montag bis Freitag 8',
  'Personal bis 8 einteilen',
  'Absperren bis 25',
  'Absperren bis 8:75',
  'Absperren bis 30.2. 9:00',
  'Treffen morgen 12',
  'Strecke Hagen - Iserlohn sperren',
  'Mail an lage@kreis.de senden',
  'Müller: Tor öffnen',
  'Brügge: Tor öffnen',
  'Ulf: Tor öffnen',
  'Falk: Tor öffnen',
  'Achtung: Tor öffnen',
  'Brüggemann:',
  'Tor 3: Weiß: öffnen',
  'bis 8',
  '@brü',
])('"%s" stays as it is', typed => {
  expect(shortly(order(typed))).toEqual([typed, null, undefined])
})

test('namesakes are asked about at the end, and a chosen one is understood', () => {
  const typed = 'Tor öffnen @Anna Mü'
  const { asks, understood } = order(typed)
  expect(understood).toEqual([])
  expect(asks).toMatchObject({ from: 11, to: typed.length, isMarked: true })
  expect(asks?.people.map(each => each.name)).toEqual([people[2]!.name, people[3]!.name])
  expect(order('Tor öffnen – Müller').asks).toMatchObject({ isMarked: false })
})

test('an @ alone lists everybody, and only an arrow key chooses', () => {
  for (const typed of ['@', 'Tor öffnen @'])
    expect(order(typed).asks).toEqual({
      from: typed.length - 1,
      to: typed.length,
      isMarked: false,
      people,
    })
  expect(order('a@').asks).toBeNull()
  expect(decision('@').asks).toBeNull()
})

test('a person addressed at the beginning is taken back as the others are', () => {
  const typed = 'Brüggemann: Sandsäcke holen'
  const [person] = order(typed).understood
  expect(order(typed, [person!.id])).toMatchObject({ text: typed, understood: [] })
  expect(decision(typed).text).toBe(typed)
})

test('only a dash between spaces parts a reason, the last of several; taken back, the one before does', () => {
  const reasonOf = (line: ReturnType<typeof decision>) => [
    line.text,
    line.understood.find(each => each.kind === 'reason')?.reason,
  ]
  expect(reasonOf(decision('Strecke Hagen - Iserlohn sperren – Gleise unterspült'))).toEqual([
    'Strecke Hagen - Iserlohn sperren',
    'Gleise unterspült',
  ])
  expect(reasonOf(decision('Deich räumen -- Böschung rutscht'))).toEqual([
    'Deich räumen',
    'Böschung rutscht',
  ])
  const typed = 'Strecke Hagen – Iserlohn sperren – Böschung rutscht'
  expect(reasonOf(decision(typed))).toEqual([
    'Strecke Hagen – Iserlohn sperren',
    'Böschung rutscht',
  ])
  expect(reasonOf(decision(typed, ['reason 2']))).toEqual([
    'Strecke Hagen',
    'Iserlohn sperren – Böschung rutscht',
  ])
  expect(reasonOf(decision(typed, wholeText(typed)))).toEqual([typed, undefined])
  for (const whole of [
    'Strecke Hagen - Iserlohn sperren',
    'Hagen-Iserlohn sperren',
    ' – nichts davor',
    'Sperren –',
    'Nord- und Südtor zu',
  ])
    expect(reasonOf(decision(whole))).toEqual([whole.trim(), undefined])
  // neither a log entry nor an order has a reason
  expect(order(typed).text).toBe(typed)
})

const words = fc.array(
  fc.oneof(
    fc.constantFrom(
      '@brü',
      '@anna',
      '@',
      'Brüggemann:',
      '–',
      '-',
      ' - ',
      'bis',
      'by',
      '8',
      '8:30',
      '24:00',
      '25',
      'Mo',
      'morgen',
      'Uhr',
      'von',
      ',',
      'Ulf Brüggemann',
      'Müller',
      'Tor',
      'öffnen',
      '3.12.',
      '\t',
      '  ',
    ),
    fc.string({ unit: 'grapheme', maxLength: 6 }),
  ),
  { maxLength: 12 },
)
const typedLine = fc.tuple(words, fc.constantFrom(' ', '')).map(([parts, by]) => parts.join(by))
const kinds = fc.constantFrom('decision', 'order', 'log', 'fault')
/** letters and digits, which no separator has */
const letters = (text: string) => text.replace(/[^\p{L}\p{N}@]/gu, '')

test('whatever is typed is in the text or was understood, in its order; nothing is lost', () => {
  fc.assert(
    fc.property(typedLine, kinds, (typed, kind) => {
      const { text, understood } = readLine(typed, { kind, people, kept: [], now })
      let at = 0
      const rest: string[] = []
      for (const { from, to } of understood) {
        expect(from).toBeGreaterThanOrEqual(at)
        expect(to).toBeGreaterThan(from)
        rest.push(typed.slice(at, from))
        at = to
      }
      rest.push(typed.slice(at))
      expect(letters(text)).toBe(letters(rest.join('')))
      if (understood.length === 0) expect(text).toBe(typed.trim())
      if (typed.trim() !== '') expect(text).not.toBe('')
    }),
  )
})

test('what is taken back is never understood again, and then nothing is missing from the text', () => {
  fc.assert(
    fc.property(typedLine, kinds, (typed, kind) => {
      const kept: string[] = []
      for (;;) {
        const { text, understood } = readLine(typed, { kind, people, kept, now })
        expect(understood.filter(({ id }) => kept.includes(id))).toEqual([])
        if (understood.length === 0) {
          expect(text).toBe(typed.trim())
          return
        }
        kept.push(...understood.map(({ id }) => id))
      }
    }),
  )
})

test('every written time is the next such wall time, at most a day ahead', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 23 }),
      fc.integer({ min: 0, max: 59 }),
      fc.constantFrom('bis', 'by', 'Bis'),
      (hour, minute, word) => {
        const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
        const due = dueAtEnd(`x ${word} ${time}`, now)!.due
        expect(due.time).toBe(time)
        expect(due.date).toBe(time > now.time ? now.date : addDays(now.date, 1))
      },
    ),
  )
})

test('a due time is always a day that exists, also with strange words', () => {
  fc.assert(
    fc.property(typedLine, typed => {
      const found = dueAtEnd(typed, now)
      if (found) expect(isDate(found.due.date)).toBe(true)
    }),
  )
})

test('a name in a field is linked when it means one person, and else only text', () => {
  expect(personNamed('brüg', people).memberId).toBe('mem_Ulf Brüggemann')
  expect(personNamed('Müller', people)).toEqual({ memberId: null, name: 'Müller' })
  expect(personNamed('', people)).toEqual({ memberId: null, name: '' })
  expect(personNamed('THW Witten', people)).toEqual({ memberId: null, name: 'THW Witten' })
})
