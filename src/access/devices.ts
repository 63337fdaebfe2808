import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { Deps } from '../lib/context.ts'
import type { PersonId } from '../lib/ids.ts'
import { pseudonym } from '../lib/secrets.ts'

/** Browsers remember several people, because many share the computers of a staff room. */
const mostPeople = 8
const shape = /^[\w-]{22}(?:\.[\w-]{27}){1,8}$/

type Owner = { personId: PersonId; deviceGeneration: number }

/**
 * The id that counts this browser's wrong passwords for a person, if they have signed in with it
 * before and not ended that since; else null. The cookie is a random id with a mark for each
 * person, which tells nothing without our secret.
 */
export function knownDevice(deps: Deps, cookie: string | null, owner: Owner | null): string | null {
  const device = read(cookie)
  // also computed without an account, so that both cases take equally long
  const expected = markOf(deps, device?.id ?? '', owner)
  const isKnown = device?.marks.some(mark => isSame(mark, expected)) ?? false
  return isKnown && owner ? device!.id : null // the mark was read from it
}

/**
 * The cookie of this browser after `owner` has signed in with both factors; others who signed in
 * before stay known.
 */
export function rememberDevice(deps: Deps, cookie: string | null, owner: Owner): string {
  const { id, marks } = read(cookie) ?? { id: randomBytes(16).toString('base64url'), marks: [] }
  const mark = markOf(deps, id, owner)
  return [id, mark, ...marks.filter(each => each !== mark).slice(0, mostPeople - 1)].join('.')
}

function read(cookie: string | null): { id: string; marks: string[] } | null {
  if (cookie === null || cookie.length > 300 || !shape.test(cookie)) return null
  const [id = '', ...marks] = cookie.split('.')
  return { id, marks }
}

const markOf = (deps: Deps, id: string, owner: Owner | null) =>
  pseudonym(deps.secret, 'device', `${id} ${owner?.personId} ${owner?.deviceGeneration}`)

const isSame = (a: string, b: string) => timingSafeEqual(Buffer.from(a), Buffer.from(b))
