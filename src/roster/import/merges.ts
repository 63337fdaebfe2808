import { DomainError } from '../../lib/errors.ts'
import { isBlank, type Merge } from '../../lib/workbook/rows.ts'
import type { Header } from './columns.ts'

/**
 * Rows of a sheet in which a cell that is merged over several of them stands in each that holds something. `sharing`: indexes of rows that have
 * their function so. Merges that overlap are refused as damaged, and texts that become too long together as tooLarge.
 */
export function filledDown(
  rows: readonly (string[] | null)[],
  { rows: all, merges }: { rows: readonly (readonly string[])[]; merges: readonly Merge[] },
  { header, textLimit }: { header: Header; textLimit: number },
): { rows: (string[] | null)[]; sharing: number[] } {
  const filled = rows.map(row => (row === null ? null : [...row]))
  const sharing = new Set<number>()
  const first = header.rowIndex + 1
  let cellsLeft = rows.length * header.columns.length
  let textLeft = textLimit
  for (const merge of merges) {
    const column = header.columns.findIndex(({ index }) => index === merge.column)
    // the first row of a merge may be one that is not read
    const text = column < 0 || merge.row < first ? '' : (all[merge.row]?.[merge.column] ?? '')
    if (isBlank(text)) continue
    const end = Math.min(merge.row - first + merge.rows, rows.length)
    for (let i = merge.row - first + 1; i < end; i++) {
      if (--cellsLeft < 0)
        throw new DomainError('unsupportedFile', 'Merged cells overlap', {
          details: { reason: 'damaged' },
        })
      const row = filled[i]
      if (!row || row[column] !== '') continue
      textLeft -= text.length
      if (textLeft < 0)
        throw new DomainError('tooLarge', `A list may have at most ${textLimit} characters`, {
          details: { limitCharacters: textLimit },
        })
      row[column] = text
      if (header.columns[column]!.key === 'functions') sharing.add(i) // found above
    }
  }
  return { rows: filled, sharing: [...sharing] }
}
