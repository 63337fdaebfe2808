import { randomUUID } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { checkAdvisories } from '../../scripts/advisories.ts'

const undo: (() => void)[] = []
afterEach(() => undo.splice(0).forEach(step => step()))

/** A registry that answers as it is told, with a loopback address of its own. */
async function registry(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  undo.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

const knows = (severity: string): RequestListener => {
  // npm keeps what it once worked out for an advisory of this number
  const advisory = {
    id: randomUUID(),
    title: 'A fault',
    severity,
    vulnerable_versions: '*',
    url: 'https://x',
  }
  return (request, response) => {
    if (request.method !== 'POST') response.writeHead(404).end('{}')
    else
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ hono: [advisory] }))
  }
}

test('a high finding in a package of the product fails, and is named', async () => {
  const verdict = await checkAdvisories({ registry: await registry(knows('high')) })
  expect(verdict).toMatchObject({ isBad: true })
  expect(verdict.findings.join()).toMatch(/high: hono .*A fault/)
})

test('a lesser finding is told, and does not fail', async () => {
  const verdict = await checkAdvisories({ registry: await registry(knows('moderate')) })
  expect(verdict.isBad).toBe(false)
  expect(verdict.line).toMatch(/^advisories: 0 high or critical, [1-9]\d* lesser$/)
})

test.each<[string, RequestListener]>([
  ['refuses the question', (_request, response) => response.writeHead(405).end()],
  ['answers with something else', (_request, response) => response.end('<html>')],
  ['does not answer', () => {}],
])('a registry that %s is told as not reachable, and does not fail', async (_what, answer) => {
  const verdict = await checkAdvisories({ registry: await registry(answer), mostMs: 4_000 })
  expect(verdict).toEqual({
    line: 'advisories: source not reachable, not checked',
    isBad: false,
    findings: [],
  })
})
