import type { Context as HonoContext, ErrorHandler, MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { describeRoute, resolver, validator } from 'hono-openapi'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Actor } from './actor.ts'
import { isUnwieldy } from './body.ts'
import type { Context, Deps } from './context.ts'
import type { MeetingId } from './ids.ts'
import { busy } from './lanes.ts'
import {
  codeOf,
  DomainError,
  errorCodes,
  isDatabaseGone,
  isDiskFull,
  isTooLate,
  type ErrorCode,
  type FieldProblem,
} from './errors.ts'

export type Env = {
  Variables: {
    requestId: string
    /** people open the product by https */
    isHttps: boolean
    actor: Actor
    address: string
    hasStored?: boolean
  }
}

/** RFC 9457, with our code, the faulty fields, and the request id that is also in the log. */
export const Problem = z.strictObject({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.number().int(),
  code: z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]),
  detail: z.string(),
  requestId: z.string(),
  errors: z.array(
    z.strictObject({
      field: z.string(),
      problem: z.string(),
      value: z.string().optional(),
      expected: z.string().optional(),
    }),
  ),
  details: z.record(z.string(), z.unknown()),
})
export type Problem = z.infer<typeof Problem>

/** The context of a signed-in request. It notes on the request that a transaction was committed. */
export function contextOf(deps: Deps, c: HonoContext<Env>): Context {
  const transaction: Deps['database']['transaction'] = async (...act) => {
    const done = await deps.database.transaction(...act)
    c.set('hasStored', true)
    return done
  }
  const database = { ...deps.database, transaction }
  return { ...deps, database, actor: c.var.actor, requestId: c.var.requestId }
}

/** For routes that act on a meeting and answer with its view after the act. */
export function thenAnswer<View extends object>(
  deps: Deps,
  view: (ctx: Context, meetingId: MeetingId) => Promise<View>,
) {
  return async (
    c: HonoContext<Env>,
    { meetingId }: { meetingId: MeetingId },
    act: (ctx: Context, meetingId: MeetingId) => Promise<unknown>,
  ) => {
    const ctx = contextOf(deps, c)
    await act(ctx, meetingId)
    return c.json(await view(ctx, meetingId))
  }
}

/**
 * Describes a route in the OpenAPI document; without a schema it has no body. The document adds the
 * problems; a test checks the answers against it.
 */
export function describes(
  summary: string,
  schema?: z.ZodType,
  status: 200 | 201 | 204 = schema ? 200 : 204,
): MiddlewareHandler {
  const content = schema ? { content: { 'application/json': { schema: resolver(schema) } } } : {}
  return describeRoute({
    summary,
    responses: { [status]: { description: summary, ...content } },
  })
}

/** The same for a route that answers with a file, or a stream. */
export function describesFile(summary: string, contentType: string): MiddlewareHandler {
  return describeRoute({
    summary,
    responses: { 200: { description: summary, content: { [contentType]: {} } } },
  })
}

/** The largest number of faults listed, because a hostile request can have a hundred thousand. */
const mostFaults = 20

/** Validates one part of a request; an error names field, value and expectation. */
export function input<T extends 'json' | 'query' | 'param' | 'form', S extends z.ZodType>(
  target: T,
  schema: S,
) {
  const validate = validator<S, T, Env, string>(target, schema, result => {
    const fields = result.success
      ? unstorableTexts(result.data)
      : result.error.slice(0, mostFaults).flatMap(issue => fieldProblems(issue, result.data))
    if (result.success && fields.length === 0) return
    throw new DomainError('invalid', 'The request does not fit', {
      fields: fields.slice(0, mostFaults),
    })
  })
  if (target !== 'json') return validate
  const bounded: typeof validate = async (c, next) => {
    const text = await c.req.text()
    // a request without a body is one without fields, whatever type it claims
    const none = text === '' ? schema.safeParse({}) : null
    if (none?.success) {
      c.req.addValidatedData('json', none.data as object)
      return next()
    }
    if (isUnwieldy(text)) {
      const fields = [
        { field: '(body)', problem: 'has too many values', expected: 'fewer or less nested ones' },
      ]
      throw new DomainError('invalid', 'The request does not fit', { fields })
    }
    return validate(c, next)
  }
  // the library stores the OpenAPI description of a route as a property of its handler
  return Object.assign(bounded, validate)
}

export function answerProblem(c: HonoContext, error: DomainError) {
  const status = errorCodes[error.code]
  const body: Problem = {
    type: 'about:blank',
    title: error.code,
    status,
    code: error.code,
    detail: error.message,
    requestId: String(c.get('requestId' as never) ?? ''),
    errors: [...error.fields],
    details: { ...error.details },
  }
  // the rest of a body that is too large stays unread, so the connection cannot carry another
  // request
  const ending = error.code === 'tooLarge' ? { connection: 'close' } : {}
  const { retryAfterS } = error.details
  const waiting = typeof retryAfterS === 'number' ? { 'retry-after': String(retryAfterS) } : {}
  return c.body(JSON.stringify(body), status, {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    ...ending,
    ...waiting,
  })
}

/**
 * Expected errors are answered as they are; unknown ones are logged with the request id and
 * answered "internal".
 */
export function errorHandler(log: Logger): ErrorHandler {
  return (error, c) => {
    if (error instanceof DomainError) return answerProblem(c, error)
    if (error instanceof HTTPException) {
      if (error.status === 413)
        return answerProblem(c, new DomainError('tooLarge', 'The request is too large'))
      if (error.status < 500) {
        const problem = error.message || 'does not fit'
        return answerProblem(
          c,
          new DomainError('invalid', 'The request does not fit', {
            fields: [{ field: '(body)', problem }],
          }),
        )
      }
    }
    log.error(
      { requestId: c.get('requestId' as never), code: codeOf(error), err: describe(error) },
      'request failed',
    )
    if (isDiskFull(error)) {
      return answerProblem(
        c,
        // what fails after the commit, such as reading what to answer, takes nothing back
        c.get('hasStored' as never)
          ? new DomainError('unavailable', 'The disk of the server is full; see what was stored')
          : new DomainError('diskFull', 'The disk of the server is full; nothing was stored'),
      )
    }
    if (isTooLate(error)) return answerProblem(c, busy())
    if (isDatabaseGone(error))
      return answerProblem(
        c,
        new DomainError('unavailable', 'The database does not answer; try again in a moment'),
      )
    return answerProblem(c, new DomainError('internal', 'Something went wrong on the server'))
  }
}

/** The part of an unknown error that may be logged; it never has the values of a failed query. */
export function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: typeof error }
  const { code, constraint_name: constraint } = error as {
    code?: unknown
    constraint_name?: unknown
  }
  const message = error.message.startsWith('Failed query')
    ? error.message.split('\nparams:')[0]
    : error.message
  return {
    name: error.name,
    message,
    stack: error.stack
      ?.split('\n')
      .filter(line => line.startsWith('    at '))
      .slice(0, 8)
      .join('\n'),
    ...(code === undefined ? {} : { code }),
    ...(constraint === undefined ? {} : { constraint }),
    ...(error.cause === undefined ? {} : { cause: describe(error.cause) }),
  }
}

type Issue = {
  message: string
  path?: ReadonlyArray<PropertyKey | { key: PropertyKey }> | undefined
}

function fieldProblems(issue: Issue, data: unknown): FieldProblem[] {
  const path = (issue.path ?? []).map(part => (typeof part === 'object' ? part.key : part))
  // Zod names the object and lists its unknown fields beside it, but people look for the field
  const { code, keys } = issue as { code?: string; keys?: string[] }
  if (code === 'unrecognized_keys' && keys)
    return keys.map(key => ({
      field: [...path, key].map(String).join('.').slice(0, 200),
      problem: 'is not known here',
    }))
  return [fieldProblem(path, issue.message, data)]
}

/**
 * Refuses text that no database can store, wherever a schema allows it: with NUL or a lone
 * surrogate.
 */
function unstorableTexts(value: unknown, path: readonly PropertyKey[] = []): FieldProblem[] {
  if (typeof value === 'string') {
    const isFine = !value.includes('\0') && value.isWellFormed()
    return isFine
      ? []
      : [
          {
            field: path.map(String).join('.').slice(0, 200) || '(body)',
            problem: 'must not contain control characters',
          },
        ]
  }
  if (value === null || typeof value !== 'object' || value instanceof Blob) return []
  return Object.entries(value).flatMap(([key, inner]) => [
    ...unstorableTexts(key, [...path, key]),
    ...unstorableTexts(inner, [...path, key]),
  ])
}

function fieldProblem(path: readonly PropertyKey[], problem: string, data: unknown): FieldProblem {
  const field = path.map(String).join('.').slice(0, 200) || '(body)'
  let value: unknown = data
  for (const key of path) value = (value as Record<PropertyKey, unknown> | undefined)?.[key]
  const isSecret = /password|code|token|secret/i.test(field)
  const shown =
    typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 80) : undefined
  return { field, problem, ...(shown === undefined || isSecret ? {} : { value: shown }) }
}
