import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '../../src/lib/config.ts'
import { startServer, type Running } from '../../src/server.ts'
import { Client } from '../support/client.ts'
import { fingerprintOf } from '../support/fingerprint.ts'
import { expectRefusal } from '../support/refusal.ts'
import { foundStaff, type Signed } from '../support/staff.ts'
import type { TestApp } from '../support/app.ts'

const disk = mkdtempSync(join(tmpdir(), 'lagerunde-disk-'))
const filler = join(disk, 'filler')
/** A disk of one's own takes root; CI has it. */
const hasDisk = mountDisk()

if (!hasDisk && process.env.CI) throw new Error('A disk of one’s own needs root')
describe.skipIf(!hasDisk)('a full disk', { timeout: 60_000 }, () => {
  let running: Running
  let app: TestApp
  let staff: { staffId: string; lead: Signed }

  beforeAll(async () => {
    const config = readConfig({
      PORT: '0',
      DATA_DIR: join(disk, 'data'),
      VIDEO: 'off',
      SHUTDOWN_S: '2',
    })
    running = await startServer(config, { log: pino({ level: 'silent' }) })
    const base = running.address
    app = {
      base,
      running,
      deps: running.deps,
      client: () => new Client(base),
      another: () => Promise.reject(),
      stop: () => running.stop(),
    }
    staff = await foundStaff(app)
  })
  afterAll(async () => {
    rmSync(filler, { force: true })
    await running?.stop()
  })

  const add = (i: number) =>
    staff.lead.client.fetch('POST', `/api/staffs/${staff.staffId}/members`, {
      name: `Anna ${'x'.repeat(150)} ${i}`,
      organisation: 'o'.repeat(200),
      email: `m${i}@kreis.example`,
    })

  test('is said clearly, nothing is half-written, and what fits is still read; emptied, everything goes on', async () => {
    fill()
    let stored = 0
    // pages that have room still take something
    while (stored < 2_000 && (await add(stored)).ok) stored++
    const problem = await expectRefusal(app, () => add(9_999), { code: 'diskFull' })
    expect([problem.status, problem.detail]).toEqual([
      507,
      'The disk of the server is full; nothing was stored',
    ])
    const before = await fingerprintOf(app)
    const list = new FormData()
    list.set(
      'file',
      new File(
        [
          `Name;E-Mail\r\n${Array.from({ length: 500 }, (_, i) => `Neu ${i};neu${i}@kreis.example`).join('\r\n')}`,
        ],
        'a.csv',
      ),
    )
    const taken = await fetch(`${app.base}/api/staffs/${staff.staffId}/import`, {
      method: 'POST',
      headers: { cookie: staff.lead.client.cookieHeader() },
      body: list,
    })
    expect(await taken.json()).toMatchObject({ code: 'diskFull' })
    expect(await fingerprintOf(app), 'of 500 people not one').toBe(before)
    const { members } = await staff.lead.client.get<{ members: unknown[] }>(
      `/api/staffs/${staff.staffId}/roster`,
    )
    expect(members).toHaveLength(1 + stored)
    rmSync(filler)
    expect((await add(9_999)).status).toBe(201)
  })

  test('that stops the database itself ends when there is room again, without anybody starting anything', async () => {
    fill()
    // the write-ahead log needs a new file and finds no room: PostgreSQL stops rather than lose
    // something
    let isAway = false
    for (let i = 0; i < 40 && !isAway; i++) {
      await app.deps.database
        .sql`select pg_switch_wal() from (select pg_logical_emit_message(true, 'x', repeat('x', 1000))) as w`.catch(
        () => (isAway = true),
      )
    }
    await expect
      .poll(() => fetch(`${app.base}/readyz`).then(answer => answer.status), { timeout: 15_000 })
      .toBe(503)
    const away = await fetch(`${app.base}/api/staffs`, {
      headers: { cookie: staff.lead.client.cookieHeader() },
    })
    expect([away.status, ((await away.json()) as { code: string }).code]).toEqual([
      503,
      'unavailable',
    ])
    rmSync(filler)
    await expect
      .poll(() => fetch(`${app.base}/readyz`).then(answer => answer.status), { timeout: 30_000 })
      .toBe(200)
    expect((await staff.lead.client.fetch('GET', '/api/staffs')).status).toBe(200)
    // a database that has just come back may break off once more while it commits: then nobody
    // knows yet whether that was stored
    const told: string[] = []
    await expect
      .poll(
        async () => {
          const answer = await add(10_000)
          const { members } = await staff.lead.client.get<{ members: { email: string }[] }>(
            `/api/staffs/${staff.staffId}/roster`,
          )
          const stored = members.filter(member => member.email === 'm10000@kreis.example').length
          if (!answer.ok)
            told.push(`${((await answer.json()) as { code: string }).code}: ${stored}`)
          return stored
        },
        { timeout: 30_000 },
      )
      .toBe(1)
    expect(told, 'nothing was stored').not.toContain('diskFull: 1')
  })
})

afterAll(() => {
  if (hasDisk) execFileSync('umount', ['-l', disk])
  rmSync(disk, { recursive: true, force: true })
})

/** Takes every block that is left. */
function fill(): void {
  const file = openSync(filler, 'a')
  const block = Buffer.alloc(4_096)
  try {
    for (;;) writeSync(file, block)
  } catch (error) {
    expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC')
  } finally {
    closeSync(file)
  }
}

function mountDisk(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=220m', 'tmpfs', disk], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
