import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { plainNumber } from './shapes.ts'

/**
 * One phone number in the form in which all pages show it: `0171 2345678`, abroad `+43 660 1234567`.
 * Null for what is no number, for two of them, and for one of an unknown length (ITU-T E.164); a
 * word behind it is left out, further digits are not.
 */
export function phoneNumber(text: string): string | null {
  const plain = plainNumber(text).replace(/^(\(?0\d{2,4}\)?) \/ (?=\d)/, '$1 ')
  if (!/^\(?[+0]/.test(plain) || hasMore(plain)) return null
  const found = parsePhoneNumberFromString(plain, 'DE')
  if (!found?.isPossible() || found.ext) return null
  const { nationalNumber, countryCallingCode } = found
  const before = plain.replaceAll(/\D/g, '').slice(0, -nationalNumber.length)
  const isWhole = plain.replaceAll(/\D/g, '').endsWith(nationalNumber)
  if (
    !isWhole ||
    !['0', '', countryCallingCode].includes(before.replace(/^00/, '').replace(/0$/, ''))
  )
    return null
  if (countryCallingCode !== '49') return found.formatInternational()
  const national = found.formatNational()
  // the library leaves the 0 out before numbers of a length it does not know
  return national.startsWith('0') ? national : `0${nationalNumber}`
}

/** Whether digits follow a separator behind a whole number: `0171 3920014 / 15`. */
function hasMore(plain: string): boolean {
  const before = /^(.*)[/;,|\n] *\d/su.exec(plain)?.[1] ?? ''
  return before.replace(/^(\+|00)\d\d/, '').replaceAll(/\D/g, '').length >= 8
}
