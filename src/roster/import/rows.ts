import { isBlank } from '../../lib/workbook/rows.ts'
import type { Header } from './columns.ts'

/** `Summe: 5 Personen`, `Gesamt 12` */
const total = /^((zwischen|gesamt)?summe|gesamt(zahl|anzahl)?|insgesamt|anzahl|total)\b[^,@]*$/i

/**
 * Whether a row below the headings is about nobody: the headings once more (as after a page break),
 * the title of a part above them, or a total.
 */
export function isNobody(
  rows: readonly (readonly string[])[],
  index: number,
  { columns, rowIndex }: Header,
): boolean {
  const row = rows[index] ?? []
  const headings = rows[rowIndex]
  const filled = row.filter(cell => !isBlank(cell))
  if (filled.length === 0 || filled.some(cell => cell.includes('@'))) return false
  if (total.test(filled[0]!.trim())) return true // the length is checked
  if (!headings) return false
  const repeats = (other: readonly string[]) =>
    columns.filter(column => !isBlank(other[column.index] ?? '')).length > 1 &&
    other.every((cell, i) => isBlank(cell) || alike(cell, headings[i] ?? ''))
  if (repeats(row)) return true
  const next = rows.slice(index + 1, index + 4).find(each => !each.every(isBlank))
  return filled.length === 1 && next !== undefined && repeats(next)
}

const alike = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase()
