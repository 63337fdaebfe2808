import { parse } from 'csv-parse/sync'
import {
  intervalColumns,
  intervalRows,
  personColumns,
  personRows,
} from '../../src/records/columns.ts'
import { attendanceCsv, personsCsv } from '../../src/records/csv.ts'
import { attendance, meeting, person, stay } from '../../test/records/sample.ts'
import type { Channel } from './strings.ts'

export function throughCsv(strings: readonly string[]): Channel {
  const effects: string[] = []
  const size = 1000
  for (let from = 0; from < strings.length; from += size) {
    const texts = strings.slice(from, from + size)
    const files: [string, number][] = [
      [
        attendanceCsv(texts.flatMap(text => intervalRows([recorded(text)]))),
        intervalColumns.length,
      ],
      [personsCsv(texts.flatMap(text => personRows([recorded(text)]))), personColumns.length],
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
        const text = (texts[index] ?? '').toWellFormed() // UTF-8 has no lone surrogates
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

/** A meeting with the text in every cell that people can fill. */
function recorded(text: string) {
  return meeting(
    [
      person(text, {
        functions: [text],
        organisation: text,
        attendance: attendance('represented', [stay('onSite', 0, 3600)]),
        representedByName: text,
      }),
    ],
    { meetingTitle: text },
  )
}
