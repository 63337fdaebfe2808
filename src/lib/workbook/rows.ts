import { DomainError } from '../errors.ts'

export type SheetLimits = {
  /** that hold something, below a row of headings */
  rows: number
  columns: number
}

/** A cell that is merged with those below it in its column; `rows` counts itself, all indexes from 0. */
export type Merge = { row: number; column: number; rows: number }
/** `hiddenRows`: indexes of rows that hold something and are not shown, by a filter or by hand. */
export type Sheet = { rows: string[][]; hiddenRows: ReadonlySet<number>; merges: readonly Merge[] }
export type SheetName = { name: string; isHidden: boolean }
/** The sheets of a workbook in its order; each is read when it is asked for. */
export type Sheets = { names: SheetName[]; read: (index: number) => Sheet }

/** Excel holds no longer text in a cell */
const cellLimit = 32_767

/** empty rows may stand between others, so many times the limit at most: each costs a little memory */
export const sparseness = 10
export const isBlank = (text: string): boolean => text.trim() === ''

/**
 * Collects cells, given in their order, into rows of text. A row left out is empty; what is empty behind the last text is not there,
 * however large a file says its sheet is. Throws tooLarge as soon as more rows hold something, or something stands behind the limits.
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
      const cells = rows[row]! // made above
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
