import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newKeys } from '../../src/rooms/server/keys.ts'
import { obtainLiveKit } from '../../src/rooms/server/obtain.ts'
import { superviseLiveKit } from '../../src/rooms/server/supervise.ts'

/** What a test file needs of the run's media server. `listenersUrl`: where a test registers for webhooks. */
export type TestLiveKit = { url: string; apiKey: string; apiSecret: string; pid: number; listenersUrl: string }

/** One real LiveKit for the whole run; its webhooks go, byte for byte, to every address that is registered. */
export async function startTestLiveKit(): Promise<{ given: TestLiveKit; stop: () => Promise<void> }> {
  const log = { debug() {}, info: console.log, warn: console.warn, error: console.error }
  const dataDir = mkdtempSync(join(tmpdir(), 'lagerunde-livekit-'))
  const obtained = await obtainLiveKit({ dataDir, log })
  rmSync(dataDir, { recursive: true, force: true })
  if (obtained.kind === 'none') throw new Error(`The tests need the real media server. ${obtained.detail}`)
  const listeners = new Set<string>()
  const fan = createServer((request, response) => void pass(request, response, listeners))
  await new Promise<void>(resolve => fan.listen(0, '127.0.0.1', resolve))
  const fanUrl = `http://127.0.0.1:${(fan.address() as AddressInfo).port}`
  const keys = newKeys()
  const server = await superviseLiveKit({
    program: obtained.program,
    keys,
    webhookUrl: `${fanUrl}/webhooks/livekit`,
    log,
    onRestart: () => {},
    onLost: error => console.error(error),
    // never the usual ports: an older server may be answering there
    preferredPorts: { signal: 0, udp: 0 },
  })
  return {
    given: { url: server.url, ...keys, pid: server.pid(), listenersUrl: `${fanUrl}/listeners` },
    async stop() {
      await server.stop()
      fan.closeAllConnections()
      await new Promise(resolve => fan.close(resolve))
    },
  }
}

/** Sends the run's webhooks to this address too, until the returned function is called. */
export async function listenToWebhooks(liveKit: TestLiveKit, url: string): Promise<() => Promise<void>> {
  await fetch(liveKit.listenersUrl, { method: 'PUT', body: url })
  return async () => void (await fetch(liveKit.listenersUrl, { method: 'DELETE', body: url }))
}

async function pass(request: IncomingMessage, response: ServerResponse, listeners: Set<string>): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  if (request.url === '/listeners') {
    if (request.method === 'PUT') listeners.add(body.toString())
    else listeners.delete(body.toString())
    return void response.writeHead(204).end()
  }
  const headers = { authorization: request.headers.authorization ?? '', 'content-type': request.headers['content-type'] ?? '' }
  const answers = await Promise.all(
    [...listeners].map(url =>
      fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(5_000) }).then(
        a => a.status,
        () => 503,
      ),
    ),
  )
  response.writeHead(answers.find(status => status >= 500) ?? 200).end()
}
