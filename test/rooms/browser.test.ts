import type * as LiveKitClient from 'livekit-client'
import { readFile } from 'node:fs/promises'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import { createMediaServer } from '../../src/rooms/livekit.ts'
import { launchChromium } from '../support/chromium.ts'

const liveKit = inject('liveKit')
const media = createMediaServer(liveKit)
const client = createRequire(import.meta.url)
  .resolve('livekit-client')
  .replace(/livekit-client\.\w+\.\w+$/, 'livekit-client.umd.js')
const pages = createServer(async (request, response) => {
  if (request.url === '/client.js')
    response.setHeader('content-type', 'text/javascript').end(await readFile(client))
  else
    response
      .setHeader('content-type', 'text/html')
      .end('<!doctype html><title>Raum</title><script src="/client.js"></script>')
})
let browser: Browser

beforeAll(async () => {
  pages.listen(0, '127.0.0.1')
  await once(pages, 'listening')
  browser = await launchChromium()
})
afterAll(async () => {
  await browser.close()
  pages.closeAllConnections()
  pages.close()
})

async function join(room: string, identity: string): Promise<Page> {
  const page = await browser.newPage()
  await page.goto(`http://127.0.0.1:${(pages.address() as AddressInfo).port}/`)
  const token = await media.mintToken({ room, identity, ttlS: 30 })
  await page.evaluate(
    async ([url, ticket]) => {
      // the page's global, which only the browser knows
      const { Room } = (globalThis as unknown as { LivekitClient: typeof LiveKitClient })
        .LivekitClient
      const joined = new Room()
      Object.assign(globalThis, { joined })
      await joined.connect(url!, ticket!)
      await joined.localParticipant.enableCameraAndMicrophone()
    },
    [liveKit.url, token],
  )
  return page
}

describe('a browser in the room', () => {
  test('answers when it is asked whether it is there, and sees the tracks of the others', async () => {
    const room = `browser-${process.pid}`
    await media.createRoom(room, { emptyTimeoutS: 300, departureTimeoutS: 120 })
    const [here, there] = [await join(room, 'here'), await join(room, 'there')]
    await vi.waitFor(
      async () =>
        expect(
          await Promise.all([media.answers(room, 'here'), media.answers(room, 'there')]),
        ).toEqual([true, true]),
      10_000,
    )
    await vi.waitFor(
      async () =>
        expect(
          await here.evaluate(() => {
            const { joined } = globalThis as unknown as { joined: LiveKitClient.Room }
            return joined.remoteParticipants.get('there')?.trackPublications.size
          }),
        ).toBe(2),
      10_000,
    )
    await there.close()
    await vi.waitFor(async () => expect(await media.answers(room, 'there')).toBe(false), 10_000)
    expect(await media.answers(room, 'here')).toBe(true)
    await media.deleteRoom(room)
  })
})
