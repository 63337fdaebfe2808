import { stringify } from 'csv-stringify/sync'
import {
  intervalColumns,
  personColumns,
  type Column,
  type IntervalRow,
  type PersonRow,
} from './columns.ts'
import type { Sheet, SheetCell } from '../lib/sheet.ts'
import { plainCell, plainCsvCell } from './rules.ts'

/** attendance.csv: one row per interval. */
export function attendanceCsv(rows: readonly IntervalRow[]): string {
  return toCsv(intervalColumns, rows)
}

/** persons.csv: one row per invited or present person. */
export function personsCsv(rows: readonly PersonRow[]): string {
  return toCsv(personColumns, rows)
}

/**
 * The rows of a sheet as a German Excel takes them by double click, without its totals. Seconds
 * stay, because two times of one minute would look like no time at all.
 */
export function excelCsv({ columns, rows }: Sheet): string {
  const written = rows.filter(row => !row.isTotal).map(row => row.cells.map(excelText))
  return stringify([columns.map(({ header }) => header), ...written], layout)
}

function excelText(cell: SheetCell): string {
  if (typeof cell === 'string') return plainCsvCell(cell)
  if (cell.kind === 'duration') return clockOf(cell.ms)
  const [day, time] = (cell.kind === 'day' ? cell.day : cell.wall).split('T') as [string, string?]
  const date = day.split('-').toReversed().join('.')
  return time === undefined ? date : `${date} ${time}`
}

/** `27:05:12`, rounded to seconds. */
function clockOf(ms: number): string {
  const seconds = Math.round(ms / 1000)
  const two = (count: number) => String(count).padStart(2, '0')
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

/** UTF-8 with byte order mark, `;`, CRLF, which a German Excel opens correctly by double click. */
const layout = {
  bom: true,
  delimiter: ';',
  record_delimiter: 'windows',
  // some readers take a lone CR or LF inside a cell for the end of the row
  quoted_match: /[\r\n]/,
} as const

function toCsv(columns: readonly Column<never>[], rows: readonly object[]): string {
  return stringify([...rows], {
    ...layout,
    header: true,
    columns: columns.map(({ key, header }) => ({ key, header })),
    cast: { string: plainCell },
  })
}
