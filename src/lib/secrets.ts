import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
} from 'node:crypto'
import { base32Of } from './base32.ts'

const nonceBytes = 12
const tagBytes = 16

/** A reference token of 256 random bits; only its hash is stored. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** A code to type: 100 random bits as XXXX-XXXX-XXXX-XXXX-XXXX. */
export function newPrintedCode(): string {
  const characters = base32Of(randomBytes(20)).toUpperCase()
  return characters.match(/.{4}/g)!.join('-') // twenty characters always match
}

/** A typed code in its printed form; case, spaces, dashes and O for 0 do not matter. */
export function readPrintedCode(typed: string): string {
  const characters = typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
  return (characters.match(/.{1,4}/g) ?? []).join('-')
}

/** SHA-256; enough for tokens that are random themselves, never for passwords. */
export function hashToken(token: string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(token).digest())
}

/** AES-256-GCM with a key of its own per purpose: nonce, tag, ciphertext. */
export function seal(secret: Uint8Array, purpose: string, plain: string): Uint8Array {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', keyFor(secret, purpose), nonce)
  const sealed = cipher.update(plain, 'utf8')
  cipher.final() // a stream cipher has nothing left
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
}

/** Null when it was sealed with another secret, for another purpose, or was changed. */
export function unseal(secret: Uint8Array, purpose: string, sealed: Uint8Array): string | null {
  if (sealed.length < nonceBytes + tagBytes) return null
  const decipher = createDecipheriv(
    'aes-256-gcm',
    keyFor(secret, purpose),
    sealed.subarray(0, nonceBytes),
    { authTagLength: tagBytes },
  )
  decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes))
  try {
    return Buffer.concat([
      decipher.update(sealed.subarray(nonceBytes + tagBytes)),
      decipher.final(),
    ]).toString('utf8')
  } catch {
    return null
  }
}

/**
 * A keyed hash, stored instead of a value that must not be stored, e.g. a mail address that
 * somebody tried.
 */
export function pseudonym(secret: Uint8Array, purpose: string, value: string): string {
  return createHmac('sha256', keyFor(secret, purpose))
    .update(value)
    .digest('base64url')
    .slice(0, 27)
}

/** A key of its own for a purpose, as text. */
export const derivedKey = (secret: Uint8Array, purpose: string) =>
  Buffer.from(keyFor(secret, purpose)).toString('base64url')

const keys = new WeakMap<Uint8Array, Map<string, Uint8Array>>()

function keyFor(secret: Uint8Array, purpose: string): Uint8Array {
  const known = keys.get(secret) ?? new Map<string, Uint8Array>()
  keys.set(secret, known)
  const key =
    known.get(purpose) ??
    new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(), `lagerunde ${purpose}`, 32))
  known.set(purpose, key)
  return key
}

/** The name of a room on the media server: 128 random bits, new for each gathering of a meeting. */
export function newRoomName(): string {
  return `r_${Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('')}`
}
