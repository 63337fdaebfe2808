import { DomainError } from '../errors.ts'

export type SheetLimits = {
  /** below a row of headings */
  rows: number
  columns: number
}

/** Excel holds no longer text in a cell */
const cellLimit = 32_767

/**
 * Collects cells, given in their order, into rows of text. A row left out is empty; what is empty behind the last text is not there,
 * however large a file says its sheet is. Throws tooLarge as soon as something stands behind the limits.
 */
export function collectRows(limits: SheetLimits) {
  const rows: string[][] = []
  return {
    rows,
    put({ row, column, text }: { row: number; column: number; text: string }): void {
      if (text === '') return
      if (row > limits.rows) throw tooLong(limits)
      if (column >= limits.columns) throw tooWide(limits)
      while (rows.length <= row) rows.push([])
      const cells = rows[row]! // made above
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
