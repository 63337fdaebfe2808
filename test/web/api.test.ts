import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hc } from 'hono/client'
import { expect, test } from 'vitest'
import type { App } from '../../src/app.ts'
import type { MeetingId } from '../../src/lib/ids.ts'
import { request, withKey } from '../../web/src/api.ts'

test('a mutation that names its key keeps its content type', async () => {
  let heard: IncomingHttpHeaders = {}
  const server = createServer((message, answer) => {
    heard = message.headers
    answer.end('{}')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  // listening on a port, the address is no pipe
  const { port } = server.address() as AddressInfo
  const api = hc<App>(`http://127.0.0.1:${port}/`, { fetch: request })
  const param = { meetingId: 'mtg_1' as MeetingId } // nobody looks it up here
  await api.api.meetings[':meetingId'].visitors.$post(
    { param, json: { name: 'Nadine Falk' } },
    withKey('a key of ours'),
  )
  server.close()
  expect(heard).toMatchObject({
    'content-type': 'application/json',
    'idempotency-key': 'a key of ours',
  })
})
