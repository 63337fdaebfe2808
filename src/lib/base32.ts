/** Crockford's base 32: no i, l, o and u, so that it can be read out on the phone. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** One character a byte, made of its lower five bits. */
export function base32Of(bytes: Uint8Array): string {
  return Array.from(bytes, byte => alphabet[byte % 32]).join('')
}

/** A whole number in so many characters, the highest first; what does not fit is cut off in front. */
export function base32Number(value: number, characters: number): string {
  let text = ''
  for (let rest = value; text.length < characters; rest = Math.floor(rest / 32))
    text = alphabet[rest % 32] + text
  return text
}
