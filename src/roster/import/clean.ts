import { phoneNumber } from '../../lib/phone.ts'
import {
  isMailAddress,
  plainAddress,
  plainNumber,
  trimmed,
  withoutUnseen,
} from '../../lib/shapes.ts'
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
  if (key === 'email') return firstAddress(whole)
  if (key === 'mobile') return firstNumber(whole)
  const plain = withoutUnseen(whole).replace(/\p{Zs}+/gu, ' ')
  // in a cell for several values a line break separates them
  const oneLine = isOneText.has(key) ? plain.replace(/[\r\n\v]+/g, ' ') : plain
  const said = trimmed(oneLine.replace(/ {2,}/g, ' '), ' ')
  return isOfName.has(key) ? bareName(key, said) : said
}

const isOneText: ReadonlySet<ColumnKey> = new Set([
  'title',
  'name',
  'firstName',
  'lastName',
  'organisation',
])
const isOfName: ReadonlySet<ColumnKey> = new Set(['title', 'name', 'firstName', 'lastName'])

/**
 * Removes what stands with a name and is no part of it: the mark of a deputy, `Herr` or `Frau`, the
 * name at birth. `N.N.` and `unbesetzt` are nobody's name.
 */
function bareName(key: ColumnKey, text: string): string {
  if (nobody.test(text)) return ''
  if (key === 'title')
    return addressForm.test(text) ? '' : text.replace(/^(Herrn?|Frau) (?=\S)/i, '')
  const bare = text
    .replace(deputyBefore, '')
    .replace(deputyBehind, '')
    .replace(/^((Herrn?|Frau) )+(?=\S)/i, '')
    .replace(nameAtBirth, '')
  return trimmed(bare, ' ')
}
const addressForm = /^(Herrn?|Frau)$/i
const nobody = /^(N\. ?N\.?|NN|unbesetzt|vakant)$/i
/** `Vertr.: `, `1. Stv. `, `i.V. ` */
const deputyBefore =
  /^((\d\. ?)?((Stellv?|Stv|Stellvertr|Vertr|i\. ?V)\. ?:?|(Stv|Stellv|Vertr|iV) ?:|((Stell)?vertret(er|erin|ung)|in Vertretung)( ?:|(?= ))) ?)+(?=[\p{L}])/iu
const deputyBehind =
  / ?\((\d\. ?)?((Stellv?|Stv|Stellvertr|Vertr|i\. ?V)\.|(Stell)?vertret(er|erin|ung))\)$/i
const nameAtBirth =
  /(?<=\S)[,;]? ?\(?\b(geb\.|geborene[rs]?) ?((von|van|de) )?[\p{L}\p{M}'’-]+\)?/giu

/** Whether a name is marked as that of a deputy. */
export const isMarkedDeputy = (name: string): boolean =>
  deputyBefore.test(name.trim()) || deputyBehind.test(name.trim())

/** Of several addresses in a cell the first one. */
function firstAddress(text: string): string {
  const plain = plainAddress(text)
  if (isMailAddress(plain) || plain.split('@').length < 3) return plain
  const parts = text.split(/[/;,|\s]+/).map(plainAddress)
  return parts.every(
    part => part === '' || isMailAddress(part) || /^(und|oder|and|or)$/i.test(part),
  )
    ? (parts.find(isMailAddress) ?? plain)
    : plain
}

/**
 * Of several numbers in a cell the first mobile one, without a mobile one the first. A part that is
 * neither a number nor without digits leaves the cell as it is.
 */
function firstNumber(text: string): string {
  const plain = withZero(plainNumber(text))
  if (phoneNumber(plain) !== null) return plain
  const parts = text
    .split(/[/;,|\n]| (?:und|oder|and|or) /i)
    .map(part => withZero(plainNumber(part).replace(/^[\p{L}. ]+:? ?(?=[+(\d])/u, '')))
  const numbers = parts.filter(part => phoneNumber(part) !== null)
  if (parts.some(part => /\d/.test(part) && !numbers.includes(part))) return plain
  return numbers.find(part => /^(\+|00)?(49|0) ?1[5-7]/.test(part)) ?? numbers[0] ?? plain
}

/**
 * Gives a German mobile number its leading zero or plus back, which a spreadsheet takes from a cell
 * that holds a number (`171392011`, `49171392011`).
 */
function withZero(number: string): string {
  if (/^1[5-7][\d /.-]{7,13}$/.test(number)) return `0${number}`
  return /^491[5-7][\d /.-]{7,13}$/.test(number) ? `+${number}` : number
}
