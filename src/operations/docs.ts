import { setImmediate } from 'node:timers/promises'
import { Hono } from 'hono'
import { html } from 'hono/html'
import { generateSpecs } from 'hono-openapi'
import { z } from 'zod'
import { errorCodes, type ErrorCode } from '../lib/errors.ts'
import { type Env, Problem } from '../lib/http.ts'

type Operation = {
  summary?: string
  requestBody?: { content?: Record<string, unknown> }
  parameters?: { name: string; in: string }[]
  responses?: Record<string, unknown>
  security?: Record<string, string[]>[]
}
type Spec = { paths?: Record<string, Record<string, Operation>>; components?: object }

const documentation = {
  info: {
    title: 'Lagerunde',
    version: '1',
    description:
      'Hybrid meetings of a crisis staff. Errors are problem+json (RFC 9457). Mutations take an Idempotency-Key.',
  },
  servers: [{ url: '/api' }],
  security: [{ session: [] }],
}

/**
 * Serves the OpenAPI document and a page that shows it, without scripts and without anything from
 * other servers.
 */
export const docsRoutes = (api: () => Hono<Env>) => {
  let made: Promise<{ spec: Spec; json: string }> | undefined
  const document = () =>
    (made ??= specOf(api()).then(spec => ({ spec, json: JSON.stringify(spec) })))
  return new Hono<Env>()
    .get('/openapi.json', async c => {
      const { json } = await document()
      return c.body(json, 200, { 'content-type': 'application/json' })
    })
    .get('/docs', async c => {
      const { paths = {} } = (await document()).spec
      const rows = Object.entries(paths).flatMap(([path, operations]) =>
        Object.entries(operations).map(([method, operation]) => ({ path, method, operation })),
      )
      return c.html(
        html`<!doctype html>
          <html lang="en">
            <head>
              <meta charset="utf-8" />
              <title>Lagerunde API</title>
            </head>
            <body>
              <h1>Lagerunde API</h1>
              <p>The whole document: <a href="/api/openapi.json">openapi.json</a></p>
              <table border="1" cellpadding="6">
                <thead>
                  <tr>
                    <th>Method</th>
                    <th>Path</th>
                    <th>What it does</th>
                    <th>Parameters</th>
                  </tr>
                </thead>
                <tbody>
                  ${rows.map(
                    ({ path, method, operation }) =>
                      html`<tr>
                        <td><code>${method.toUpperCase()}</code></td>
                        <td><code>/api${path}</code></td>
                        <td>${operation.summary ?? ''}</td>
                        <td>
                          ${(operation.parameters ?? []).map(p => `${p.name} (${p.in})`).join(', ')}
                        </td>
                      </tr>`,
                  )}
                </tbody>
              </table>
            </body>
          </html>`,
      )
    })
}

/**
 * Generates the document path by path and yields after each, because all at once blocks the process
 * for a quarter of a second.
 */
async function specOf({ routes }: Hono<Env>): Promise<Spec> {
  const whole: Spec = { paths: {} }
  for (const ofPath of Map.groupBy(routes, route => route.path).values()) {
    // the generator reads only the routes; excludeStaticFile would drop the exports, whose paths
    // look like files
    const part = (await generateSpecs({ routes: ofPath } as unknown as Hono<Env>, {
      documentation,
      excludeStaticFile: false,
    })) as Spec
    Object.assign(whole, part, { paths: { ...whole.paths, ...part.paths } })
    await setImmediate()
  }
  return finished(whole)
}

/** Routes without an Idempotency-Key: they set cookies, or write nothing. */
const withoutKey =
  /^\/(sign-in|sign-out$|enrolment\/|language$|first-start\/|answer\/(read|series\/read|deputies)$|meetings\/[^/]+\/door\/scan$)/

/** Routes that need no session. */
const withoutSession =
  /^\/(sign-in(\/.*)?|sign-out|session|language|enrolment\/.*|first-start\/.*|answer(\/.*)?|meetings\/[^/]+\/door\/scan)$/

const statuses = [...new Set<number>(Object.values(errorCodes))]

/** One answer for each status of a problem, with the codes that have it. */
const problems = Object.fromEntries(
  statuses.map(status => {
    const codes = Object.entries(errorCodes).flatMap(([code, of]) => (of === status ? code : []))
    const shape = Problem.extend({
      status: z.literal(status),
      code: z.enum(codes as [ErrorCode, ...ErrorCode[]]), // the status is that of a code
    })
    const { $schema: _, ...schema } = z.toJSONSchema(shape)
    return [
      `Problem${status}`,
      { description: codes.join(', '), content: { 'application/problem+json': { schema } } },
    ]
  }),
)

/** The statuses of problems an operation may answer with, by what it takes and does. */
function problemsOf(path: string, method: string, operation: Operation): number[] {
  const isMutation = method !== 'get'
  const isOpen = withoutSession.test(path)
  const content = operation.requestBody?.content
  const namesThing = operation.parameters?.some(({ name }) => /(Id|topics)$/.test(name))
  const takes = (yes: unknown, ...of: number[]) => (yes ? of : [])
  return [
    ...takes(operation.parameters?.length || content, 400),
    ...takes(!isOpen || isMutation, 401, 403),
    ...takes(path.includes('{') || namesThing || isMutation, 404, 409),
    ...takes(isOpen && isMutation, 410),
    ...takes(content, 413),
    ...takes(content?.['multipart/form-data'], 415),
    ...takes(isMutation, 422, 507),
    429,
    500,
    503,
  ]
}

/**
 * An array whose places all hold the same, said without `prefixItems`, which many readers of
 * OpenAPI do not know.
 */
function plainTuples(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainTuples)
  if (value === null || typeof value !== 'object') return value
  const { prefixItems, ...schema } = value as { prefixItems?: unknown[] }
  const places = new Set(prefixItems?.map(place => JSON.stringify(place)))
  const plain = places.size === 1 ? { ...schema, items: prefixItems![0] } : value
  return Object.fromEntries(Object.entries(plain).map(([key, inner]) => [key, plainTuples(inner)]))
}

/**
 * Removes a 400 answer the generator adds but no route gives, and adds the header that the
 * middleware reads, the session and the problems.
 */
function finished(spec: Spec): Spec {
  const key = {
    name: 'Idempotency-Key',
    in: 'header',
    description: 'The same request sent again under the same key is done once and answered alike',
    schema: { type: 'string', minLength: 8, maxLength: 200 },
  }
  for (const [path, operations] of Object.entries(spec.paths ?? {})) {
    for (const [method, operation] of Object.entries(operations)) {
      delete operation.responses?.['400']
      if (method !== 'get' && !withoutKey.test(path))
        operation.parameters = [...(operation.parameters ?? []), key]
      if (withoutSession.test(path)) operation.security = []
      for (const status of problemsOf(path, method, operation))
        operation.responses = {
          ...operation.responses,
          [status]: { $ref: `#/components/responses/Problem${status}` },
        }
    }
  }
  const session = {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-lagerunde',
    description: 'Set by signing in with password and code',
  }
  const components = { securitySchemes: { session }, responses: problems }
  return { ...(plainTuples(spec) as Spec), components }
}
