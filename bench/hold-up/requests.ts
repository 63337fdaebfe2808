/** The part of OpenAPI 3.1 that is needed to write a request. */
type Schema = {
  type?: string
  format?: string
  pattern?: string
  enum?: unknown[]
  const?: unknown
  minimum?: number
  minItems?: number
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: Schema | boolean
  anyOf?: Schema[]
  oneOf?: Schema[]
}
export type Document = {
  paths: Record<
    string,
    Record<string, { requestBody?: { content: Record<string, { schema: Schema }> } }>
  >
}
export type Operation = { method: string; path: string; body: unknown; texts: Place[] }
type Place = (string | number)[]

/** All operations that take JSON, with a valid body and the places of all texts in it. */
export function operationsOf(
  document: Document,
  ids: { staffId: string; meetingId: string },
): Operation[] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { requestBody }]) => {
      const schema = requestBody?.content['application/json']?.schema
      if (!schema) return []
      const texts: Place[] = []
      const body = sampleOf(schema, [], texts)
      return [{ method: method.toUpperCase(), path: `/api${filled(path, ids)}`, body, texts }]
    }),
  )
}

/** A copy of the body with another value at that place. */
export function withValue(body: unknown, [key, ...rest]: Place, value: unknown): unknown {
  if (key === undefined) return value
  const copy = (Array.isArray(body) ? [...body] : { ...(body as object) }) as Record<
    string | number,
    unknown
  >
  copy[key] = withValue(copy[key], rest, value)
  return copy
}

/** Gives optional fields too, because each may be the one that takes long. */
function sampleOf(schema: Schema, at: Place, texts: Place[]): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const [choice] = schema.oneOf ?? schema.anyOf ?? []
  if (choice) return sampleOf(choice, at, texts)
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, inner]) => [
          name,
          sampleOf(inner, [...at, name], texts),
        ]),
      )
    case 'array':
      return schema.items ? [sampleOf(schema.items, [...at, 0], texts)] : []
    case 'string':
      texts.push(at)
      return textOf(schema)
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1)
    case 'boolean':
      return false
    default:
      return null
  }
}

function textOf({ format, pattern }: Schema): string {
  if (format === 'date') return '2026-12-01'
  if (format === 'date-time') return '2026-12-01T08:00:00Z'
  const prefix = /^\^([a-z]{3}_)/.exec(pattern ?? '')?.[1]
  return prefix ? `${prefix}${'0'.repeat(26)}` : 'Text'
}

function filled(path: string, ids: { staffId: string; meetingId: string }): string {
  return path
    .replace('{staffId}', ids.staffId)
    .replace('{meetingId}', ids.meetingId)
    .replaceAll(/\{[a-zA-Z]+\}/g, `xxx_${'0'.repeat(26)}`)
}
