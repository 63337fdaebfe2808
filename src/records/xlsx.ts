import { cellName, type OwnCell, writeXlsx } from '../lib/spreadsheet.ts'
import {
  intervalColumns,
  personColumns,
  type Column,
  type IntervalRow,
  type PersonRow,
} from './columns.ts'
import { offsetName } from '../lib/timeWords.ts'
import { plainCell } from './rules.ts'

const clockFormat = 'dd.mm.yyyy hh:mm:ss'

type Row = Readonly<Record<string, string | number>>

/**
 * A workbook with two sheets, intervals and persons. Times are real dates in the staff's wall time.
 */
export async function attendanceXlsx(
  intervals: readonly IntervalRow[],
  persons: readonly PersonRow[],
  zone: string,
): Promise<Uint8Array> {
  return writeXlsx({
    sheets: [
      sheet('Anwesenheit', intervalColumns, { rows: intervals, zone }),
      sheet('Personen', personColumns, { rows: persons, zone }),
    ],
    defaultFont: { name: 'Calibri', size: 11 },
  })
}

function sheet(
  name: string,
  columns: readonly Column<never>[],
  { rows, zone }: { rows: readonly Row[]; zone: string },
) {
  return {
    name,
    columns: columns.map(({ header, width, isTime }) => ({
      width: width ?? Math.max(14, header.length + 3),
      ...(isTime ? { numFmt: clockFormat } : {}),
    })),
    rows: [
      columns.map(column => column.header),
      ...rows.map(row => columns.map(column => cellOf(row[column.key] ?? '', column))),
    ],
    cells: new Map([
      ...columns.map((column, i): OwnCell => [
        `0,${i}`,
        { value: column.header, style: { font: { bold: true } } },
      ]),
      ...rows.flatMap((row, r) =>
        columns.flatMap((column, i): OwnCell[] => {
          const value = row[column.key] ?? ''
          const offset = column.isTime ? offsetName(value, zone, 'de') : null
          if (offset === null) return []
          const style = { numFmt: `${clockFormat} "${offset}"` }
          return [[`${r + 1},${i}`, { value: cellOf(value, column), style }]]
        }),
      ),
    ]),
    freezePane: { rows: 1 },
    pageSetup: {
      orientation: 'landscape' as const,
      paperSize: 'a4' as const,
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: '$1:$1',
    },
    autoFilter: { range: `A1:${cellName(columns.length - 1, rows.length + 1)}` },
  }
}

function cellOf(value: string | number, { isTime }: Column<never>): string | number | Date {
  if (typeof value === 'number') return value
  // dates in a spreadsheet have no zone, so it gets the wall time
  if (isTime) return new Date(`${value.slice(0, 19)}Z`)
  // a text cell is no formula, but becomes one when somebody edits it or saves the sheet as CSV
  return plainCell(value)
}
