/** Crockford's base 32, without i, l, o and u, so that it can be read out on the phone. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** One character per byte, from its lower five bits. */
export function base32Of(bytes: Uint8Array): string {
  return Array.from(bytes, byte => alphabet[byte % 32]).join('')
}

/**
 * A whole number as `length` characters, the highest digit first; digits that do not fit are cut
 * off in front.
 */
export function base32Number(value: number, characters: number): string {
  let text = ''
  for (let rest = value; text.length < characters; rest = Math.floor(rest / 32))
    text = alphabet[rest % 32] + text
  return text
}
