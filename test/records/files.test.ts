import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { strFromU8, unzipSync } from 'fflate'
import { readXlsx } from 'hucre/xlsx'
import { expect, test } from 'vitest'
import {
  intervalColumns,
  intervalRows,
  personColumns,
  personRows,
} from '../../src/records/columns.ts'
import { attendanceCsv, excelCsv, personsCsv } from '../../src/records/csv.ts'
import { writeOds } from '../../src/lib/openDocument.ts'
import { readWorkbook } from '../../src/lib/workbook/reading.ts'
import { factSheet, staysSheet } from '../../src/records/sheets.ts'
import { toXlsx } from '../../src/records/xlsx.ts'
import { attendance, meeting, person, startMs, stay } from './sample.ts'

const recorded = (name: string) =>
  meeting([
    person(name, {
      functions: ['BuMA'],
      plan: { kind: 'accepted', mode: 'onSite' },
      attendance: attendance('present', [stay('onSite', 0.5, 1860)]),
    }),
  ])
const intervals = (name = 'Jonas Brandt') => intervalRows([recorded(name)])
const persons = (name = 'Jonas Brandt') => personRows([recorded(name)])
const read = (csv: string) =>
  parse(csv, { bom: true, delimiter: ';', record_delimiter: '\r\n', columns: true }) as Record<
    string,
    string
  >[]
const sheetsOf = (...meetings: ReturnType<typeof recorded>[]) => [
  factSheet('persons', meetings, 'de'),
  staysSheet(meetings, 'de'),
]
const headersOf = (columns: readonly { header: string }[]) => columns.map(({ header }) => header)

/** what spreadsheets drop, or do not show, before they look for a formula */
const unseen = [
  '',
  ' ',
  '\u00a0',
  '\u200b',
  '\u200c',
  '\u200d',
  '\u2060',
  '\ufeff',
  '\u2003',
  '\u00ad',
  '\0',
]
const signs = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '﹢', '−']
const formulaLike = fc
  .tuple(
    fc.array(fc.constantFrom(...unseen), { maxLength: 4 }),
    fc.constantFrom(...signs),
    fc.string({ unit: 'grapheme', maxLength: 20 }),
  )
  .map(([before, sign, rest]) => before.join('') + sign + rest)

test('the files begin with a byte order mark and their headers, and end every line with CRLF', () => {
  for (const [file, columns] of [
    [attendanceCsv(intervals()), intervalColumns],
    [personsCsv(persons()), personColumns],
  ] as const) {
    const [first, second, ...rest] = file.split('\r\n')
    expect(first).toBe(`\ufeff${headersOf(columns).join(';')}`)
    expect(second).not.toMatch(/[\r\n]/)
    expect(rest).toEqual([''])
  }
})

test('each column stands under its header', () => {
  expect(read(attendanceCsv(intervals()))).toMatchObject([
    {
      Sitzung: '17. Sitzung',
      Funktion: 'BuMA',
      Name: 'Jonas Brandt',
      Organisation: 'Kreis',
      Modus: 'vor Ort',
      Von: '2026-11-24T08:31:00.500+01:00',
      Bis: expect.stringMatching(/^2026-11-24T09:02:00(\.000)?\+01:00$/),
      Sekunden: '1860',
      Quelle: 'Empfang',
    },
  ])
  expect(read(personsCsv(persons()))).toMatchObject([
    {
      Sitzung: '17. Sitzung',
      Funktion: 'BuMA',
      Name: 'Jonas Brandt',
      Organisation: 'Kreis',
      Geplant: 'vor Ort',
      Status: 'anwesend',
      'vor Ort (s)': '1860',
      'virtuell (s)': '0',
      'telefonisch (s)': '0',
      'Gesamt (s)': '1860',
      'Vertreten durch': '',
    },
  ])
})

test('without rows the headers still stand', () => {
  expect(attendanceCsv([]).split('\r\n')).toHaveLength(2)
})

const cellsOf = async (name: string) => {
  const [, stays] = sheetsOf(recorded(name))
  const { sheets } = await readXlsx(await toXlsx([stays!], 0))
  const at = headersOf(stays!.columns).indexOf('Name')
  return { csv: read(attendanceCsv(intervals(name)))[0]!.Name, xlsx: sheets[0]!.rows[1]![at] }
}

test('any text comes back from the CSV as typed, but for an apostrophe before it', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    fc
      .array(fc.constantFrom(';', '"', ...signs, ...unseen, "'", 'ä'), { maxLength: 12 })
      .map(parts => parts.join('')),
  )
  return fc.assert(
    fc.asyncProperty(text, async name => {
      expect([name, `'${name}`]).toContain((await cellsOf(name)).csv)
    }),
  )
})

test('a cell that looks like a formula behind whatever is not seen gets an apostrophe, in both kinds of file', () =>
  fc.assert(
    fc.asyncProperty(formulaLike, async name => {
      const { csv, xlsx } = await cellsOf(name)
      expect(csv).toBe(`'${name}`)
      // a workbook is XML, which has no room for control characters and knows one line end
      expect(String(xlsx)).toMatch(/^'/)
    }),
  ))

test.each(['Kreis - Amt 3', 'a=b', "'= so getippt", '𝟏+1', 'Müller-Lüdenscheidt'])(
  'the text %s has nothing before it',
  async name => {
    expect(await cellsOf(name)).toEqual({ csv: name, xlsx: name })
  },
)

test('a line end of any kind inside a cell stays inside quotes', () => {
  for (const end of ['\n', '\r', '\r\n'])
    expect(attendanceCsv(intervals(`a${end}b`))).toContain(`;"a${end}b";`)
})

/** a person in the room, whose laptop is connected too, and their deputy; a day later only they */
function twoMeetings() {
  const brandt = { functions: ['BuMA'], key: 'brandt' }
  return [
    meeting([
      person('Jonas Brandt', {
        ...brandt,
        attendance: attendance('present', [stay('onSite', 0, 3600), stay('video', 1800, 5400)]),
      }),
      person('Aylin Demir', {
        functions: ['BuMA'],
        deputyForNames: ['Brandt, Jonas'],
        attendance: attendance('present', [stay('phone', 3600, 5400)]),
      }),
      person('Karl Übel', { attendance: attendance('excused') }),
    ]),
    meeting(
      [
        person('Jonas Brandt', {
          ...brandt,
          attendance: attendance('present', [stay('onSite', 86_400, 86_400 + 90_000)]),
        }),
      ],
      { startsAtMs: startMs + 86_400_000, meetingTitle: '18. Sitzung' },
    ),
  ]
}
/** a duration in minutes: the reader takes every format with an h for a date, counted from 1900 */
const wordsOf = (cell: unknown) =>
  !(cell instanceof Date)
    ? cell
    : cell.getUTCFullYear() < 1950
      ? Math.round((cell.getTime() - Date.UTC(1899, 11, 31)) / 60_000)
      : cell.toISOString().slice(0, 16)
const opened = async (meetings: Parameters<typeof sheetsOf>, opensOn = 0) =>
  readXlsx(await toXlsx(sheetsOf(...meetings), opensOn), { readStyles: true })

test('the sheet of people has one row per stay with date, incident and deputy, and totals that compute', async () => {
  const workbook = await opened(twoMeetings())
  expect(workbook.sheets.map(sheet => sheet.name)).toEqual(['Personen', 'Aufenthalte'])
  const [sheet] = workbook.sheets
  expect(sheet!.rows.map(row => row.slice(0, 10).map(wordsOf))).toEqual([
    [
      'Datum',
      'Lage',
      'Funktion',
      'Name',
      'in Vertretung für',
      'Modus',
      'von',
      'bis',
      'Dauer',
      'Status',
    ],
    [
      '2026-11-24T00:00',
      'Hochwasser (erfunden)',
      'BuMA',
      'Brandt, Jonas',
      '',
      'vor Ort',
      '2026-11-24T08:31',
      '2026-11-24T09:31',
      60,
      'anwesend',
    ],
    [
      '2026-11-24T00:00',
      'Hochwasser (erfunden)',
      'BuMA',
      'Brandt, Jonas',
      '',
      'virtuell',
      '2026-11-24T09:01',
      '2026-11-24T10:01',
      30,
      'anwesend; 09:01–09:31 zugleich in anderem Modus, einmal gezählt',
    ],
    [
      '2026-11-25T00:00',
      'Hochwasser (erfunden)',
      'BuMA',
      'Brandt, Jonas',
      '',
      'vor Ort',
      '2026-11-25T08:31',
      '2026-11-26T09:31',
      1500,
      'anwesend',
    ],
    ['', '', '', 'Summe Brandt, Jonas, 2 Sitzungen', '', '', '', '', 1590, ''],
    [
      '2026-11-24T00:00',
      'Hochwasser (erfunden)',
      'BuMA',
      'Demir, Aylin',
      'Brandt, Jonas',
      'telefonisch',
      '2026-11-24T09:31',
      '2026-11-24T10:01',
      30,
      'anwesend',
    ],
    ['', '', '', 'Summe Demir, Aylin, 1 Sitzung', '', '', '', '', 30, ''],
    [
      '2026-11-24T00:00',
      'Hochwasser (erfunden)',
      '',
      'Übel, Karl',
      '',
      '',
      '',
      '',
      '',
      'entschuldigt',
    ],
    ['', '', '', 'Summe Übel, Karl, 1 Sitzung', '', '', '', '', 0, ''],
    ['', '', '', 'Summe aller, 2 Sitzungen', '', '', '', '', 1620, ''],
  ])
  const cell = (at: string) => sheet!.cells!.get(at)
  expect(cell('1,8')?.style?.numFmt).toBe('[h]:mm')
  expect(cell('4,8')).toMatchObject({ formula: 'SUBTOTAL(9,I2:I4)' })
  expect(cell('9,8')).toMatchObject({ formula: 'SUBTOTAL(9,I2:I9)' })
  expect(cell('1,6')?.style?.numFmt).toBe('hh:mm')
  // a stay that ends on another day shows which
  expect(cell('3,7')?.style?.numFmt).toBe('dd.mm.yyyy hh:mm:ss')
})

test('a workbook opens on the sheet that was chosen, in both kinds of file', async () => {
  const sheets = sheetsOf(...twoMeetings())
  for (const [i, name] of ['Personen', 'Aufenthalte'].entries()) {
    expect((await readXlsx(await toXlsx(sheets, i))).activeSheet ?? 0).toBe(i)
    expect(strFromU8(unzipSync(writeOds(sheets, i))['settings.xml']!)).toContain(
      `config:name="ActiveTable" config:type="string">${name}<`,
    )
  }
})

test('an OpenDocument workbook says the same as the one for Excel, with text as it was typed', async () => {
  const odd = ['1e5', '007', '3/4', '  zwei  Blanks', 'a\nb', '<&">', '=1+1', 'Zeichen \u0001 hier']
  const sheets = sheetsOf(...odd.map(recorded))
  const read = readWorkbook(
    writeOds(sheets, 1),
    { rows: 5000, columns: 200 },
    { sheet: 'Aufenthalte', isWanted: () => true },
  )!
  const at = headersOf(sheets[1]!.columns).indexOf('Name')
  expect(read.rows.slice(1).map(row => row[at])).toEqual(
    odd.map(name => name.replace('\u0001', ' ')),
  )
})

test('a CSV for Excel has its dates, and no text that Excel would change', () => {
  const [people, stays] = sheetsOf(...twoMeetings())
  expect(read(excelCsv(people!))[0]).toEqual({
    Datum: '24.11.2026',
    Lage: 'Hochwasser (erfunden)',
    Funktion: 'BuMA',
    Name: 'Brandt, Jonas',
    'in Vertretung für': '',
    Modus: 'vor Ort',
    von: '24.11.2026 08:31:00',
    bis: '24.11.2026 09:31:00',
    Dauer: '1:00:00',
    Status: 'anwesend',
  })
  expect(read(excelCsv(people!))).toHaveLength(5)
  expect(read(excelCsv(stays!)).at(-1)).toMatchObject({
    Bis: '26.11.2026 09:31:00',
    Dauer: '25:00:00',
  })
  for (const text of ['1e5', '007', '3/4', '2-1', '0171 39200', '1.000,50', '12:30', '50 %'])
    expect(read(excelCsv(sheetsOf(recorded(text))[1]!))[0]!.Name).toBe(`'${text}`)
  for (const text of ['17. Sitzung', 'S1', 'Vb2 Lage', 'Amt 32', '1e5 Liter'])
    expect(read(excelCsv(sheetsOf(recorded(text))[1]!))[0]!.Name).toBe(text)
})

test('files for reading speak the language that is asked for', () => {
  expect(headersOf(factSheet('persons', twoMeetings(), 'en').columns)).toEqual([
    'Date',
    'Incident',
    'Function',
    'Name',
    'deputising for',
    'Mode',
    'from',
    'until',
    'Duration',
    'Status',
  ])
})

test('in the hour that the clocks show twice a time says which one it is', async () => {
  const at = Date.parse('2026-10-25T02:10:00+01:00')
  const night = meeting(
    [
      person('x', {
        attendance: attendance('present', [
          { ...stay('video', 0, 1), fromMs: at - 3_600_000, untilMs: at },
        ]),
      }),
    ],
    { startsAtMs: at - 3_600_000 },
  )
  const { sheets } = await opened([night])
  const row = [...sheets[0]!.cells!]
    .filter(([key]) => key.startsWith('1,'))
    .map(([, cell]) => cell.style?.numFmt)
  expect(row).toEqual(expect.arrayContaining(['hh:mm "MESZ"', 'hh:mm "MEZ"']))
  expect(wordsOf(sheets[0]!.rows[1]![8])).toBe(60)
})

test('a printed workbook is as wide as its page and repeats its headers', async () => {
  const { sheets } = await readXlsx(await toXlsx(sheetsOf(...twoMeetings()), 0))
  for (const { pageSetup } of sheets)
    expect(pageSetup).toMatchObject({
      orientation: 'landscape',
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: '$1:$1',
    })
})
