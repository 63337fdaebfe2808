import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createMediaServer } from '../../src/rooms/livekit.ts'
import { keptKeys, newKeys } from '../../src/rooms/server/keys.ts'
import { obtainLiveKit } from '../../src/rooms/server/obtain.ts'
import {
  mediaAddresses,
  superviseLiveKit,
  type Supervised,
} from '../../src/rooms/server/supervise.ts'
import { startVideo } from '../../src/rooms/server.ts'

let dataDir: string
let servers: { stop: () => Promise<void> }[]
const told: string[] = []
const log = {
  debug() {},
  info() {},
  warn: (m: string) => told.push(m),
  error: (m: string) => told.push(m),
}

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'lagerunde-video-'))
  servers = []
  told.length = 0
})
afterEach(async () => {
  await Promise.all(servers.map(server => server.stop()))
  rmSync(dataDir, { recursive: true, force: true })
})

async function supervise(
  onRestart = () => {},
  signalPort = 0,
  udpPort = 0,
): Promise<Supervised & { keys: ReturnType<typeof newKeys> }> {
  const obtained = await obtainLiveKit({ dataDir, log })
  if (obtained.kind === 'none') throw new Error(obtained.detail)
  const keys = newKeys()
  const server = await superviseLiveKit({
    program: obtained.program,
    keys,
    webhookUrl: 'http://127.0.0.1:9/webhooks/livekit',
    log,
    onRestart,
    onLost: error => told.push(error.message),
    preferredPorts: { signal: signalPort, udp: udpPort },
  })
  servers.push(server)
  return { ...server, keys }
}

function othersOfThisMachine(): string[] {
  return Object.values(networkInterfaces()).flatMap(faces =>
    (faces ?? []).flatMap(face => (!face.internal && face.family === 'IPv4' ? face.address : [])),
  )
}

async function isFree(port: number, address: string): Promise<boolean> {
  const socket = createSocket('udp4')
  try {
    await new Promise<void>((resolve, reject) =>
      socket.once('error', reject).bind({ port, address, exclusive: true }, resolve),
    )
    return true
  } catch {
    return false
  } finally {
    socket.close()
  }
}

async function portFreeEverywhere(): Promise<{ port: number }> {
  const socket = createSocket('udp4').bind(0)
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  await once(socket, 'close')
  return { port }
}

describe('our own media server', () => {
  test('starts again on the same address when it is killed, and says that its rooms are gone', async () => {
    const onRestart = vi.fn()
    const server = await supervise(onRestart)
    const media = createMediaServer({ url: server.url, ...server.keys })
    await media.createRoom('r', { emptyTimeoutS: 60, departureTimeoutS: 60 })
    const before = server.pid()
    process.kill(before, 'SIGKILL')
    await vi.waitFor(() => expect(onRestart).toHaveBeenCalledOnce(), { timeout: 10_000 })
    expect(server.pid()).not.toBe(before)
    await media.createRoom('r', { emptyTimeoutS: 60, departureTimeoutS: 60 })
    expect(told).toEqual([expect.stringContaining('ended unexpectedly (SIGKILL)')])
  })

  test('takes another port when its own is taken, instead of trusting what answers there', async () => {
    const squatter = createServer().listen(0, '127.0.0.1')
    await once(squatter, 'listening')
    const { port } = squatter.address() as { port: number }
    try {
      const server = await supervise(() => {}, port)
      expect(new URL(server.url).port).not.toBe(String(port))
      await createMediaServer({ url: server.url, ...server.keys }).createRoom('r', {
        emptyTimeoutS: 60,
        departureTimeoutS: 60,
      })
    } finally {
      squatter.close()
    }
  })

  test('listens for signalling on this machine only', async () => {
    const server = await supervise()
    const { port } = new URL(server.url)
    for (const address of othersOfThisMachine())
      await expect(fetch(`http://${address}:${port}/`)).rejects.toThrow()
  })

  test('takes media at loopback and one address of this machine, and nowhere else', async () => {
    const { port } = await portFreeEverywhere()
    await supervise(() => {}, 0, port)
    const offered = mediaAddresses()
    expect(offered).toHaveLength(othersOfThisMachine().length > 0 ? 2 : 1)
    for (const address of offered) expect(await isFree(port, address)).toBe(false)
    for (const address of ['127.0.0.2', ...othersOfThisMachine()])
      if (!offered.includes(address)) expect(await isFree(port, address)).toBe(true)
  })

  test('names no other server to its clients, in particular no public one', async () => {
    const server = await supervise()
    const media = createMediaServer({ url: server.url, ...server.keys })
    await media.createRoom('r', { emptyTimeoutS: 60, departureTimeoutS: 60 })
    const token = await media.mintToken({ room: 'r', identity: 'p', ttlS: 30 })
    const socket = new WebSocket(
      `${server.url}/rtc?access_token=${token}&protocol=16&auto_subscribe=1`,
    )
    socket.binaryType = 'arraybuffer'
    const [{ data }] = (await once(socket, 'message')) as [MessageEvent<ArrayBuffer>]
    socket.close()
    const servers = Buffer.from(data)
      .toString('latin1')
      .match(/(stun|turn)s?:[\w.-]+:\d{5}/g)
    expect(servers).toEqual([`stun:127.0.0.1:${new URL(server.url).port}`])
  })

  test('keeps its keys in the data folder, for its owner alone', () => {
    const keys = keptKeys(dataDir)
    expect(keptKeys(dataDir)).toEqual(keys)
    expect(statSync(join(dataDir, 'livekit', 'keys.json')).mode & 0o777).toBe(0o600)
    expect(newKeys()).not.toEqual(newKeys())
  })
})

describe('video', () => {
  const options = { webhookUrl: 'http://127.0.0.1:9/webhooks/livekit', log }

  test('is being prepared at first, then ready, and does not hold up anything', async () => {
    const video = startVideo({ ...options, dataDir })
    servers.push(video)
    expect(video.state()).toEqual({ kind: 'preparing' })
    expect(await video.settled).toMatchObject({
      kind: 'ready',
      url: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+$/),
    })
    expect(video.state()).toEqual(await video.settled)
  })

  test('of a server elsewhere is ready at once, and nothing is started here', async () => {
    const external = { url: 'wss://video.kreis.example', apiKey: 'key', apiSecret: 's'.repeat(32) }
    expect(startVideo({ ...options, dataDir, external }).state()).toEqual({
      kind: 'ready',
      ...external,
    })
  })

  test('says why there is none', async () => {
    expect(startVideo({ ...options, dataDir, isOff: true }).state()).toMatchObject({
      kind: 'unavailable',
      reason: 'off',
    })
  })

  test('can be stopped while it is being prepared', async () => {
    const video = startVideo({ ...options, dataDir })
    await video.stop()
    expect(await video.settled).toMatchObject({ kind: 'unavailable' })
    expect(told).toEqual([])
  })
})
