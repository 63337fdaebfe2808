import { parse } from 'csv-parse/sync'
import {
  intervalColumns,
  personColumns,
  type IntervalRow,
  type PersonRow,
} from '../../src/records/contract.ts'
import { attendanceCsv, personsCsv } from '../../src/records/csv.ts'
import type { Channel } from './strings.ts'

export function throughCsv(strings: readonly string[]): Channel {
  const effects: string[] = []
  const size = 1000
  for (let from = 0; from < strings.length; from += size) {
    const texts = strings.slice(from, from + size)
    const files: [string, number][] = [
      [attendanceCsv(texts.map(intervalRow)), intervalColumns.length],
      [personsCsv(texts.map(personRow)), personColumns.length],
    ]
    for (const [file, width] of files) {
      const rows = parse(file, {
        bom: true,
        delimiter: ';',
        record_delimiter: '\r\n',
        relax_column_count: true,
      })
      if (rows.length !== texts.length + 1) effects.push(`csv rows ${from}: ${rows.length}`)
      for (const [index, row] of rows.slice(1).entries()) {
        const text = (texts[index] ?? '').toWellFormed() // UTF-8 has no half pairs
        const isKept = row[2] === text || row[2] === `'${text}`
        if (
          row.length !== width ||
          !isKept ||
          row.some(cell => /^[\s\u200b-\u200d\u2060]*[=+\-@＝＋－＠\t\r]/.test(cell))
        )
          effects.push(`csv: ${JSON.stringify(text)}`)
      }
    }
  }
  return { effects, refused: 0 }
}

function intervalRow(text: string): IntervalRow {
  return {
    meeting: text,
    functions: text,
    name: text,
    organisation: text,
    mode: 'vor Ort',
    from: '2026-11-25T08:30:00.000+01:00',
    until: '2026-11-25T09:30:00.000+01:00',
    seconds: 3600,
    source: 'Empfang',
    corrected: '',
  }
}

function personRow(text: string): PersonRow {
  return {
    meeting: text,
    functions: text,
    name: text,
    organisation: text,
    planned: text,
    status: text,
    onSiteS: 0,
    videoS: 0,
    phoneS: 0,
    totalS: 0,
    representedBy: text,
  }
}
