import { stringify } from 'csv-stringify/sync'
import { intervalColumns, personColumns, type IntervalRow, type PersonRow } from './contract.ts'
import { plainCell } from './rules.ts'

/** attendance.csv: one row per interval. */
export function attendanceCsv(rows: readonly IntervalRow[]): string {
  return toCsv(intervalColumns, rows)
}

/** persons.csv: one row per invited or present person. */
export function personsCsv(rows: readonly PersonRow[]): string {
  return toCsv(personColumns, rows)
}

/** Text that a German Excel opens by a double click: UTF-8 with byte order mark, `;`, CRLF. */
function toCsv<Row extends object>(
  columns: readonly (readonly [keyof Row & string, string])[],
  rows: readonly Row[],
): string {
  return stringify([...rows], {
    header: true,
    columns: columns.map(([key, header]) => ({ key, header })),
    bom: true,
    delimiter: ';',
    record_delimiter: 'windows',
    cast: { string: plainCell },
    // a lone CR or LF inside a cell also ends a line for some readers
    quoted_match: /[\r\n]/,
  })
}
