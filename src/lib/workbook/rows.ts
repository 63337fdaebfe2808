import { DomainError } from '../errors.ts'

export type SheetLimits = {
  /** number of non-empty rows below a row of headings */
  rows: number
  columns: number
}

/**
 * A cell merged with those below it in its column; `rows` includes its own, and indexes begin at 0.
 */
export type Merge = { row: number; column: number; rows: number }
/** `hiddenRows`: indexes of non-empty rows hidden by a filter or by hand. */
export type Sheet = { rows: string[][]; hiddenRows: ReadonlySet<number>; merges: readonly Merge[] }
export type SheetName = { name: string; isHidden: boolean }
/** The sheets of a workbook in order; each is read when needed. */
export type Sheets = { names: SheetName[]; read: (index: number) => Sheet }

/** Excel's limit for the text of a cell */
const cellLimit = 32_767

/**
 * limit for empty rows between others, as a multiple of the row limit, because each costs a little
 * memory
 */
export const sparseness = 10
export const isBlank = (text: string): boolean => text.trim() === ''

/**
 * Collects cells, given in order, into rows of text. A skipped row is empty; empty cells and rows
 * after the last text are dropped, however large the file says its sheet is. Throws tooLarge as
 * soon as there are more non-empty rows, or a text beyond the limits.
 */
export function collectRows(limits: SheetLimits) {
  const rows: string[][] = []
  let count = 0
  return {
    rows,
    put({ row, column, text }: { row: number; column: number; text: string }): void {
      if (isBlank(text)) return
      if (row > limits.rows * sparseness) throw tooLong(limits)
      if (column >= limits.columns) throw tooWide(limits)
      while (rows.length <= row) rows.push([])
      const cells = rows[row]! // the loop above made it
      if (cells.length === 0 && ++count > limits.rows + 1) throw tooLong(limits)
      while (cells.length < column) cells.push('')
      cells[column] = text.slice(0, cellLimit)
    },
  }
}

export function tooLong({ rows }: SheetLimits): DomainError {
  return new DomainError('tooLarge', `A list may have at most ${rows} rows`, {
    details: { limitRows: rows },
  })
}

export function tooWide({ columns }: SheetLimits): DomainError {
  return new DomainError('tooLarge', `A list may have at most ${columns} columns`, {
    details: { limitColumns: columns },
  })
}
