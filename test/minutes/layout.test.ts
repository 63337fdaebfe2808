import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import type { Minutes } from '../../src/minutes/contract.ts'
import { renderMinutes, stopMinutesRenderer } from '../../src/minutes/pdf.ts'
import { composeMinutes } from '../../src/minutes/rules/compose.ts'
import type { MinutesInput } from '../../src/minutes/rules/input.ts'
import { releasedMinutes } from '../../src/minutes/rules/release.ts'
import { layoutFaults, letterFaults } from '../support/pdf-layout.ts'
import { pdfPages } from '../support/pdf-pages.ts'
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

/** What stands on one line, of a table on one line of a cell; the signatures stand side by side. */
async function linesOf(pdf: Uint8Array): Promise<string[]> {
  return (await pdfPages(pdf)).flatMap(page =>
    [
      ...Map.groupBy(page.runs, ({ baseline, cell, left }) =>
        [Math.round(baseline), cell?.table, cell?.column ?? left > 306].join(' '),
      ).values(),
    ].map(runs =>
      runs
        .toSorted((a, b) => a.left - b.left)
        .map(run => run.text)
        .join('')
        .trim(),
    ),
  )
}

test('a name is broken at its own hyphens before a part of it is', async () => {
  for (const lang of ['de', 'en'] as const) {
    const lines = await linesOf(await renderMinutes(released, { lang, standard: 'a-3a' }))
    expect(lines.filter(text => text.includes('Lüdenscheidt')).length).toBeGreaterThan(3)
    expect(lines.filter(text => /(Mül-?|Müller-L.{0,10}|-Ho-?)$/.test(text))).toEqual([])
  }
})

test('a text is not hyphenated where its words fit, and a word longer than its line is, as a word', async () => {
  const lage = [
    'Der Pegel Hattingen steht um 08:15 Uhr bei 5,12 m, Scheitel gegen 11 Uhr erwartet. Meldestufe 3 wird überschritten.',
    `Zur F${'euerwehrbedarfsplanungsunterlagenf'.repeat(4)} am Montag.`,
  ].join('\n')
  const pdf = await renderMinutes({ ...sample, lage }, { lang: 'de', standard: 'a-3a' })
  expect(await layoutFaults(pdf)).toEqual([])
  const lines = await linesOf(pdf)
  expect(lines).toContain('überschritten.')
  // the reader takes the hyphens at the ends of lines away
  expect(lines.find(text => text.startsWith('Zur'))).toMatch(
    /(feu|er|wehr|be|darfs|pla|nungs|un|ter|la|gen)$/,
  )
})

test('the times of the log stand under each other, whatever the length of the numbers before them', async () => {
  const log = Array.from({ length: 12 }, (_, i) => ({
    number: i + 95,
    at: `2026-11-24T08:${40 + i}:00+01:00`,
    text: 'Meldung',
  }))
  const pdf = await renderMinutes({ ...sample, log }, { lang: 'de', standard: 'a-3a' })
  const runs = (await pdfPages(pdf)).flatMap(page => page.runs)
  const reports = runs.filter(run => run.text.trim().endsWith('Meldung'))
  expect(reports).toHaveLength(12)
  expect(new Set(reports.map(run => Math.round(run.left)))).toHaveProperty('size', 1)
})

test('where the band has no room for both, the name is told before the function', async () => {
  const [row] = sample.band
  const functionLabel = 'Verbindungsperson der Polizeiinspektion Beispielstadt-Süd und ihrer Wachen'
  const name = 'PHK Bernd Thöne'
  const band = [{ ...row!, functionLabel, name, label: `${functionLabel} · ${name}` }]
  const pdf = await renderMinutes({ ...sample, band }, { lang: 'de', standard: 'a-3a' })
  const texts = (await pdfPages(pdf)).flatMap(page => page.runs).map(run => run.text.trim())
  expect(texts.some(text => /^Verbindungsperson .*… · PHK Bernd Thöne$/.test(text))).toBe(true)
})

test('a name as long as its place is whole, without the function', async () => {
  const [row] = sample.band
  const functionLabel = 'Verbindungsperson der Polizeiinspektion Beispielstadt-Süd und ihrer Wachen'
  const names = [
    'Prof. Dr. Friedrich-Wilhelm von Hohenfels-Langenburg',
    'Prof. Dr. Friedrich-Wilhelm von und zu Hohenfels-Langenburg-Schwarzenau',
  ]
  const band = names.map(name => ({
    ...row!,
    functionLabel,
    name,
    label: `${functionLabel} · ${name}`,
  }))
  const pdf = await renderMinutes({ ...sample, band }, { lang: 'de', standard: 'a-3a' })
  const texts = (await pdfPages(pdf)).flatMap(page => page.runs).map(run => run.text.trim())
  expect(texts.some(text => text.endsWith(`… · ${names[0]}`))).toBe(true)
  expect(
    texts.some(text => /^Prof\. Dr\. Friedrich-Wilhelm von und zu Hohenfels.*…$/.test(text)),
  ).toBe(true)
})

test('what is released and not signed here is to be signed by hand, not some time later', async () => {
  for (const [lang, hand, later] of [
    ['de', 'auf dem Ausdruck zu unterschreiben', 'noch nicht gezeichnet'],
    ['en', 'to be signed on the print', 'not signed yet'],
  ] as const) {
    const said = async (minutes: Minutes) =>
      (await pdfPages(await renderMinutes(minutes, { lang, standard: 'a-3a' })))
        .flatMap(page => page.runs)
        .map(run => run.text)
        .join(' ')
    expect(await said(released)).toContain(hand)
    expect(await said(released)).not.toContain(later)
    expect(await said(sample)).toContain(later)
  }
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
