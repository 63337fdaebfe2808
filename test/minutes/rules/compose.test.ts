import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AttendanceStatus } from '../../../src/attendance/contract.ts'
import { modes } from '../../../src/lib/modes.ts'
import { Minutes } from '../../../src/minutes/contract.ts'
import { composeMinutes } from '../../../src/minutes/rules/compose.ts'
import { documentOf } from '../../../src/minutes/rules/document.ts'
import { printedMinutes } from '../../../src/minutes/rules/print.ts'
import { minutesJson } from '../../../src/minutes/rules/release.ts'
import {
  closedAtMs,
  functionFacts,
  idOf,
  openedAtMs,
  sampleInput,
  type SamplePerson,
  untouched,
} from '../sample.ts'

const mode = fc.constantFrom(...modes)
const missing = fc.constantFrom<AttendanceStatus>(
  'excused',
  'technicallyPrevented',
  'absentAfterAccepting',
  'absentWithoutReply',
  'notRecorded',
)
const person: fc.Arbitrary<SamplePerson> = fc
  .record({
    name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
    functions: fc.uniqueArray(fc.integer({ min: 0, max: functionFacts.length - 1 }), {
      maxLength: 3,
    }),
    isVisitor: fc.boolean(),
    isGuest: fc.boolean(),
    presence: fc.oneof(
      fc.record({
        mode,
        from: fc.integer({ min: 31, max: 40 }),
        until: fc.integer({ min: 41, max: 59 }),
      }),
      missing,
    ),
  })
  .map(({ presence, functions, ...rest }) =>
    typeof presence === 'string'
      ? { ...rest, functions: rest.isVisitor ? [] : functions, status: presence }
      : {
          ...rest,
          functions: rest.isVisitor ? [] : functions,
          stays: [[presence.mode, `08:${presence.from}`, `08:${presence.until}`]],
        },
  )
const people = fc.array(person, { maxLength: 12 })

test('a composed record passes its own schema and survives being stored as JSON', () => {
  const minutes = composeMinutes(sampleInput())
  expect(Minutes.parse(JSON.parse(minutesJson(minutes)))).toEqual(minutes)
})

test('every decision and order that stands appears exactly once, a retracted one never', () => {
  const entry = fc.record({ number: fc.integer({ min: 1, max: 500 }), isRetracted: fc.boolean() })
  fc.assert(
    fc.property(fc.uniqueArray(entry, { selector: e => e.number, maxLength: 30 }), entries => {
      const facts = entries.map(e => ({
        id: idOf('entry', e.number),
        number: e.number,
        atMs: openedAtMs + e.number * 1000,
        text: `Text ${e.number}`,
        reason: '',
        retractedAtMs: e.isRetracted ? closedAtMs : null,
        ...untouched,
      }))
      const orders = facts.map(({ reason: _, ...fact }) => ({
        ...fact,
        responsible: '',
        dueAtMs: null,
        doneAtMs: null,
      }))
      const minutes = composeMinutes({
        ...sampleInput(),
        decisions: [...facts, ...facts],
        orders: [...orders, ...orders],
      })
      const standing = entries
        .filter(e => !e.isRetracted)
        .map(e => e.number)
        .sort((a, b) => a - b)
      expect(minutes.decisions.map(d => d.number)).toEqual(standing.map(n => `17/${n}`))
      expect(minutes.orders.map(o => o.number)).toEqual(standing.map(n => `17/A${n}`))
      // of what was taken back the number is told, so that none is missing, and not the text
      const told = documentOf(minutes, { lang: 'de' }).decisions
      expect(told.map(d => d.number)).toEqual(
        entries
          .map(e => e.number)
          .sort((a, b) => a - b)
          .map(n => `17/${n}`),
      )
      for (const { number, isRetracted } of entries)
        expect(told.find(d => d.number === `17/${number}`)!.text).toEqual([
          isRetracted ? 'zurückgenommen um 09:21 Uhr' : `Text ${number}`,
        ])
    }),
  )
})

test('every person stands exactly once under each of their functions', () => {
  fc.assert(
    fc.property(people, list => {
      const rows = composeMinutes(sampleInput(list)).blocks.flatMap(block => block.rows)
      for (const [i, p] of list.entries()) {
        const mine = rows.filter(row => row.attendeeId === idOf('attendee', i))
        expect(mine.map(row => row.functionId).sort()).toEqual(
          p.functions!.length > 0 ? p.functions!.map(n => idOf('staffFunction', n)).sort() : [null],
        )
      }
    }),
  )
})

test('the sentence counts each member once and nobody else', () => {
  fc.assert(
    fc.property(people, list => {
      const { attendance: a, blocks } = composeMinutes(sampleInput(list))
      const isCounted = (p: SamplePerson) =>
        !p.isVisitor && !(p.isGuest && p.functions!.length === 0)
      const counted = list.filter(isCounted)
      expect(a.onSite + a.video + a.phone).toBe(counted.filter(p => p.stays).length)
      expect(
        a.excused.length + a.technicallyPrevented.length + a.absent.length + a.notRecorded.length,
      ).toBe(counted.filter(p => !p.stays).length)
      expect(a.guests).toBe(list.filter(p => !isCounted(p) && p.stays).length)
      const members = new Set(
        blocks
          .flatMap(b => b.rows)
          .filter(r => r.isMember)
          .map(r => r.attendeeId),
      )
      expect(members.size).toBe(counted.length)
    }),
  )
})

test('the order in which facts are handed in changes nothing', () => {
  fc.assert(
    fc.property(
      people,
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      (list, stream) => {
        const input = sampleInput(list)
        const random = () => stream.next().value
        const shuffle = <T>(items: readonly T[]) =>
          items
            .map(item => ({ item, at: random() }))
            .sort((a, b) => a.at - b.at)
            .map(({ item }) => item)
        const shuffled = {
          ...input,
          functions: shuffle(input.functions),
          people: shuffle(input.people),
          plans: shuffle(input.plans),
          attendance: shuffle(input.attendance),
          gaps: shuffle(input.gaps),
          agenda: shuffle(input.agenda),
          decisions: shuffle(input.decisions),
          orders: shuffle(input.orders),
        }
        expect(minutesJson(composeMinutes(shuffled))).toBe(minutesJson(composeMinutes(input)))
      },
    ),
    { numRuns: 50 },
  )
})

test('blocks follow the staff, guests come last, and a required function nobody was invited for stands there unfilled', () => {
  const { blocks } = composeMinutes(sampleInput())
  expect(blocks.map(b => b.label ?? b.kind)).toEqual([
    'Leitung',
    'KGS',
    'SMS',
    'BuMA',
    'Verbindungspersonen',
    'EMS',
    'guests',
  ])
  expect(blocks[2]!.rows.at(-1)).toMatchObject({
    functionLabel: 'SMS Umwelt',
    name: null,
    status: null,
  })
  const nobodyFor = composeMinutes(sampleInput([]))
    .blocks.flatMap(b => b.rows)
    .map(row => row.functionLabel)
  expect(nobodyFor).toEqual(functionFacts.filter(f => f.isRequired).map(f => f.label))
  expect(blocks.at(-1)!.rows).toMatchObject([{ name: 'Petra Beispiel', isMember: false }])
})

test('a deputy stands behind the one they stand in for, also when the invitation was passed on', () => {
  const { blocks } = composeMinutes(
    sampleInput([
      {
        name: 'Zora Erste',
        functions: [8],
        planned: 'declined',
        status: 'represented',
        representedBy: 2,
      },
      {
        name: 'Yvonne Zweite',
        functions: [8],
        planned: 'declined',
        status: 'represented',
        representedBy: 2,
        deputyFor: 0,
      },
      {
        name: 'Anton Dritter',
        functions: [8, 1],
        deputyFor: 1,
        stays: [['video', '08:31', '09:21']],
      },
    ]),
  )
  const buma = blocks.find(b => b.label === 'BuMA')!.rows
  expect(buma.map(row => [row.name, row.deputyFor, row.representedBy])).toEqual([
    ['Zora Erste', null, 'Anton Dritter'],
    ['Yvonne Zweite', 'Zora Erste', 'Anton Dritter'],
    ['Anton Dritter', 'Zora Erste', null],
  ])
  const kgs = blocks.find(b => b.label === 'KGS')!.rows
  expect(kgs.find(row => row.name === 'Anton Dritter')!.deputyFor).toBeNull()
})

test('times carry the offset of the staff, and a gap from opening to closing is whole', () => {
  const minutes = composeMinutes(sampleInput())
  expect(Date.parse(minutes.begin)).toBe(openedAtMs)
  expect(minutes.begin).toMatch(/^2026-11-24T08:31:00(\.000)?\+01:00$/)
  expect(minutes.date).toBe('2026-11-24')
  expect(minutes.gaps.map(gap => [gap.functionLabel, gap.isWhole])).toEqual([
    ['SMS Umwelt', true],
    ['BuMA', false],
  ])
})

test('people of one rank, and those who were missing, stand by surname in the German order', () => {
  const name = ['Zoe Çelik', 'Dr. Änne Zander', 'Bo Özil', 'Prof. Carl Cohn', 'Ada Ulm', 'Uwe Dahl']
  const { blocks, attendance } = composeMinutes(sampleInput(name.map(each => ({ name: each }))))
  const inOrder = [
    'Zoe Çelik',
    'Prof. Carl Cohn',
    'Uwe Dahl',
    'Bo Özil',
    'Ada Ulm',
    'Dr. Änne Zander',
  ]
  expect(blocks.at(-1)!.rows.map(row => row.name)).toEqual(inOrder)
  expect(attendance.absent.map(person => person.name)).toEqual(inOrder)
})

test('a chapter of dashes and blanks is none, and a member without a function is called so', () => {
  const minutes = composeMinutes(
    sampleInput([{ name: 'Ada Ulm', stays: [['onSite', '08:31', '09:21']] }]),
  )
  const told = documentOf(
    { ...minutes, remarks: ' – ', press: '---\n', nextMeetingText: '-', lage: '—' },
    { lang: 'de' },
  )
  expect([told.remarks, told.press, told.lage]).toEqual([[], [], []])
  expect(told.nextMeeting).toHaveLength(1)
  expect(documentOf({ ...minutes, remarks: '- Strom' }, { lang: 'de' }).remarks).toEqual([
    '- Strom',
  ])
  const others = told.attendance.blocks.at(-1)!
  expect([others.label, others.rows[0]!.function]).toEqual([
    'Mitglieder ohne Funktion',
    'ohne Funktion',
  ])
  const { band } = printedMinutes(minutes, { lang: 'de', fingerprint: '0'.repeat(64) })
  expect(band.table[0]!.function).toBe('ohne Funktion')
})

test('the foot of each page calls the minutes as their heading does, in either language', () => {
  const minutes = composeMinutes(sampleInput())
  for (const [lang, foot] of [
    ['de', 'Protokoll der 17. Sitzung · Fassung 1 · '],
    ['en', 'Minutes of meeting no. 17 · Version 1 · '],
  ] as const) {
    const { footer, title } = printedMinutes(minutes, { lang, fingerprint: '0'.repeat(64) })
    expect(footer.startsWith(foot)).toBe(true)
    expect(foot.startsWith(title)).toBe(true)
  }
})

test('a point that never began is not reached, unless nobody ran the agenda or wrote about it', () => {
  const facts = sampleInput()
  const runs = (...begun: boolean[]) =>
    composeMinutes({
      ...facts,
      agenda: facts.agenda.map((item, i) => ({ ...item, hasBegun: begun[i]! })),
    })
  const texts = (minutes: Minutes) => documentOf(minutes, { lang: 'de' }).agenda.map(i => i.text)
  expect(texts(runs(true, false))).toEqual([[], ['nicht behandelt']])
  expect(texts(runs(false, false))).toEqual([[], []])
  const run = runs(true, false)
  const agenda = run.agenda.map(item => ({ ...item, text: 'Kurz besprochen.' }))
  expect(texts({ ...run, agenda })[1]).toEqual(['Kurz besprochen.'])
})

test('open orders of earlier meetings stand by their due time, and a late one is said to be late', () => {
  const facts = sampleInput()
  const [one] = facts.carriedOrders
  const order = (number: number, dueAtMs: number | null) => ({
    ...one!,
    id: idOf('entry', 40 + number),
    number,
    dueAtMs,
    doneAtMs: null,
  })
  const { carriedOrders } = documentOf(
    composeMinutes({
      ...facts,
      carriedOrders: [order(1, null), order(2, closedAtMs + 1), order(3, closedAtMs - 1)],
    }),
    { lang: 'de' },
  )
  expect(carriedOrders.map(({ number, done }) => [number, done])).toEqual([
    ['16/A3', 'überfällig'],
    ['16/A2', 'offen'],
    ['16/A1', 'offen'],
  ])
})

test('a number and its unit are printed on one line', () => {
  const minutes = {
    ...composeMinutes(sampleInput()),
    remarks: 'Pegel steigt um 12 cm/h auf 430 cm.',
  }
  expect(documentOf(minutes, { lang: 'de' }).remarks).toEqual([
    'Pegel steigt um 12\u00a0cm/h auf 430\u00a0cm.',
  ])
})
