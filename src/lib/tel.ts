const digitsIn = (text: string) => text.replaceAll(/\D/g, '').length

/**
 * What a phone dials for a written number, as in `tel:` (RFC 3966): without a national 0 behind the
 * country code, and the first of several. Null when there are too few digits.
 */
export function telNumber(written: string): string | null {
  // a stroke between blanks stands between two numbers, or behind an area code
  const first = /\+?\(?\d(?:[\d()\s.-]|\/(?!\s)|(?<!\s)\/)*/.exec(written)?.[0] ?? ''
  const whole = /\+?\(?\d[^\p{L};|,]*/u.exec(written)?.[0] ?? ''
  const dialled = (digitsIn(first) < 6 ? whole : first)
    .replaceAll(/\(0\)/g, '')
    .replaceAll(/(?!^\+)\D/g, '')
    .replace(/^(?:\+49|0049)0+/, '+49')
  return /^\+?\d{2,20}$/.test(dialled) ? dialled : null
}
