import { stringify } from 'csv-stringify/sync'
import {
  intervalColumns,
  personColumns,
  type Column,
  type IntervalRow,
  type PersonRow,
} from './columns.ts'
import { plainCell } from './rules.ts'

/** attendance.csv: one row per interval. */
export function attendanceCsv(rows: readonly IntervalRow[]): string {
  return toCsv(intervalColumns, rows)
}

/** persons.csv: one row per invited or present person. */
export function personsCsv(rows: readonly PersonRow[]): string {
  return toCsv(personColumns, rows)
}

/**
 * Text that a German Excel opens correctly by double click: UTF-8 with byte order mark, `;`, CRLF.
 */
function toCsv(columns: readonly Column<never>[], rows: readonly object[]): string {
  return stringify([...rows], {
    header: true,
    columns: columns.map(({ key, header }) => ({ key, header })),
    bom: true,
    delimiter: ';',
    record_delimiter: 'windows',
    cast: { string: plainCell },
    // some readers take a lone CR or LF inside a cell for the end of the row
    quoted_match: /[\r\n]/,
  })
}
