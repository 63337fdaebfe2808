import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { z } from 'zod'
import type { TestApp } from './app.ts'
import type { Client } from './client.ts'
import { fingerprintOf } from './fingerprint.ts'

type Content = Record<string, { schema?: object }>
type Operation = {
  summary?: string
  parameters?: { name: string; in: string }[]
  requestBody?: { content: Content }
  responses: Record<string, { content?: Content; $ref?: string }>
  security?: unknown[]
}
export type Played = { name: string; client: Client; path: string; body?: unknown }

/** A placeholder for a missing answer; reading anything from it gives the same placeholder. */
const marked = (name: string) => `(no answer of ${name})`
function lost(name: string): unknown {
  const self: unknown = new Proxy(() => self, {
    get: (_, key) =>
      key === 'then'
        ? undefined
        : key === Symbol.toPrimitive || key === 'toJSON'
          ? () => marked(name)
          : self,
    apply: () => self,
  })
  return self
}

/**
 * Reads the OpenAPI document, and gives a way to play its operations that checks every answer
 * against it. After a failure the play goes on; an operation that needs the missing answer fails
 * with a message that says so.
 */
export async function readDocument(app: TestApp) {
  const spec = (await (await fetch(`${app.base}/api/openapi.json`)).json()) as {
    paths: Record<string, Record<string, Operation>>
    components: { responses: Record<string, { content?: Content }> }
  }
  const operations = new Map<string, Operation>(
    Object.entries(spec.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(
        ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const,
      ),
    ),
  )
  const played = new Map<string, Played>()
  const takesKey = (name: string) =>
    operations
      .get(name)
      ?.parameters?.some(p => p.in === 'header' && p.name === 'Idempotency-Key') ?? false

  /** Asserts that the document describes this answer, in its strict shape. */
  async function hold(name: string, response: Response): Promise<unknown> {
    const operation = operations.get(name)
    expect.soft(operation, `${name} stands in the document`).toBeDefined()
    if (!operation) return undefined
    const listed = operation.responses[String(response.status)]
    const said = listed?.$ref ? spec.components.responses[listed.$ref.split('/').at(-1)!] : listed
    expect
      .soft(
        said,
        `${name} may answer ${response.status}: ${response.ok ? '' : await response.clone().text()}`,
      )
      .toBeDefined()
    if (!said) return undefined
    const bytes = await response.arrayBuffer()
    if (!said.content) {
      expect.soft(bytes.byteLength, `${name} answers nothing`).toBe(0)
      return undefined
    }
    const type = (response.headers.get('content-type') ?? '').split(';')[0]!
    expect.soft(Object.keys(said.content), `${name} answers as`).toContain(type)
    const schema = said.content[type]?.schema
    if (!schema) return undefined
    const json: unknown = JSON.parse(new TextDecoder().decode(bytes))
    const parsed = z
      .fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0])
      .safeParse(json)
    expect
      .soft(parsed.success ? [] : parsed.error.issues, `${name} answers in its shape`)
      .toEqual([])
    return json
  }

  return {
    spec,
    operations,
    played,
    takesKey,
    hold,
    /**
     * Plays one operation that must succeed. A mutation is sent twice with one Idempotency-Key and
     * must have the same answer and no second effect. `query` begins with `?`.
     */
    async play<T>(
      client: Client,
      name: string,
      {
        params = {},
        query = '',
        body,
        once = false,
      }: { params?: Record<string, string>; query?: string; body?: unknown; once?: boolean } = {},
    ): Promise<T> {
      const [method = '', template = ''] = name.split(' ')
      const path = `/api${template.replace(/\{(\w+)\}/g, (_, key: string) => params[key] ?? `(no ${key})`)}${query}`
      const needed = /\(no answer of .*?\)/.exec(path + JSON.stringify(body ?? null))?.[0]
      expect.soft(needed, `${name} is played`).toBeUndefined()
      if (needed) return lost(name) as T
      const key = takesKey(name) ? { 'idempotency-key': randomUUID() } : {}
      const response = await client.fetch(method, path, body, key)
      const copy = response.clone()
      expect
        .soft(
          response.ok,
          `${name}: ${response.status} ${response.ok ? '' : await response.clone().text()}`,
        )
        .toBe(true)
      if (!response.ok) return lost(name) as T
      const json = await hold(name, response)
      if (takesKey(name) && !once) {
        const before = await fingerprintOf(app)
        const again = await client.fetch(method, path, body, key)
        expect.soft(again.headers.get('idempotency-replayed'), `${name} is replayed`).toBe('true')
        expect
          .soft([name, again.status, await again.text()])
          .toEqual([name, copy.status, await copy.text()])
        expect.soft(await fingerprintOf(app), `${name} is done once`).toBe(before)
      }
      played.set(name, { name, client, path, ...(body === undefined ? {} : { body }) })
      return json as T
    },
  }
}
