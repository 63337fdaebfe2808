/** An answer that was asked for before the page needed it is used once, and only while it is fresh. */
const freshMs = 10_000
const asked = new Map<string, { answer: Promise<Response>; atMs: number }>()

/** Asks at once; `request` of api.ts takes the answer when the page comes to the same question. */
export function askEarly(path: string, init: RequestInit = {}): void {
  const answer = fetch(path, { ...init, credentials: 'same-origin', cache: 'no-store' })
  // whoever takes it is told; nobody has to
  answer.catch(() => {})
  asked.set(keyOf(path, init), { answer, atMs: performance.now() })
}

export function takeEarly(
  input: RequestInfo | URL,
  init: RequestInit,
): Promise<Response> | undefined {
  if (input instanceof Request) return undefined
  const key = keyOf(input, init)
  const early = asked.get(key)
  asked.delete(key)
  return early && performance.now() - early.atMs < freshMs ? early.answer : undefined
}

/** Two questions are the same when they ask the same address for the same with the same words. */
function keyOf(input: string | URL, { method = 'GET', body }: RequestInit): string {
  const { pathname, search } = new URL(input, 'http://page')
  return `${method.toUpperCase()} ${pathname}${search} ${typeof body === 'string' ? body : ''}`
}
