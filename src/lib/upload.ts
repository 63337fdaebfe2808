import type { HonoRequest, MiddlewareHandler } from 'hono'
import { describeRoute, resolver } from 'hono-openapi'
import type { z } from 'zod'
import type { Env } from './http.ts'

/** A form's raw body, not yet parsed. */
export type Upload = { contentType: string; read(): Promise<ArrayBuffer> }

/**
 * Describes the form of a route and gives it its type, but does not parse it. Parsing 10 MB would
 * block the process, so a worker does it, after the request's person is known.
 */
export function upload<S extends z.ZodType>(
  schema: S,
): MiddlewareHandler<Env, string, { in: { form: z.input<S> } }> {
  const content = { 'multipart/form-data': { schema: resolver(schema) } }
  // the type tells clients what to send; it validates nothing
  return describeRoute({ requestBody: { required: true, content } }) as never
}

export function uploadOf(request: HonoRequest): Upload {
  return {
    contentType: request.header('content-type') ?? '',
    read: () => request.arrayBuffer(),
  }
}
