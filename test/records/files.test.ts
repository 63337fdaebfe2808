import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { readXlsx } from 'hucre/xlsx'
import { expect, test } from 'vitest'
import {
  intervalColumns,
  intervalRows,
  personColumns,
  personRows,
} from '../../src/records/columns.ts'
import { attendanceCsv, personsCsv } from '../../src/records/csv.ts'
import { attendanceXlsx } from '../../src/records/xlsx.ts'
import { attendance, meeting, person, stay } from './sample.ts'

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
  const rows = intervals(name)
  const { sheets } = await readXlsx(await attendanceXlsx(rows, [], 'Europe/Berlin'))
  const at = headersOf(intervalColumns).indexOf('Name')
  return { csv: read(attendanceCsv(rows))[0]!.Name, xlsx: sheets[0]!.rows[1]![at] }
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

test('the workbook has text as text, seconds as numbers and times as dates on the wall clock of the staff', async () => {
  const { sheets } = await readXlsx(
    await attendanceXlsx(intervals('=HYPERLINK("http://x")'), persons(), 'Europe/Berlin'),
  )
  expect(sheets.map(sheet => sheet.name)).toEqual(['Anwesenheit', 'Personen'])
  const [first, second] = sheets.map(({ rows: [headers = [], row = []] }) =>
    Object.fromEntries(headers.map((header, i) => [header, row[i]])),
  )
  expect(first).toMatchObject({
    Name: `'=HYPERLINK("http://x")`,
    Modus: 'vor Ort',
    Von: new Date('2026-11-24T08:31:00Z'),
    Bis: new Date('2026-11-24T09:02:00Z'),
    Sekunden: 1860,
  })
  expect(
    sheets[0]!.cells?.get(`1,${headersOf(intervalColumns).indexOf('Name')}`)?.formula,
  ).toBeUndefined()
  expect(second).toMatchObject({ Name: 'Jonas Brandt', 'vor Ort (s)': 1860, 'Gesamt (s)': 1860 })
})

test('a printed workbook is as wide as its page and repeats its headers', async () => {
  const { sheets } = await readXlsx(await attendanceXlsx(intervals(), persons(), 'Europe/Berlin'))
  for (const { pageSetup } of sheets)
    expect(pageSetup).toMatchObject({
      orientation: 'landscape',
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: '$1:$1',
    })
})
