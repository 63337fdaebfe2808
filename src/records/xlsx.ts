import { writeXlsx } from '../lib/spreadsheet.ts'
import { intervalColumns, personColumns, type IntervalRow, type PersonRow } from './contract.ts'
import { plainCell } from './rules.ts'

type Cell = string | number | Date
type Column<Row> = { key: keyof Row & string; header: string; width: number }

const widths: Partial<Record<keyof IntervalRow | keyof PersonRow, number>> = {
  functions: 30,
  name: 30,
  organisation: 22,
  from: 20,
  until: 20,
  status: 34,
  representedBy: 30,
}

/** A workbook with both views: a sheet of intervals and one of persons. Times are real dates on the staff's wall clock. */
export async function attendanceXlsx(
  intervals: readonly IntervalRow[],
  persons: readonly PersonRow[],
): Promise<Uint8Array> {
  return writeXlsx({
    sheets: [
      sheet('Anwesenheit', columnsOf<IntervalRow>(intervalColumns), intervals, intervalCell),
      sheet('Personen', columnsOf<PersonRow>(personColumns), persons, (row, key) => row[key]),
    ],
    defaultFont: { name: 'Calibri', size: 11 },
  })
}

function intervalCell(row: IntervalRow, key: keyof IntervalRow): Cell {
  if (key !== 'from' && key !== 'until') return row[key]
  // a spreadsheet's date has no zone: it gets what the clock on the wall showed
  return new Date(`${row[key].slice(0, 19)}Z`)
}

function sheet<Row>(
  name: string,
  columns: Column<Row>[],
  rows: readonly Row[],
  cellOf: (row: Row, key: keyof Row & string) => Cell,
) {
  return {
    name,
    columns: columns.map(column => ({
      width: column.width,
      ...(column.key === 'from' || column.key === 'until' ? { numFmt: 'dd.mm.yyyy hh:mm:ss' } : {}),
    })),
    rows: [
      columns.map(column => column.header),
      // text cells are no formulas, and become some where a person edits one or saves the sheet as CSV
      ...rows.map(row => columns.map(column => asPlain(cellOf(row, column.key)))),
    ],
    cells: new Map(
      columns.map((column, i) => [
        `0,${i}`,
        { value: column.header, style: { font: { bold: true } } },
      ]),
    ),
    freezePane: { rows: 1 },
    autoFilter: { range: `A1:${String.fromCharCode(64 + columns.length)}${rows.length + 1}` },
  }
}

const asPlain = (cell: Cell) => (typeof cell === 'string' ? plainCell(cell) : cell)

function columnsOf<Row>(
  columns: readonly (readonly [keyof Row & string, string])[],
): Column<Row>[] {
  return columns.map(([key, header]) => ({
    key,
    header,
    width: widths[key as keyof typeof widths] ?? Math.max(14, header.length + 3),
  }))
}
