import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import type { Minutes } from '../../src/minutes/contract.ts'
import { renderMinutes, stopMinutesRenderer } from '../../src/minutes/pdf.ts'
import { composeMinutes } from '../../src/minutes/rules/compose.ts'
import type { MinutesInput } from '../../src/minutes/rules/input.ts'
import { releasedMinutes } from '../../src/minutes/rules/release.ts'
import { layoutFaults, letterFaults } from '../support/pdf-layout.ts'
import { at, crowd, idOf, sampleInput, samplePeople, type SamplePerson } from './sample.ts'

afterAll(stopMinutesRenderer)

const names = [
  'Prof. Dr.-Ing. Friedrich-Wilhelm Müller-Lüdenscheidt-Hohenfels',
  'Ö. Árpád Ğürsoy-Ångström',
  'Dr. Ðorđe Čačić',
  'Oberverwaltungsrätin Maria-Magdalena Schönfelder',
  'محمد عبد الله الخطيب',
  'Zoë 👩‍🚒 王小明 हिन्दी',
  'Wüstenrot'.repeat(20),
  'Mehmet Yıldız',
]
const offices = [
  'Amt für Brandschutz, Rettungsdienst und Katastrophenschutz',
  'Polizeiinspektion Beispielstadt-Süd',
  'Bezirksregierung',
  'BRANDSCHUTZUNDRETTUNGSDIENST',
  'Kreis',
]
const functions = [
  'Leiter des Krisenstabes',
  'KGS Lage und Dokumentation',
  'SMS Katastrophenschutz',
  'Verbindungsperson der Polizeiinspektion Beispielstadt-Süd',
  'EMS Elektrizitätsversorgungsunternehmen',
]

/** The sample with names, offices, functions and orders from these lists, one after the other. */
function withWords(
  input: MinutesInput,
  words: { names: string[]; offices: string[]; functions: string[]; texts: string[] },
): MinutesInput {
  const one = (list: string[], i: number) => list[i % list.length]! // lists are not empty
  const label = new Map(input.functions.map((fn, i) => [fn.label, one(words.functions, i)]))
  const name = new Map(input.people.map((p, i) => [p.name, one(words.names, i)]))
  return {
    ...input,
    functions: input.functions.map(fn => ({ ...fn, label: label.get(fn.label)! })),
    people: input.people.map((p, i) => ({
      ...p,
      name: name.get(p.name)!,
      organisation: one(words.offices, i),
    })),
    orders: words.texts.map((text, i) => ({
      ...input.orders[0]!,
      id: idOf('entry', 100 + i),
      number: i + 1,
      text,
      responsible: one(words.offices, i),
    })),
    bandRows: input.bandRows.map(row => {
      const [functionLabel, who] = [
        row.functionLabel && label.get(row.functionLabel)!,
        row.name && name.get(row.name)!,
      ]
      return {
        ...row,
        functionLabel,
        name: who,
        label: [functionLabel, who].filter(Boolean).join(' · '),
      }
    }),
  }
}

const task =
  'Busse für 400 Personen bereitstellen und die Sammelstelle am Schulzentrum einrichten; Feuerwehrbedarfsplanungsunterlagen mitbringen. '
const texts = Array.from({ length: 24 }, (_, i) => task.repeat(1 + (i % 3)))
const absent = Array.from({ length: 25 }, (_, i): SamplePerson => ({ name: `Abwesende ${i}` }))
const hard = (people: readonly SamplePerson[]) =>
  composeMinutes(withWords(sampleInput(people), { names, offices, functions, texts }))
const long = composeMinutes({
  ...sampleInput(crowd(60)),
  meeting: { ...sampleInput().meeting, closedAtMs: at('11:31') },
})
const sample = composeMinutes(sampleInput())
const released = releasedMinutes(hard([...samplePeople, ...crowd(46)]), {
  atMs: at('11:40'),
  minuteTaker: null,
  leadName: names[0]!,
})

test.each<[string, Minutes]>([
  ['the sample', sample],
  ['an exercise', { ...sample, kind: 'exercise' }],
  ['long names, offices and functions', hard(samplePeople)],
  ['sixty members, three hours', long],
  ['sixty members with long names, released', released],
  ['many who were absent', hard([...samplePeople, ...absent])],
  [
    'stays of seconds and very many of them',
    composeMinutes(
      sampleInput([
        {
          name: names[0]!,
          functions: [0],
          stays: Array.from({ length: 40 }, (_, i) => {
            const minute = String(i + 10).padStart(2, '0')
            return [i % 2 ? 'video' : 'phone', `08:${minute}:05`, `08:${minute}:35`] as const
          }).map(([mode, from, until]) => [mode, from, until]),
        },
      ]),
    ),
  ],
])('%s: every letter stands in its place, in both languages', async (_, minutes) => {
  for (const lang of ['de', 'en'] as const)
    expect(await layoutFaults(await renderMinutes(minutes, { lang, standard: 'a-3a' }))).toEqual([])
})

// Random words may form a row that must stay whole and leaves much of a page empty: only the
// letters are checked.
test('whatever people type, every letter stands in its place', { timeout: 120_000 }, async () => {
  const syllable = fc.constantFrom('ver', 'wal', 'tungs', 'schutz', 'Ö', 'ß', 'MÜLL', '-', '4', 'ł')
  const word = fc.array(syllable, { minLength: 1, maxLength: 12 }).map(parts => parts.join(''))
  const phrase = fc.array(word, { minLength: 1, maxLength: 6 }).map(words => words.join(' '))
  const list = fc.array(phrase, { minLength: 1, maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(
      fc.record({ names: list, offices: list, functions: list, texts: list }),
      fc.constantFrom('de' as const, 'en' as const),
      async (words, lang) => {
        const minutes = composeMinutes(withWords(sampleInput(), words))
        const pdf = await renderMinutes(minutes, { lang, standard: 'ua-1' })
        expect(await letterFaults(pdf)).toEqual([])
      },
    ),
    { numRuns: 60 },
  )
})
