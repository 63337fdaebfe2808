import { plainAddress, plainNumber, trimmed, withoutUnseen } from '../../lib/shapes.ts'
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
 * A cell without what is certainly no part of it: characters that are not seen, blanks that do not break, letters that were read in a
 * wrong code page. Addresses and numbers are cleaned as where they are typed. A text that is clean comes back as it is.
 */
export function cleanCell(key: ColumnKey, text: string): string {
  const whole = undamaged(text) ?? text
  if (key === 'email') return plainAddress(whole)
  if (key === 'mobile') return plainNumber(whole)
  return trimmed(withoutUnseen(whole).replace(/\p{Zs}+/gu, ' '), ' ')
}
