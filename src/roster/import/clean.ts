import { trimmed, withoutUnseen } from '../../lib/shapes.ts'
import type { ColumnKey } from './columns.ts'
import { undamaged } from './letters.ts'

/**
 * The error values a spreadsheet shows for a failed formula: Excel's in English and German, and
 * LibreOffice's.
 */
const formulaFault =
  /^(#(DIV\/0|REF|BEZUG|VALUE|WERT|NAME|NUM|ZAHL|NULL|ÜBERLAUF|SPILL)[!?]|#N\/?[AV]|(Err|Fehler):\d{3})$/i
export const isFormulaFault = (text: string): boolean => formulaFault.test(text.trim())

/**
 * Removes what surely does not belong to the cell: invisible characters, no-break spaces and
 * letters read in a wrong code page; from an address also `mailto:`, the name before `<…>`, and
 * dashes that a text program made of hyphens. A clean text is returned unchanged.
 */
export function cleanCell(key: ColumnKey, text: string): string {
  const plain = withoutUnseen(undamaged(text) ?? text).replace(/\p{Zs}/gu, ' ')
  if (key === 'email') return cleanAddress(plain.replace(/\p{Cf}/gu, ''))
  if (key === 'mobile') return cleanNumber(plain.replace(/\p{Cf}/gu, ''))
  return trimmed(plain.replace(/ {2,}/g, ' '), ' ')
}

function cleanAddress(text: string): string {
  const inBrackets = /^[^<>\p{Cc}]*<([^<>]*)>$/u.exec(trimmed(text, ' ;,'))?.[1] ?? text
  const bare = trimmed(inBrackets, ' ;,').replace(/^mailto: */i, '')
  return bare
    .replace(/^([^?]*)\?(subject|cc|bcc|body)=[^\p{Cc}]*$/iu, '$1')
    .replace(/\p{Pd}/gu, '-')
}

function cleanNumber(text: string): string {
  const plain = text.replace(/\p{Pd}/gu, '-').replace(/ {2,}/g, ' ')
  return trimmed(trimmed(plain, ' ').replace(/^tel:/i, ''), ' ')
}
