import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { packTar } from 'modern-tar'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { obtainLiveKit } from '../../../src/rooms/server/obtain.ts'
import { releaseFor } from '../../../src/rooms/server/release.ts'

const script = '#!/bin/sh\necho livekit-server version 1.13.5\n'
const told: string[] = []
const log = {
  debug() {},
  info: (line: string) => told.push(line),
  warn: (line: string) => told.push(line),
  error: (line: string) => told.push(line),
}

let home: string
let server: Server
/** what the server does with a request for the archive */
let answer: (response: ServerResponse) => void
let address: string
let asked: number

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'lagerunde-release-'))
  vi.stubEnv('HOME', home)
  vi.stubEnv('PATH', '/usr/bin:/bin')
  told.length = 0
  asked = 0
  server = createServer((_, response) => {
    asked++
    answer(response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/livekit.tar.gz`
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
  vi.unstubAllEnvs()
  rmSync(home, { recursive: true, force: true })
})

async function archiveWith(name: string): Promise<{ bytes: Buffer; sha256: string }> {
  const files = [
    { header: { name: 'LICENSE', size: 3 }, body: 'ABC' },
    { header: { name, size: script.length, mode: 0o644 }, body: script },
  ]
  const bytes = gzipSync(await packTar(files))
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') }
}

const sends = (bytes: Buffer) => () => {
  answer = response => response.writeHead(200, { 'content-length': bytes.length }).end(bytes)
}

/** Obtains with Go out of reach or its build stopped at once, so that only the fetching is tried. */
async function obtain(sha256: string, { url = address } = {}) {
  const ending = new AbortController()
  const stopAtGo = {
    ...log,
    info(line: string) {
      log.info(line)
      if (line.startsWith('Building')) ending.abort()
    },
  }
  const obtained = await obtainLiveKit({
    dataDir: join(home, 'data'),
    log: stopAtGo,
    signal: ending.signal,
    release: { url, sha256 },
  }).catch(() => ({ kind: 'none' as const }))
  return obtained.kind === 'program' ? obtained.program : null
}

const cached = () => join(home, '.cache', 'lagerunde', 'livekit-1.13.5')

describe('a machine without LiveKit', () => {
  test('fetches the release once, and keeps a program that runs', async () => {
    const { bytes, sha256 } = await archiveWith('livekit-server')
    sends(bytes)()
    const program = await obtain(sha256)
    expect(program).toBe(join(cached(), 'livekit-server'))
    expect(spawnSync(program!, { encoding: 'utf8' }).stdout).toContain('1.13.5')
    expect(readdirSync(cached())).toEqual(['livekit-server'])
    expect(told).toEqual([
      'Fetching the video server once (18 MB); everything but video works meanwhile.',
      'The video server is fetched.',
    ])
    expect(await obtain(sha256)).toBe(program)
    expect(asked).toBe(1)
  })

  test('shows how far it is', async () => {
    const { bytes } = await archiveWith('livekit-server')
    const long = Buffer.concat([bytes, Buffer.alloc(8_000_000)])
    sends(long)()
    await obtain('0'.repeat(64))
    expect(told.filter(line => /: \d of 8 MB\.$/.test(line)).length).toBe(3)
  })

  const wrong = {
    'is another one': async () => {
      const { bytes } = await archiveWith('livekit-server')
      sends(bytes)()
      return /its SHA-256 is [0-9a-f]{64}, expected 0{64}/
    },
    'is refused': async () => {
      answer = response => response.writeHead(404).end()
      return /answered 404/
    },
    'is cut off': async () => {
      answer = response => {
        response.writeHead(200, { 'content-length': 1_000 }).write('cut')
        response.socket!.end()
      }
      return /could not be fetched: \S/
    },
    'is reset': async () => {
      answer = response => response.socket!.destroy()
      return /could not be fetched: \S/
    },
  }
  for (const [name, arrange] of Object.entries(wrong)) {
    test(`says in one line that the archive ${name}, goes on with Go, and keeps nothing of it`, async () => {
      const reason = await arrange()
      expect(await obtain('0'.repeat(64))).toBeNull()
      const failures = told.filter(line => line.includes('could not be fetched'))
      expect(failures).toHaveLength(1)
      expect(failures[0]).toMatch(reason)
      expect(readdirSync(cached())).toEqual([])
    })
  }

  test('says that there is no network', async () => {
    await new Promise<void>(resolve => server.close(() => resolve()))
    expect(await obtain('0'.repeat(64))).toBeNull()
    expect(told.join('\n')).toMatch(/could not be fetched: .*ECONNREFUSED/)
  })

  test('refuses an archive without the program, though its bytes are right', async () => {
    const { bytes, sha256 } = await archiveWith('other')
    sends(bytes)()
    expect(await obtain(sha256)).toBeNull()
    expect(told.join('\n')).toContain('it holds no livekit-server')
  })

  test('writes nothing outside its folder, whatever the archive names', async () => {
    const { bytes, sha256 } = await archiveWith('../../../livekit-server')
    sends(bytes)()
    expect(await obtain(sha256)).toBeNull()
    expect(existsSync(join(home, 'livekit-server'))).toBe(false)
  })

  test('can be stopped while the archive comes, and then does not build either', async () => {
    const ending = new AbortController()
    answer = response => {
      response.writeHead(200, { 'content-length': 1_000 }).write('begun')
      ending.abort()
    }
    const release = { url: address, sha256: '0'.repeat(64) }
    const obtained = await obtainLiveKit({
      dataDir: join(home, 'data'),
      log,
      signal: ending.signal,
      release,
    })
    expect(obtained.kind).toBe('none')
    expect(told).toHaveLength(1)
  })

  test('takes an earlier copy, and one on the PATH before it, without asking', async () => {
    mkdirSync(cached(), { recursive: true })
    writeFileSync(join(cached(), 'livekit-server'), script, { mode: 0o755 })
    expect(await obtain('0'.repeat(64))).toBe(join(cached(), 'livekit-server'))
    const onPath = mkdtempSync(join(home, 'bin-'))
    writeFileSync(join(onPath, 'livekit-server'), script, { mode: 0o755 })
    vi.stubEnv('PATH', `${onPath}:/usr/bin:/bin`)
    expect(await obtain('0'.repeat(64))).toBe(join(onPath, 'livekit-server'))
    expect(asked).toBe(0)
  })
})

test('a release is known for the machines for which LiveKit publishes one', () => {
  expect(releaseFor('1.13.5', 'linux-x64')).toEqual({
    url: 'https://github.com/livekit/livekit/releases/download/v1.13.5/livekit_1.13.5_linux_amd64.tar.gz',
    sha256: 'c020fac437b7cc9b776eef1ad5ea8af77be9acfa07602eca20a3a44930dfbc70',
  })
  expect(releaseFor('1.13.5', 'win32-x64')?.url).toMatch(/windows_amd64\.zip$/)
  expect(releaseFor('1.13.5', 'darwin-arm64')).toBeNull()
})
