import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { DomainError } from './errors.ts'

/**
 * Refuses a body that is larger than its route takes, before it is read. `limitFor` gives bytes for
 * a path. With Content-Length the HTTP parser holds the sender to what it announced; without, bytes
 * are counted while they are read, which is slower.
 */
export function limitBody(limitFor: (path: string) => number): MiddlewareHandler {
  const counting = new Map<number, MiddlewareHandler>()
  return async (c, next) => {
    const maxSize = limitFor(c.req.path)
    const length = c.req.header('content-length')
    if (length !== undefined && c.req.header('transfer-encoding') === undefined) {
      if (Number(length) > maxSize) tooLarge()
      return next()
    }
    const known = counting.get(maxSize) ?? bodyLimit({ maxSize, onError: tooLarge })
    counting.set(maxSize, known)
    return known(c, next)
  }
}

const mostValues = 5_000
const deepest = 20

/**
 * Whether JSON has more values, or deeper levels, than any request of ours; parsing and checking it
 * would take too long.
 */
export function isUnwieldy(json: string): boolean {
  let [values, depth] = [1, 0]
  for (let i = 0; i < json.length; i++) {
    switch (json[i]) {
      case '"':
        i = endOfText(json, i)
        break
      case '}':
      case ']':
        depth--
        break
      case '{':
      case '[':
        depth++
        values++
        break
      case ',':
        values++
    }
    if (values > mostValues || depth > deepest) return true
  }
  return false
}

/**
 * The index after the string that begins at `start`; the end of the text when the string does not
 * end.
 */
function endOfText(json: string, start: number): number {
  let i = start + 1
  while (i < json.length && json[i] !== '"') i += json[i] === '\\' ? 2 : 1
  return i
}

function tooLarge(): never {
  throw new DomainError('tooLarge', 'The request is larger than allowed')
}
