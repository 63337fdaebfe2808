import { hc, type ClientResponse } from 'hono/client'
import type { SuccessStatusCode } from 'hono/utils/http-status'
import type { App } from '../../src/app.ts'
import type { ErrorCode, FieldProblem } from '../../src/lib/errors.ts'
import { takeEarly } from './early.ts'
import { noteReachable, noteUnreachable } from './live.ts'
import {
  forgetUnanswered,
  makes,
  noteUnanswered,
  type Sending,
  unansweredAt,
} from './unanswered.ts'
import { noteServerTime } from './ui/clock.ts'
import { owner } from './ui/owner.ts'

/**
 * A failed request: the server's code, `offline` when no answer came, or `arrived` when it was not
 * sent because an earlier one from the same form had arrived without anybody knowing.
 */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  readonly code: ErrorCode | 'offline' | 'arrived'
  readonly title: string
  readonly detail: string
  readonly requestId: string | null
  readonly fields: readonly FieldProblem[]
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    problem: Partial<Omit<ApiError, 'name' | 'message'>> & {
      status: number
      code: ErrorCode | 'offline' | 'arrived'
    },
  ) {
    super(problem.detail ?? problem.code)
    this.status = problem.status
    this.code = problem.code
    this.title = problem.title ?? problem.code
    this.detail = problem.detail ?? ''
    this.requestId = problem.requestId ?? null
    this.fields = problem.fields ?? []
    this.details = problem.details ?? {}
  }

  /** The first faulty field as dotted path, or null. */
  get field(): string | null {
    return this.fields[0]?.field ?? null
  }
}

/** The typed client. Every answer that is no success is thrown as ApiError. */
export const api = hc<App>('/', { fetch: request })

/** The body of a successful answer: `await send(api.api.meetings.$get())`. */
export async function send<R extends ClientResponse<unknown, number, string>>(
  answer: Promise<R>,
): Promise<BodyOf<R>> {
  const response = await answer
  const isJson = response.headers.get('content-type')?.includes('json') ?? false
  // the type describes the route's answer; a 204 has no body
  return (isJson ? await response.json() : undefined) as BodyOf<R>
}

type BodyOf<R> =
  R extends ClientResponse<infer Body, infer Status, infer _Format>
    ? Status extends SuccessStatusCode
      ? Body
      : never
    : never

/**
 * Options that give a mutation its idempotency key: a retry with the same key gets the first
 * answer, so nothing is done twice. Without it every call makes a key of its own.
 */
export function withKey(idempotencyKey: string) {
  // `init.headers` would replace the content type
  return { headers: { 'idempotency-key': idempotencyKey } }
}

/** Options of a request that may go out when its page is left, perhaps after somebody else came. */
export function sentAs(personId: string) {
  return { headers: { [ownerHeader]: personId } }
}
const ownerHeader = 'lagerunde-person'

/**
 * fetch with idempotency keys and typed errors; used by the client, by uploads, and for paths the
 * client does not know.
 */
export async function request(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers)
  const isMutation = !['GET', 'HEAD'].includes(init.method?.toUpperCase() ?? 'GET')
  if (isMutation && !headers.has('idempotency-key'))
    headers.set('idempotency-key', crypto.randomUUID())
  // another person may have signed in in another tab, and nothing of this page may count as theirs
  if (owner() && !headers.has(ownerHeader)) headers.set(ownerHeader, owner())
  const sending = isMutation ? await afterUnanswered(input, init, headers) : null
  let response: Response
  try {
    const early = takeEarly(input, init)
    const sentAtMs = Date.now() - (early ? performance.now() - early.atMs : 0)
    response = await (early?.answer ??
      fetch(input, { ...init, headers, credentials: 'same-origin', cache: 'no-store' }))
    noteServerTime(response, sentAtMs)
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    noteUnreachable()
    if (sending) noteUnanswered(sending)
    throw new ApiError({ status: 0, code: 'offline' })
  }
  noteReachable()
  if (sending) forgetUnanswered(sending)
  if (response.ok) return response
  const error = await problemOf(response)
  // a proxy may have lost the answer
  if (sending && (error.status >= 500 || error.code === 'inProgress')) noteUnanswered(sending)
  if (error.code === 'unauthenticated') onSignedOut()
  throw error
}

/**
 * Before a request that would make something: when the last one to the same address got no answer,
 * the same one goes out again under its key, and a changed one only if the last did nothing.
 * Null: the request makes nothing.
 */
async function afterUnanswered(
  input: RequestInfo | URL,
  { method, body }: RequestInit,
  headers: Headers,
): Promise<Sending | null> {
  const target = input instanceof Request ? null : makes(input, method)
  if (target === null) return null
  const before = unansweredAt(target)
  if (before && before.key !== headers.get('idempotency-key')) {
    if (before.body === body) headers.set('idempotency-key', before.key)
    else await settle(before)
  }
  return { target, key: headers.get('idempotency-key')!, body } // request has set one
}

async function settle(before: Sending): Promise<void> {
  const path = `/api/me/requests/${encodeURIComponent(before.key)}/settle`
  const answer = await request(path, { method: 'POST' })
  const { state } = (await answer.json()) as { state: 'done' | 'refused' | 'never' }
  forgetUnanswered(before)
  if (state === 'done') throw new ApiError({ status: 409, code: 'arrived' })
}

/** Called when the session has ended; set by the router. */
export function whenSignedOut(handler: () => void): void {
  onSignedOut = handler
}
let onSignedOut: () => void = () => {}

async function problemOf(response: Response): Promise<ApiError> {
  const requestId = response.headers.get('x-request-id')
  try {
    const { errors, ...problem } = (await response.json()) as {
      code: ErrorCode
      errors?: FieldProblem[]
    }
    return new ApiError({ requestId, ...problem, status: response.status, fields: errors ?? [] })
  } catch {
    return new ApiError({
      requestId,
      status: response.status,
      code: response.status >= 500 ? 'unavailable' : 'internal',
    })
  }
}
