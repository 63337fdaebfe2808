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
const formulaLike = /^[=+\-@\t\r]/

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

test('any text comes back as typed, only formula-like cells with an apostrophe before', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    fc.string({ maxLength: 30 }).map(s => `=${s}`),
    fc
      .array(fc.constantFrom(';', '"', '\r', '\n', '\t', '=', '+', '-', '@', "'", 'ä', ' '), {
        maxLength: 12,
      })
      .map(parts => parts.join('')),
  )
  fc.assert(
    fc.property(text, text, (name, organisation) => {
      const [, row] = parse(attendanceCsv([{ ...interval, name, organisation }]), {
        bom: true,
        delimiter: ';',
        record_delimiter: '\r\n',
      }) as string[][]
      for (const [i, typed] of [
        [2, name],
        [3, organisation],
      ] as const) {
        expect([typed, `'${typed}`]).toContain(row![i])
        expect(row![i]).not.toMatch(formulaLike)
        if (formulaLike.test(typed)) expect(row![i]).toBe(`'${typed}`)
      }
    }),
  )
})

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
    '=HYPERLINK("http://x")',
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
