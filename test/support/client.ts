import { randomUUID } from 'node:crypto'
import { appCode } from './totp.ts'

export class ApiFailure extends Error {
  override readonly name = 'ApiFailure'
  readonly status: number
  readonly body: unknown
  constructor(what: string, status: number, body: unknown) {
    super(`${what}: ${status} ${JSON.stringify(body)}`)
    this.status = status
    this.body = body
  }
}

/** A person at a browser, as the HTTP API sees them: cookies, a password and an app. */
export class Client {
  readonly base: string
  readonly #nowMs: () => number
  #cookies = new Map<string, string>()
  #account: { email: string; password: string; totpSecret: string } | null = null
  #lastStep = 0

  constructor(base: string, nowMs: () => number = Date.now) {
    this.base = base
    this.#nowMs = nowMs
  }

  /**
   * The parsed JSON of a 2xx answer, undefined for an empty one; other answers throw an ApiFailure.
   */
  async call<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.fetch(method, path, body)
    if (response.status === 401 && this.#account && !path.startsWith('/api/sign-in')) {
      await this.signIn()
      return this.#read<T>(`${method} ${path}`, await this.fetch(method, path, body))
    }
    return this.#read<T>(`${method} ${path}`, response)
  }

  get<T>(path: string): Promise<T> {
    return this.call<T>('GET', path)
  }

  post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.call<T>('POST', path, body)
  }

  async download(path: string): Promise<Uint8Array> {
    let response = await this.fetch('GET', path)
    if (response.status === 401 && this.#account) {
      await this.signIn()
      response = await this.fetch('GET', path)
    }
    if (!response.ok) throw new ApiFailure(`GET ${path}`, response.status, await response.text())
    return new Uint8Array(await response.arrayBuffer())
  }

  async fetch(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const response = await fetch(this.base + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'GET' ? {} : { 'idempotency-key': randomUUID() }),
        cookie: this.cookieHeader(),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)]
      if (value === '' || /;\s*max-age=0/i.test(line)) this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
    return response
  }

  cookieHeader(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  /** takes over the session of a browser */
  adopt(cookies: readonly { name: string; value: string }[]): void {
    for (const { name, value } of cookies) this.#cookies.set(name, value)
  }

  cookies(): { name: string; value: string }[] {
    return [...this.#cookies].map(([name, value]) => ({ name, value }))
  }

  /** Sets password and app code with a one-time code, which also signs in. */
  async enrol({
    token,
    password,
    totpSecret,
  }: {
    token: string
    password: string
    totpSecret?: string
  }): Promise<void> {
    const page = await this.post<{ email: string; totp: { secret: string } }>(
      '/api/enrolment/read',
      { token },
    )
    const secret = totpSecret ?? page.totp.secret
    await this.post('/api/enrolment/confirm', { token, password, code: this.#code(secret) })
    this.#account = { email: page.email, password, totpSecret: secret }
  }

  async signIn(account = this.#account): Promise<void> {
    if (!account) throw new Error('nobody to sign in as')
    this.#account = account
    this.#cookies.clear()
    await this.call('POST', '/api/sign-in', { email: account.email, password: account.password })
    await this.call('POST', '/api/sign-in/code', { code: this.#code(account.totpSecret) })
  }

  /**
   * The next unused code. A code is valid once; within its 30 s the code of the next step is taken,
   * which the server accepts, too.
   */
  #code(secret: string): string {
    const step = Math.max(Math.floor(this.#nowMs() / 30_000), this.#lastStep + 1)
    this.#lastStep = step
    return appCode(secret, step * 30_000)
  }

  async #read<T>(what: string, response: Response): Promise<T> {
    const text = await response.text()
    const body: unknown =
      text && response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text
    if (!response.ok) throw new ApiFailure(what, response.status, body)
    // the caller names the shape; the tests of the API check it
    return (text ? body : undefined) as T
  }
}
