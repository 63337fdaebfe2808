import { cellName, writeXlsx } from '../lib/spreadsheet.ts'
import {
  intervalColumns,
  personColumns,
  type Column,
  type IntervalRow,
  type PersonRow,
} from './columns.ts'
import { plainCell } from './rules.ts'

type Row = Readonly<Record<string, string | number>>

/** A workbook with both views: a sheet of intervals and one of persons. Times are real dates on the staff's wall clock. */
export async function attendanceXlsx(
  intervals: readonly IntervalRow[],
  persons: readonly PersonRow[],
): Promise<Uint8Array> {
  return writeXlsx({
    sheets: [
      sheet('Anwesenheit', intervalColumns, intervals),
      sheet('Personen', personColumns, persons),
    ],
    defaultFont: { name: 'Calibri', size: 11 },
  })
}

function sheet(name: string, columns: readonly Column<never>[], rows: readonly Row[]) {
  return {
    name,
    columns: columns.map(({ header, width, isTime }) => ({
      width: width ?? Math.max(14, header.length + 3),
      ...(isTime ? { numFmt: 'dd.mm.yyyy hh:mm:ss' } : {}),
    })),
    rows: [
      columns.map(column => column.header),
      ...rows.map(row => columns.map(column => cellOf(row[column.key] ?? '', column))),
    ],
    cells: new Map(
      columns.map((column, i) => [
        `0,${i}`,
        { value: column.header, style: { font: { bold: true } } },
      ]),
    ),
    freezePane: { rows: 1 },
    autoFilter: { range: `A1:${cellName(columns.length - 1, rows.length + 1)}` },
  }
}

function cellOf(value: string | number, { isTime }: Column<never>): string | number | Date {
  if (typeof value === 'number') return value
  // a spreadsheet's date has no zone: it gets what the clock on the wall showed
  if (isTime) return new Date(`${value.slice(0, 19)}Z`)
  // text cells are no formulas, and become some where a person edits one or saves the sheet as CSV
  return plainCell(value)
}
