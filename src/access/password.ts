import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { promisify } from 'node:util'
import { Turns } from '../lib/turns.ts'

const derive = promisify(argon2)
// OWASP recommends five sets for argon2id as equally strong (Password Storage Cheat Sheet). This
// one takes a sixth less time than the most usual one (19 MiB, two passes) on two cores, and half
// its memory, which counts when a county signs in at once
const cost = { memory: 9_216, passes: 4, parallelism: 1 }
const form = `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$`
const phc = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/
// dummy hash, verified for unknown accounts so that both cases take equally long
const nobodys = `${form}AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA`

/**
 * Hashing takes a core and 9 MB. When a whole county signs in at once, people wait here instead of
 * being refused. One of Node's four threads stays free for files and DNS.
 */
export const passwordTurns = new Turns({
  atOnce: Math.min(availableParallelism(), 3),
  mostWaiting: 1_000,
})

/** argon2id in PHC string form; take a turn first. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  const hash = await derive('argon2id', {
    message: bytesOf(password),
    nonce,
    tagLength: 32,
    ...cost,
  })
  return `${form}${unpadded(nonce)}$${unpadded(hash)}`
}

/**
 * Whether a hash has another cost than the dummy, so that the time would tell that the account
 * exists.
 */
export const isOutdated = (hash: string) => !hash.startsWith(form)

/**
 * Take a turn first. Takes the same time whether there is a hash or not; null means no account and
 * is never right.
 */
export async function isPassword(password: string, hash: string | null): Promise<boolean> {
  const parts = phc.exec(hash ?? nobodys)
  if (!parts) throw new Error('A stored password hash is not in the expected form')
  const [, memory, passes, parallelism, salt = '', expected = ''] = parts
  const wanted = Buffer.from(expected, 'base64')
  const given = await derive('argon2id', {
    message: bytesOf(password),
    nonce: Buffer.from(salt, 'base64'),
    tagLength: wanted.length,
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  })
  return timingSafeEqual(given, wanted) && hash !== null
}

// keyboards differ: one sends ü as one character, another as u and a combining diaeresis
const bytesOf = (password: string) => Buffer.from(password.normalize('NFC'), 'utf8')
const unpadded = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')
