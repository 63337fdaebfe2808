import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { DomainError } from './errors.ts'

/**
 * Refuses a body that is larger than its route takes, before it is read. `limitFor` gives bytes for a path. With Content-Length
 * the HTTP parser holds the sender to what it announced; without, bytes are counted while they are read, which is slower.
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

/** Whether parsed JSON holds more values, or is nested deeper, than any request of ours: checking it would take too long. */
export function isUnwieldy(value: unknown): boolean {
  let count = 0
  const waiting: { value: unknown; depth: number }[] = [{ value, depth: 0 }]
  for (let at = waiting.pop(); at; at = waiting.pop()) {
    if (++count > mostValues || at.depth > deepest) return true
    if (at.value === null || typeof at.value !== 'object') continue
    for (const key in at.value) {
      waiting.push({ value: (at.value as Record<string, unknown>)[key], depth: at.depth + 1 })
      if (waiting.length > mostValues) return true
    }
  }
  return false
}

function tooLarge(): never {
  throw new DomainError('tooLarge', 'The request is larger than allowed')
}
