import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ImportCounts, ImportEdits, ImportPreview } from '../../src/roster/contract/import.ts'
import type { StaffId } from '../../src/lib/ids.ts'
import { type Answer, type Desk, type Someone, startDesk } from './support.ts'

/** Lists of functions with their deputies by name, and what people write in the cells of a list. */
let desk: Desk
let staffId: StaffId
let lead: Someone
beforeAll(async () => {
  desk = await startDesk()
  ;({ staffId, lead } = await desk.staff())
})
afterAll(() => desk.stop())

function send<T>(what: string, list: string, edits: Partial<ImportEdits> = {}): Promise<Answer<T>> {
  const form = new FormData()
  form.set('file', new File([list], 'liste.csv'))
  form.set('edits', JSON.stringify(edits))
  return desk.as(lead)<T>('POST', `/staffs/${staffId}/import${what}`, form)
}
const preview = async (list: string, edits?: Partial<ImportEdits>) =>
  (await send<ImportPreview>('/preview', list, edits)).body
const one = async (heading: string, value: string) => {
  const read = await preview(`Name;E-Mail;${heading}\nIna Amt;ina@kreis.example;${value}\n`)
  return read.rows[0]!
}
const keysOf = ({ columns }: ImportPreview) => columns.map(({ key }) => key)
const placesOf = ({ rows }: ImportPreview) =>
  rows.map(row => [row.name, row.functions.map(({ label, rank }) => `${label} ${rank}`).join(', ')])

describe('a list of functions names their deputies', () => {
  const list = [
    'Name, Vorname;Funktion;E-Mail;1. Vertreter;2. Vertreter',
    'Kötter, Hüseyin;SMS Ordnung;koetter@kreis.example;Thöne, Tülay;Eßer, Jens',
    'Eßer, Jens;;esser@kreis.example;;',
    'Thöne, Tülay;SMS Umwelt;thoene@kreis.example;Köhler-Özdemir;Dr. Çelik, Deniz',
  ].join('\n')

  test('those with a row or in the staff are found, the others are asked for by address', async () => {
    const read = await preview(list)
    expect(keysOf(read)).toEqual(['name', 'functions', 'email', 'deputies', 'deputies'])
    expect(placesOf(read)).toEqual([
      ['Hüseyin Kötter', 'SMS Ordnung 0'],
      ['Jens Eßer', 'SMS Ordnung 2'],
      ['Tülay Thöne', 'SMS Umwelt 0, SMS Ordnung 1'],
      ['Sabine Köhler-Özdemir', 'SMS Umwelt 1'],
    ])
    expect(read.rows.map(row => row.namedIn)).toEqual([null, null, null, 'D4'])
    expect(read.rows[2]!.problems).toMatchObject([
      { cell: 'E4', problem: 'unknownDeputy', costs: 'value', expected: 'Dr. Çelik, Deniz' },
    ])
  })

  test('an address beside the name adds the person; all places are taken over, and once', async () => {
    const edits = { cells: { E4: 'Dr. Çelik, Deniz <celik@kreis.example>' } }
    const read = await preview(list, edits)
    expect(read.rows.at(-1)).toMatchObject({
      name: 'Deniz Çelik',
      email: 'celik@kreis.example',
      action: 'add',
      namedIn: 'E4',
      functions: [{ label: 'SMS Umwelt', rank: 2 }],
    })
    expect((await send<ImportCounts>(`?seen=${read.seen}`, list, edits)).body).toEqual({
      add: 4,
      change: 1,
      same: 0,
      bad: 0,
    })
    const { functions } = await desk.roster(lead, staffId)
    const holdersOf = (label: string) =>
      functions
        .find(fn => fn.label === label)!
        .holders.map(holder => `${holder.rank} ${holder.name}`)
    expect(holdersOf('SMS Ordnung')).toEqual(['0 Hüseyin Kötter', '1 Tülay Thöne', '2 Jens Eßer'])
    expect(holdersOf('SMS Umwelt')).toEqual([
      '0 Tülay Thöne',
      '1 Sabine Köhler-Özdemir',
      '2 Deniz Çelik',
    ])
    expect((await preview(list, edits)).counts).toMatchObject({ add: 0, change: 0, bad: 0 })
  })

  test('of two people with that name somebody chooses, and a row without function says so', async () => {
    const { rows } = await preview(
      [
        'Name;E-Mail;Funktion;Stellvertreter',
        'Ina Amt;ina1@kreis.example;BuMA;Udo Neu',
        'Udo Neu;udo1@kreis.example;;',
        'Udo Neu;udo2@kreis.example;;Ina Amt',
      ].join('\n'),
    )
    expect(rows[0]!.problems).toMatchObject([
      { problem: 'ambiguousDeputy', expected: 'udo1@kreis.example, udo2@kreis.example' },
    ])
    expect(rows[2]!.problems).toMatchObject([{ cell: 'D4', problem: 'noFunction' }])
  })

  test.each([
    ['Vertretung', 'Udo Neu', 'deputies'],
    ['Stellvertreterin', 'Neu, Udo', 'deputies'],
    ['Vertretung', 'SMS Soziales', 'deputyFor'],
    ['Vertretung für', 'Udo Neu', 'deputyFor'],
    ['1st deputy', 'Udo Neu', 'deputies'],
  ])('%s with %s is %s', async (heading, value, key) => {
    const list = `Name;E-Mail;Funktion;${heading}\nIna Amt;ina@kreis.example;BuMA;${value}\n`
    expect(keysOf(await preview(list))[3]).toBe(key)
  })
})

test.each([
  ['Verbindungsperson Polizei', 'VP Polizei', 0],
  ['Verbindungsbeamter der Polizei', null, 0],
  ['vp  polizei', 'VP Polizei', 0],
  ['Leiterin des Krisenstabs', 'Leiter des Krisenstabes', 0],
  ['Leitung Krisenstab', 'Leiter des Krisenstabes', 0],
  ['SMS - Gesundheit', 'SMS Gesundheit', 0],
  ['Ständiges Mitglied Soziales', 'SMS Soziales', 0],
  ['SMS KatS', 'SMS Katastrophenschutz', 0],
  ['Bevölkerungsinformation und Medienarbeit', 'BuMA', 0],
  ['KGS Lage u. Dokumentation', 'KGS Lage und Dokumentation', 0],
  ['Stv. BuMA', 'BuMA', 1],
  ['BuMA (2. Vertretung)', 'BuMA', 2],
  ['Verbindungsperson Bundeswehr (Stellv.)', 'VP Bundeswehr', 1],
  ['Umwelt', null, 0],
  ['KGS', null, 0],
])('the function "%s" is %s', async (value, label, rank) => {
  const row = await one('Funktion', value)
  expect(row.functions).toEqual(label === null ? [] : [{ label, rank }])
  expect(row.problems.map(({ problem }) => problem)).toEqual(
    label === null ? ['unknownFunction'] : [],
  )
})

test('a second holder can become the next deputy, as the answer offers', async () => {
  const list = [
    'Name;E-Mail;Funktion',
    'Björn Dörr;doerr@kreis.example;SMS Soziales',
    'Tim Ebert;ebert@kreis.example;SMS Soziales | BuMA',
  ].join('\n')
  const [, second] = (await preview(list)).rows
  expect(second!.problems).toMatchObject([
    { cell: 'C3', problem: 'rankTaken', instead: 'SMS Soziales (Vertretung) | BuMA' },
  ])
  const read = await preview(list, { cells: { C3: second!.problems[0]!.instead! } })
  expect(placesOf(read)[1]).toEqual(['Tim Ebert', 'SMS Soziales 1, BuMA 0'])
})

test.each([
  ['Müller, Hans (Dr.)', 'Hans Müller', 'Dr.'],
  ['Müller, Hans Peter Karl Otto', 'Hans Peter Karl Otto Müller', ''],
  ['Schmidt, Anna geb. Meier', 'Anna Schmidt', ''],
  ['Schmidt geb. von Meier, Anna', 'Anna Schmidt', ''],
  ['Anna Schmidt (geb. Meier)', 'Anna Schmidt', ''],
  ['Vertr.: Ebert, Tim', 'Tim Ebert', ''],
  ['1. Stv. Tim Ebert', 'Tim Ebert', ''],
  ['i. V. Ebert, Tim', 'Tim Ebert', ''],
  ['Tim Ebert (Vertretung)', 'Tim Ebert', ''],
  ['Herr Ivo Stellver', 'Ivo Stellver', ''],
  ['N.N.', 'missing', ''],
  ['n. n.', 'missing', ''],
])('the name "%s" is %s', async (value, name, title) => {
  const { rows } = await preview(`Name;E-Mail\n"${value}";x@kreis.example\n`)
  expect([rows[0]!.problems[0]?.problem ?? rows[0]!.name, rows[0]!.title]).toEqual([name, title])
})

test('the mark of a deputy in a column of given names is none, and makes a deputy', async () => {
  const read = await preview(
    [
      'Nachname;Vorname;Mail;Funktion',
      'Dörr;Björn;doerr@kreis.example;SMS Soziales',
      ';Vertr.: Ebert, Tim;ebert@kreis.example;SMS Soziales',
    ].join('\n'),
  )
  expect(placesOf(read)).toEqual([
    ['Björn Dörr', 'SMS Soziales 0'],
    ['Tim Ebert', 'SMS Soziales 1'],
  ])
})

test.each([
  ['a@kreis.example / b@kreis.example', 'a@kreis.example', 'first'],
  ['e@kreis.example.', 'e@kreis.example', 'cleaned'],
  ['ｆ＠kreis.example', 'f@kreis.example', 'cleaned'],
  ['hоst@kreis.example', 'mixedLetters host@kreis.example', undefined],
])('the address "%s" is %s', async (value, email, how) => {
  const { rows } = await preview(`Name;E-Mail\nIna Amt;${value}\n`)
  const [problem] = rows[0]!.problems
  expect(problem ? `${problem.problem} ${problem.instead}` : rows[0]!.email).toBe(email)
  expect(rows[0]!.mended[0]?.how).toBe(how)
})

test.each([
  ['0171 3920014 / 02336 93-2214', '0171 3920014', 'first'],
  ['02336 93-2214, 0171 3920014', '0171 3920014', 'first'],
  ['Tel. 02336 932214, Mobil: 0171 3920014', '0171 3920014', 'first'],
  ['0171 3920014 / 15', 'notANumber', undefined],
  ['="0171 3920052"', '0171 3920052', undefined],
])('the number "%s" is %s', async (value, mobile, how) => {
  const row = await one('Mobil', value)
  expect(row.problems[0]?.problem ?? row.mobile).toBe(mobile)
  expect(row.mended[0]?.how).toBe(how)
})

test("Excel's formula for a text is its text in every column, headings too", async () => {
  const { rows } = await preview(
    '="Name";="E-Mail";="Funktion"\n="Ina Amt";"=""ina@kreis.example""";="BuMA"\n',
  )
  expect(rows).toMatchObject([
    { name: 'Ina Amt', email: 'ina@kreis.example', functions: [{ label: 'BuMA' }] },
  ])
})

test('headings after a page break, titles of parts and totals are nobody', async () => {
  const heading = 'Nachname;Vorname;Mail'
  const { rows, headingLine } = await preview(
    [
      'KGS;;',
      heading,
      'Albrecht;Ines;albrecht@kreis.example',
      ';;',
      'Ständige Mitglieder (SMS);;',
      heading,
      'Cramer;Zoë;',
      'Summe: 5 Personen;;',
    ].join('\n'),
  )
  expect(headingLine).toBe(2)
  expect(rows.map(row => [row.line, row.name, row.action])).toEqual([
    [3, 'Ines Albrecht', 'add'],
    [7, 'Zoë Cramer', 'bad'],
  ])
})

test('whoever keeps Lage und Dokumentation is proposed as minute taker', async () => {
  const { rows } = await preview(
    'Name;E-Mail;Funktion\nIna Amt;ina@kreis.example;KGS Lage und Dokumentation\n',
    { takesProposedRoles: true },
  )
  expect(rows[0]!.proposedRoles).toEqual(['minuteTaker'])
})
