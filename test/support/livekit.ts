import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { newKeys } from '../../src/rooms/server/keys.ts'
import { obtainLiveKit } from '../../src/rooms/server/obtain.ts'
import { superviseLiveKit } from '../../src/rooms/server/supervise.ts'

/**
 * What a test file needs of the run's media server. `listenersUrl`: the address at which a test
 * registers for webhooks.
 */
export type TestLiveKit = {
  url: string
  apiKey: string
  apiSecret: string
  pid: number
  listenersUrl: string
}

/**
 * Starts one real LiveKit for the whole run; its webhooks are passed on unchanged to every
 * registered address.
 */
export async function startTestLiveKit(): Promise<{
  given: TestLiveKit
  stop: () => Promise<void>
}> {
  const log = { debug() {}, info: console.log, warn: console.warn, error: console.error }
  const dataDir = mkdtempSync(join(tmpdir(), 'lagerunde-livekit-'))
  const obtained = await obtainLiveKit({ dataDir, log })
  rmSync(dataDir, { recursive: true, force: true })
  if (obtained.kind === 'none')
    throw new Error(`The tests need the real media server. ${obtained.detail}`)
  const listeners: Listeners = new Map()
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
    // never the usual ports, because an older server may still listen there
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

/** Each listener with its last delivery. */
type Listeners = Map<string, Promise<void>>

/** Sends the run's webhooks to this address too, until the returned function is called. */
export async function listenToWebhooks(
  liveKit: TestLiveKit,
  url: string,
): Promise<() => Promise<void>> {
  await fetch(liveKit.listenersUrl, { method: 'PUT', body: url })
  return async () => void (await fetch(liveKit.listenersUrl, { method: 'DELETE', body: url }))
}

async function pass(
  request: IncomingMessage,
  response: ServerResponse,
  listeners: Listeners,
): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  if (request.url === '/listeners') {
    if (request.method === 'PUT') listeners.set(body.toString(), Promise.resolve())
    else listeners.delete(body.toString())
    return void response.writeHead(204).end()
  }
  const headers = {
    authorization: request.headers.authorization ?? '',
    'content-type': request.headers['content-type'] ?? '',
  }
  for (const url of listeners.keys()) {
    const before = listeners.get(url)
    listeners.set(
      url,
      Promise.resolve(before).then(() => deliver(url, { body, headers }, listeners)),
    )
  }
  response.writeHead(200).end()
}

/**
 * Delivers in order and tries up to five times, as the media server does; a failing listener does
 * not delay others.
 */
async function deliver(
  url: string,
  { body, headers }: { body: Buffer; headers: Record<string, string> },
  listeners: Listeners,
): Promise<void> {
  for (let tries = 0; tries < 5 && listeners.has(url); tries++) {
    const answer = await fetch(url, {
      method: 'POST',
      headers,
      body: new Uint8Array(body),
      signal: AbortSignal.timeout(5_000),
    }).catch(() => null)
    if (answer && answer.status < 500) return
    await delay(100 * 2 ** tries)
  }
}
