import type { Sheet, SheetCell, SheetRow } from '../lib/sheet.ts'
import { cellName, type OwnCell, writeXlsx } from '../lib/spreadsheet.ts'
import { plainCell } from './rules.ts'

const dayMs = 86_400_000
const font = { name: 'Calibri', size: 11 }
// a cell with a font of its own takes nothing from the default one
const bold = { ...font, bold: true }

/** A workbook of these sheets that opens on the one with index `opensOn`. */
export async function toXlsx(sheets: readonly Sheet[], opensOn: number): Promise<Uint8Array> {
  return writeXlsx({
    sheets: sheets.map(sheetOf),
    activeSheet: opensOn,
    defaultFont: font,
  })
}

function sheetOf({ name, columns, rows }: Sheet) {
  return {
    name,
    columns: columns.map(({ width }) => ({ width })),
    rows: [columns.map(({ header }) => header), ...rows.map(row => row.cells.map(valueOf))],
    cells: new Map([
      ...columns.map(({ header }, i): OwnCell => [
        `0,${i}`,
        { value: header, style: { font: bold } },
      ]),
      ...rows.flatMap((row, r) =>
        row.cells.flatMap((cell, i): OwnCell[] => {
          if (cell === '' || (typeof cell === 'string' && !row.isTotal)) return []
          return [[`${r + 1},${i}`, { ...contentOf(cell, i), style: styleOf(cell, row) }]]
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

function contentOf(cell: SheetCell, column: number) {
  const value = valueOf(cell)
  if (typeof cell === 'string' || cell.kind !== 'duration' || !cell.sumOf) return { value }
  // 9 adds up what a filter leaves, without other sums of this kind (ECMA-376, 18.17.7.311)
  const [first, last] = cell.sumOf.map(row => cellName(column, row + 2)) as [string, string] // two in, two out
  return { value, formula: `SUBTOTAL(9,${first}:${last})`, formulaResult: value }
}

function styleOf(cell: SheetCell, { isTotal }: SheetRow) {
  const format = formatOf(cell)
  return {
    ...(format === null ? {} : { numFmt: format }),
    ...(isTotal
      ? {
          font: bold,
          fill: {
            type: 'pattern' as const,
            pattern: 'solid' as const,
            fgColor: { rgb: 'EBF1FA' },
          },
        }
      : {}),
  }
}

function formatOf(cell: SheetCell): string | null {
  if (typeof cell === 'string') return null
  if (cell.kind === 'duration') return '[h]:mm'
  if (cell.kind === 'day') return 'dd.mm.yyyy'
  const format = cell.shows === 'time' ? 'hh:mm' : 'dd.mm.yyyy hh:mm:ss'
  return cell.offset === null ? format : `${format} "${cell.offset}"`
}

function valueOf(cell: SheetCell): string | number | Date {
  // a text cell is no formula, but becomes one when somebody edits it or saves the sheet as CSV
  if (typeof cell === 'string') return plainCell(cell)
  if (cell.kind === 'duration') return cell.ms / dayMs
  // dates in a spreadsheet have no zone, so it gets the wall time
  return new Date(cell.kind === 'day' ? `${cell.day}T00:00:00Z` : `${cell.wall}Z`)
}
