import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'

type Schema = {
  type?: string
  format?: string
  pattern?: string
  maxLength?: number
  maxItems?: number
  enum?: unknown[]
  const?: unknown
  items?: Schema
  prefixItems?: Schema[]
  properties?: Record<string, Schema>
  additionalProperties?: Schema | boolean
  propertyNames?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
}
type Operation = {
  requestBody?: { content: Record<string, { schema: Schema }> }
  parameters?: { name: string; schema: Schema }[]
}
type Spec = { paths: Record<string, Record<string, Operation>> }

let app: TestApp
let spec: Spec
beforeAll(async () => {
  app = await startApp()
  spec = (await (await fetch(`${app.base}/api/openapi.json`)).json()) as Spec
})
afterAll(() => app.stop())

test('every text that a request may carry says how long it may be', () => {
  const endless = requestSchemas().flatMap(([at, schema]) => endlessIn(schema, at))
  expect(endless).toEqual([])
})

function requestSchemas(): [string, Schema][] {
  return Object.entries(spec.paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { requestBody, parameters = [] }]) => [
      ...Object.values(requestBody?.content ?? {}).map(({ schema }): [string, Schema] => [
        `${method} ${path}`,
        schema,
      ]),
      ...parameters.map(({ name, schema }): [string, Schema] => [
        `${method} ${path} ?${name}`,
        schema,
      ]),
    ]),
  )
}

/**
 * A pattern bounds a text when nothing in it repeats without end; formats are patterns of the
 * validator, from end to end.
 */
function isBounded({ maxLength, pattern, format, enum: values, const: value }: Schema): boolean {
  if (maxLength !== undefined || values !== undefined || value !== undefined) return true
  if (pattern !== undefined) return /^\^.*\$$/.test(pattern) && !/[*+]|,\}/.test(pattern)
  return format === 'date' || format === 'binary'
}

function endlessIn(schema: Schema, at: string): string[] {
  const {
    type,
    items,
    prefixItems = [],
    properties = {},
    additionalProperties,
    anyOf = [],
    oneOf = [],
    allOf = [],
  } = schema
  return [
    ...(type === 'string' && !isBounded(schema) ? [at] : []),
    ...(type === 'array' && items && schema.maxItems === undefined ? [`${at}[]`] : []),
    ...(items ? endlessIn(items, `${at}[]`) : []),
    ...Object.entries(properties).flatMap(([name, inner]) => endlessIn(inner, `${at}.${name}`)),
    ...(typeof additionalProperties === 'object' ? endlessIn(additionalProperties, `${at}.*`) : []),
    ...[...prefixItems, ...anyOf, ...oneOf, ...allOf].flatMap(inner => endlessIn(inner, at)),
  ]
}
