import { Hono } from 'hono'
import { html } from 'hono/html'
import { generateSpecs } from 'hono-openapi'
import type { Env } from '../lib/http.ts'

type Operation = {
  summary?: string
  requestBody?: unknown
  parameters?: { name: string; in: string }[]
  responses?: Record<string, unknown>
}
type Spec = { paths?: Record<string, Record<string, Operation>> }

const documentation = {
  info: {
    title: 'Lagerunde',
    version: '1',
    description: 'Hybrid meetings of a crisis staff. Errors are problem+json (RFC 9457). Mutations take an Idempotency-Key.',
  },
  servers: [{ url: '/api' }],
}

/** The OpenAPI document and a page that reads it, without a script and without anything foreign. */
export const docsRoutes = (api: () => Hono<Env>) => {
  let spec: Promise<unknown> | undefined
  // exports are named like files, and are routes all the same
  const document = () => (spec ??= generateSpecs(api(), { documentation, excludeStaticFile: false }))
  return new Hono<Env>()
    .get('/openapi.json', async c => c.json((await document()) as Record<string, unknown>))
    .get('/docs', async c => {
      const { paths = {} } = (await document()) as Spec
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
                        <td>${(operation.parameters ?? []).map(p => `${p.name} (${p.in})`).join(', ')}</td>
                      </tr>`,
                  )}
                </tbody>
              </table>
            </body>
          </html>`,
      )
    })
}
