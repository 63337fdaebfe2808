import { trimmed, withoutUnseen } from '../../lib/shapes.ts'
import type { ColumnKey } from './columns.ts'
import { undamaged } from './letters.ts'

/** What a spreadsheet shows where it could not work out a value: Excel's, in English and German, and LibreOffice's. */
const formulaFault =
  /^(#(DIV\/0|REF|BEZUG|VALUE|WERT|NAME|NUM|ZAHL|NULL|ÜBERLAUF|SPILL)[!?]|#N\/?[AV]|(Err|Fehler):\d{3})$/i
export const isFormulaFault = (text: string): boolean => formulaFault.test(text.trim())

/**
 * A cell without what is certainly no part of it: characters that are not seen, blanks that do not break, letters that were read in a
 * wrong code page; of an address also `mailto:`, the name before `<…>` and dashes that a text program made of hyphens. A text that is
 * clean comes back as it is.
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
