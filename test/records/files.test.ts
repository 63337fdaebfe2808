import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { readXlsx } from 'hucre/xlsx'
import { expect, test } from 'vitest'
import type { IntervalRow, PersonRow } from '../../src/records/contract.ts'
import { attendanceCsv, personsCsv } from '../../src/records/csv.ts'
import { attendanceXlsx } from '../../src/records/xlsx.ts'

const interval: IntervalRow = {
  meeting: '17. Sitzung',
  functions: 'BuMA',
  name: 'Jonas Brandt',
  organisation: 'Kreis',
  mode: 'vor Ort',
  from: '2026-11-24T08:31:00.500+01:00',
  until: '2026-11-24T09:02:00.000+01:00',
  seconds: 1860,
  source: 'Empfang',
  corrected: '',
}
const person: PersonRow = {
  meeting: '17. Sitzung',
  functions: 'BuMA',
  name: 'Jonas Brandt',
  organisation: 'Kreis',
  planned: 'vor Ort',
  status: 'anwesend',
  onSiteS: 1860,
  videoS: 0,
  phoneS: 0,
  totalS: 1860,
  representedBy: '',
}
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

test('the files begin with a byte order mark and the agreed headers, and end every line with CRLF', () => {
  expect(attendanceCsv([interval])).toBe(
    '\ufeffSitzung;Funktion;Name;Organisation;Modus;Von;Bis;Sekunden;Quelle;Berichtigt\r\n' +
      '17. Sitzung;BuMA;Jonas Brandt;Kreis;vor Ort;2026-11-24T08:31:00.500+01:00;2026-11-24T09:02:00.000+01:00;1860;Empfang;\r\n',
  )
  expect(personsCsv([person])).toBe(
    '\ufeffSitzung;Funktion;Name;Organisation;Geplant;Status;vor Ort (s);virtuell (s);telefonisch (s);Gesamt (s);Vertreten durch\r\n' +
      '17. Sitzung;BuMA;Jonas Brandt;Kreis;vor Ort;anwesend;1860;0;0;1860;\r\n',
  )
})

test('without rows the headers still stand', () => {
  expect(attendanceCsv([]).split('\r\n')).toHaveLength(2)
})

const cellsOf = async (name: string) => {
  const row = { ...interval, name }
  const [, csv] = parse(attendanceCsv([row]), {
    bom: true,
    delimiter: ';',
    record_delimiter: '\r\n',
  }) as string[][]
  const { sheets } = await readXlsx(await attendanceXlsx([row], []))
  return { csv: csv![2], xlsx: sheets[0]!.rows[1]![2] }
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
    expect(attendanceCsv([{ ...interval, name: `a${end}b` }])).toContain(`;"a${end}b";`)
})

test('the workbook has text as text, seconds as numbers and times as dates on the wall clock of the staff', async () => {
  const { sheets } = await readXlsx(
    await attendanceXlsx([{ ...interval, name: '=HYPERLINK("http://x")' }], [person]),
  )
  expect(sheets.map(sheet => sheet.name)).toEqual(['Anwesenheit', 'Personen'])
  expect(sheets[0]!.rows[1]).toEqual([
    '17. Sitzung',
    'BuMA',
    `'=HYPERLINK("http://x")`,
    'Kreis',
    'vor Ort',
    new Date('2026-11-24T08:31:00Z'),
    new Date('2026-11-24T09:02:00Z'),
    1860,
    'Empfang',
    '',
  ])
  expect(sheets[0]!.cells?.get('1,2')?.formula).toBeUndefined()
  expect(sheets[1]!.rows[1]).toEqual([
    '17. Sitzung',
    'BuMA',
    'Jonas Brandt',
    'Kreis',
    'vor Ort',
    'anwesend',
    1860,
    0,
    0,
    1860,
    '',
  ])
})
