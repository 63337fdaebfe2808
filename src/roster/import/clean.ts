import { plainAddress, plainNumber, trimmed, withoutUnseen } from '../../lib/shapes.ts'
import type { ColumnKey } from '../contract/import.ts'
import { undamaged } from './letters.ts'

/**
 * The error values a spreadsheet shows for a failed formula: Excel's in English and German, and
 * LibreOffice's.
 */
const formulaFault =
  /^(#(DIV\/0|REF|BEZUG|VALUE|WERT|NAME|NUM|ZAHL|NULL|ÜBERLAUF|SPILL)[!?]|#N\/?[AV]|(Err|Fehler):\d{3})$/i
export const isFormulaFault = (text: string): boolean => formulaFault.test(text.trim())

/**
 * A cell without what is certainly no part of it: characters that are not seen, blanks that do not
 * break, letters that were read in a wrong code page. Addresses and numbers are cleaned as where
 * they are typed. A text that is clean comes back as it is.
 */
export function cleanCell(key: ColumnKey, text: string): string {
  const whole = undamaged(text) ?? text
  if (key === 'email') return plainAddress(whole)
  if (key === 'mobile') return withZero(plainNumber(whole))
  const plain = withoutUnseen(whole).replace(/\p{Zs}+/gu, ' ')
  // in a cell for several values a line break separates them
  const oneLine = isOneText.has(key) ? plain.replace(/[\r\n\v]+/g, ' ') : plain
  const said = trimmed(oneLine.replace(/ {2,}/g, ' '), ' ')
  return isOfName.has(key) ? withoutAddressForm(key, said) : said
}

const isOneText: ReadonlySet<ColumnKey> = new Set([
  'title',
  'name',
  'firstName',
  'lastName',
  'organisation',
])
const isOfName: ReadonlySet<ColumnKey> = new Set(['title', 'name', 'firstName', 'lastName'])

/** Removes `Herr` or `Frau` before a name; a title can be nothing else, a name cannot. */
function withoutAddressForm(key: ColumnKey, text: string): string {
  if (key === 'title' && /^(Herrn?|Frau)$/i.test(text)) return ''
  return text.replace(/^(Herrn?|Frau) (?=\S)/i, '')
}

/**
 * Gives a German mobile number its leading zero or plus back, which a spreadsheet takes from a cell
 * that holds a number (`171392011`, `49171392011`).
 */
function withZero(number: string): string {
  if (/^1[5-7][\d /.-]{7,13}$/.test(number)) return `0${number}`
  return /^491[5-7][\d /.-]{7,13}$/.test(number) ? `+${number}` : number
}
