import { DomainError } from '../../lib/errors.ts'
import { isBlank, type Merge } from '../../lib/workbook/rows.ts'
import type { Header } from './columns.ts'

/**
 * Copies the text of each merged cell into every row it spans that is not empty. `sharing`: indexes
 * of rows that got their function this way. Throws damaged when merges overlap, and tooLarge when
 * the texts become too long together.
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
    // a merge may begin in a row that is not read
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
      if (header.columns[column]!.key === 'functions') sharing.add(i) // the check above excludes -1
    }
  }
  return { rows: filled, sharing: [...sharing] }
}
