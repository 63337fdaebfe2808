import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import postgres from 'postgres'
import { afterAll, afterEach, describe, expect, inject, test } from 'vitest'
import { readConfig } from '../../src/lib/config.ts'
import { startServer } from '../../src/server.ts'
import { cloneDatabase } from '../support/postgres.ts'
import { freePort } from '../support/ports.ts'
import { readStartCode } from '../support/start-code.ts'

const root = resolve(import.meta.dirname, '../..')
const folders: string[] = []
const children: ChildProcess[] = []
afterEach(() => children.splice(0).forEach(child => child.kill('SIGKILL')))
afterAll(() => folders.forEach(folder => rmSync(folder, { recursive: true, force: true })))

describe('the process', { timeout: 60_000 }, () => {
  test('starts on an empty folder, says where, answers the probes and ends in order', async () => {
    const started = start({ PORT: '0', VIDEO: 'off' })
    const address = await started.address
    expect(await status(`${address}/livez`)).toBe(200)
    expect(await status(`${address}/readyz`)).toBe(200)
    expect(started.errors()).toBe('')
    started.child.kill('SIGTERM')
    expect(await started.exit).toBe(0)
    const text = started.output()
    expect(text).not.toMatch(/error|warn|fail/i)
  })

  test('prints the address that opens the first start, and logs its code nowhere', async () => {
    const started = start({ PORT: '0', VIDEO: 'off', LOG_LEVEL: 'debug' })
    const address = await started.address
    const [line, code] = new RegExp(`^${address}/first-start#(\\S+)$`, 'm').exec(started.output())!
    expect(readStartCode(started.dataDir)).toBe(code)
    const shown = await fetch(`${address}/api/first-start/code`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
    })
    expect(shown.status).toBe(200)
    expect(started.output().replace(line, '')).not.toContain(code)
  })

  test('prints where the code stands, not the code, when it is meant for the network', async () => {
    const started = start({ PORT: '0', VIDEO: 'off', PUBLIC_URL: 'https://lage.kreis.example/' })
    expect(await started.address).toBe('https://lage.kreis.example')
    expect(started.output()).toContain('https://lage.kreis.example/first-start\n')
    expect(started.output()).toContain(join(started.dataDir, 'first-start-code'))
    expect(started.output()).not.toContain(readStartCode(started.dataDir))
  })

  test('a wrong setting stops the start with name, value and expectation', async () => {
    for (const [name, value, wanted] of [
      ['PORT', 'eighty', 'port'],
      ['SMTP_URL', 'mail.example', 'smtp'],
      ['LOG_LEVEL', 'loud', 'debug, info'],
    ] as const) {
      const started = start({ [name]: value })
      expect(await started.exit).toBe(1)
      expect(started.errors()).toContain(name)
      expect(started.errors()).toContain(wanted)
    }
  })

  test('a port that is taken stops the start with a sentence', async () => {
    const port = await freePort()
    const first = start({ PORT: String(port), VIDEO: 'off' })
    await first.address
    const second = start({ PORT: String(port), VIDEO: 'off' })
    expect(await second.exit).toBe(1)
    expect(second.errors()).toContain(`PORT is ${port}`)
  })

  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGKILL'] as const)
    test(`ends in order with the npm that started it, after ${signal}`, async () => {
      const started = start({ PORT: '0', VIDEO: 'off' }, [], ['npm', 'start', '--'])
      const address = await started.address
      started.child.kill(signal)
      // the pipe of its output closes when the last process that writes to it has ended
      await started.exit
      await expect(fetch(`${address}/livez`)).rejects.toThrow()
      expect(existsSync(join(started.dataDir, 'postgres/data/postmaster.pid'))).toBe(false)
    })

  test('without https beyond this machine it says that nobody can sign in, and what to set', async () => {
    const open = start({ PORT: '0', VIDEO: 'off', HOST: '0.0.0.0' })
    await open.address
    await expect.poll(open.errors).toMatch(/nobody can sign in.*PUBLIC_URL/s)
    const behindProxy = start({
      PORT: '0',
      VIDEO: 'off',
      HOST: '0.0.0.0',
      PUBLIC_URL: 'https://lage.kreis.example',
    })
    await behindProxy.address
    expect(behindProxy.errors()).toBe('')
  })

  test('--help lists every variable', async () => {
    const started = start({}, ['--help'])
    expect(await started.exit).toBe(0)
    for (const name of [
      'HOST',
      'PORT',
      'PUBLIC_URL',
      'DATA_DIR',
      'DATABASE_URL',
      'SMTP_URL',
      'MAIL_FROM',
      'LIVEKIT_URL',
      'LIVEKIT_API_KEY',
      'LIVEKIT_API_SECRET',
    ]) {
      expect(started.output()).toContain(name)
    }
  })

  test('with a database of its own server the data folder is made for the code, or the start says why not', async () => {
    const database = await cloneDatabase(inject('postgres'))
    const folder = mkdtempSync(join(tmpdir(), 'lagerunde-process-'))
    folders.push(folder)
    const settings = (DATA_DIR: string) =>
      readConfig({ PORT: '0', VIDEO: 'off', LOG_LEVEL: 'silent', DATA_DIR })
    const options = { database: database.address }
    const running = await startServer(settings(join(folder, 'new', 'deep')), options)
    expect(readStartCode(join(folder, 'new', 'deep'))).toBe(running.opening!.code)
    expect(statSync(join(folder, 'new', 'deep')).mode & 0o077).toBe(0)
    await running.stop()
    writeFileSync(join(folder, 'file'), '')
    const refusal = startServer(settings(join(folder, 'file')), options)
    await expect(refusal).rejects.toThrow(/cannot be kept in ".*file.*"; expected DATA_DIR/)
    await database.drop()
  })

  test('a server that could lose what it confirmed is refused', async () => {
    const database = await cloneDatabase(inject('postgres'))
    const sql = postgres({ ...database.address, max: 1 })
    await sql.unsafe(`alter database "${database.address.database}" set synchronous_commit = off`)
    await sql.end()
    const refusal = startServer(readConfig({ PORT: '0', VIDEO: 'off', LOG_LEVEL: 'silent' }), {
      database: database.address,
    })
    await expect(refusal).rejects.toThrow('synchronous_commit = off')
    await database.drop()
  })
})

function start(
  env: Record<string, string>,
  args: string[] = [],
  [program, ...before]: string[] = [process.execPath, 'scripts/start.ts'],
) {
  const dataDir = mkdtempSync(join(tmpdir(), 'lagerunde-process-'))
  folders.push(dataDir)
  const child = spawn(program!, [...before, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: dataDir, ...env },
  })
  children.push(child)
  let output = ''
  let errors = ''
  const address = new Promise<string>((found, failed) => {
    child.stdout!.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const match = /Lagerunde is ready: (\S+)/.exec(output)
      if (match) found(match[1]!)
    })
    child.once('exit', () => failed(new Error(`ended before it was ready: ${errors}`)))
  })
  address.catch(() => {})
  child.stderr!.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const exit = new Promise<number | null>(done => child.once('close', code => done(code)))
  return { child, address, exit, dataDir, output: () => output, errors: () => errors }
}

async function status(url: string): Promise<number> {
  return (await fetch(url)).status
}
