/**
 * Requests sent before the page needs their answer. An answer is used once, and only while it is
 * fresh.
 */
const freshMs = 10_000
const asked = new Map<string, { answer: Promise<Response>; atMs: number }>()

/**
 * Sends a request at once; `request` of api.ts takes its answer when the page sends the same one.
 */
export function askEarly(path: string, init: RequestInit = {}): void {
  const answer = fetch(path, { ...init, credentials: 'same-origin', cache: 'no-store' })
  // a failure is reported to whoever takes the answer; without this line it would count as
  // unhandled
  answer.catch(() => {})
  asked.set(keyOf(path, init), { answer, atMs: performance.now() })
}

export function takeEarly(
  input: RequestInfo | URL,
  init: RequestInit,
): { answer: Promise<Response>; atMs: number } | undefined {
  if (input instanceof Request) return undefined
  const key = keyOf(input, init)
  const early = asked.get(key)
  asked.delete(key)
  return early && performance.now() - early.atMs < freshMs ? early : undefined
}

/** Two requests are the same when method, address and body are equal. */
function keyOf(input: string | URL, { method = 'GET', body }: RequestInit): string {
  const { pathname, search } = new URL(input, 'http://page')
  return `${method.toUpperCase()} ${pathname}${search} ${typeof body === 'string' ? body : ''}`
}
