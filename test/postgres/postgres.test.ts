import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { signalProcess, succeeds } from '../../src/lib/child.ts'
import {
  DataFolderInUse,
  startEmbeddedPostgres,
  type DatabaseAddress,
  type EmbeddedPostgres,
} from '../../src/postgres/embedded.ts'

const ownerProgram = fileURLToPath(new URL('../support/owner-process.ts', import.meta.url))
let dataDir: string
let started: EmbeddedPostgres[]
let owners: ChildProcess[]
let complaints: string[]

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'lagerunde-pg-'))
  started = []
  owners = []
  complaints = []
})

afterEach(async () => {
  for (const owner of owners) owner.kill('SIGKILL')
  await Promise.all(started.map(server => server.stop()))
  await vi.waitFor(() => rmSync(dataDir, { recursive: true, force: true }), { timeout: 10_000 })
})

async function start(folder = dataDir, transport?: 'loopback'): Promise<EmbeddedPostgres> {
  const complain = (message: string) => complaints.push(message)
  const log = { debug() {}, info() {}, warn: complain, error: complain }
  const server = await startEmbeddedPostgres({
    dataDir: folder,
    log,
    ...(transport && { transport }),
  })
  started.push(server)
  return server
}

async function ask<T>(
  address: DatabaseAddress,
  question: (sql: postgres.Sql) => Promise<T>,
): Promise<T> {
  const sql = postgres({ ...address, max: 1, onnotice: () => {} })
  try {
    return await question(sql)
  } finally {
    await sql.end({ timeout: 1 })
  }
}

const setting = (address: DatabaseAddress, name: string) =>
  ask(address, async sql => String((await sql.unsafe(`show ${name}`))[0]?.[name]))

type Told = { pid?: number; address?: DatabaseAddress; refused?: string }
async function startOwner(...args: string[]): Promise<{ owner: ChildProcess; told: Told }> {
  return startOwnerAs({}, args)
}
async function startOwnerAs(
  account: { uid?: number; gid?: number; prefix?: readonly string[] },
  args: string[],
): Promise<{ owner: ChildProcess; told: Told }> {
  const { prefix = [], ...ids } = account
  const [program, ...rest] = [...prefix, process.execPath, ownerProgram, ...args]
  const owner = spawn(program!, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: tmpdir(),
    ...ids,
  })
  return { owner, told: await firstWordOf(owner) }
}
async function firstWordOf(owner: ChildProcess): Promise<Told> {
  owners.push(owner)
  let errors = ''
  owner.stderr!.on('data', chunk => (errors += chunk))
  const lines = createInterface({ input: owner.stdout! })
  const [line] = await Promise.race([
    once(lines, 'line') as Promise<[string]>,
    once(owner, 'close').then(() => ['']),
  ])
  if (!line) throw new Error(`The owner ended: ${errors}`)
  return JSON.parse(line) as Told
}

async function killHard(owner: ChildProcess): Promise<void> {
  const gone = once(owner, 'exit')
  owner.kill('SIGKILL')
  await gone
}

const isGone = (pid: number) => !signalProcess(pid, 0)

describe('the embedded PostgreSQL', () => {
  test('starts on an empty folder and again, keeping what was written, with nothing to complain about', async () => {
    const first = await start()
    expect(first.isNew).toBe(true)
    await ask(first.address, sql => sql`create table kept as select 'Lage' as word`)
    await first.stop()

    const second = await start()
    expect(second.isNew).toBe(false)
    expect(await ask(second.address, sql => sql`select word from kept`)).toEqual([{ word: 'Lage' }])
    expect(complaints).toEqual([])
  })

  test('keeps every promise of durability', async () => {
    const { address } = await start()
    for (const name of ['fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums']) {
      expect([name, await setting(address, name)]).toEqual([name, 'on'])
    }
  })

  test('is reached through a socket that only its owner can open, and not over the network', async () => {
    const { address } = await start()
    expect(statSync(address.host).mode & 0o777).toBe(0o700)
    expect(await setting(address, 'listen_addresses')).toBe('')
  })

  test('finds a shorter place for the socket when the data folder lies too deep', async () => {
    const deep = join(dataDir, 'Landkreis '.repeat(10), 'Katastrophenschutz'.repeat(3))
    const { address } = await start(deep)
    expect(address.host.startsWith(dataDir)).toBe(false)
    expect(statSync(address.host).mode & 0o777).toBe(0o700)
    expect(await ask(address, sql => sql`select 1 as one`)).toEqual([{ one: 1 }])
    rmSync(address.host, { recursive: true, force: true })
  })

  test('asks for a password where there can be no socket', async () => {
    const { address } = await start(dataDir, 'loopback')
    expect(address.host).toBe('127.0.0.1')
    expect(await ask(address, sql => sql`select 1 as one`)).toEqual([{ one: 1 }])
    await expect(ask({ ...address, password: 'guessed' }, sql => sql`select 1`)).rejects.toThrow(
      /password authentication failed/,
    )
  })

  test('refuses a second owner in the same process and in another one, naming the first', async () => {
    await start()
    await expect(start()).rejects.toThrow(DataFolderInUse)
    const { told } = await startOwner('postgres', dataDir)
    expect(told.refused).toContain(`is in use by process ${process.pid}`)
    expect(told.refused).toContain('DATA_DIR')
  })

  test('leaves no orphan when its owner is killed with -9, and starts again at once with all that was committed', async () => {
    const { owner, told } = await startOwner('postgres', dataDir)
    await ask(told.address!, sql => sql`create table kept as select 'committed' as word`)
    await killHard(owner)
    const server = await start()
    expect(isGone(told.pid!)).toBe(true)
    expect(await ask(server.address, sql => sql`select word from kept`)).toEqual([
      { word: 'committed' },
    ])
    expect(complaints).toEqual([])
  })

  test('comes back on the same address when it is killed itself, with all that was committed', async () => {
    const server = await start()
    await ask(server.address, sql => sql`create table kept as select 'committed' as word`)
    const before = server.pid()
    process.kill(before, 'SIGKILL')
    await vi.waitFor(() => expect(server.pid()).not.toBe(before), { timeout: 5_000, interval: 20 })
    expect(await ask(server.address, sql => sql`select word from kept`)).toEqual([
      { word: 'committed' },
    ])
    expect(complaints).toEqual([expect.stringContaining('ended unexpectedly (SIGKILL)')])
  })

  test('stops for good also while it is coming back', async () => {
    const server = await start()
    process.kill(server.pid(), 'SIGKILL')
    await server.stop()
    expect(isGone(server.pid())).toBe(true)
    await start()
  })

  test('is not misled by an old process number that now belongs to another program', async () => {
    const first = await start()
    await first.stop()
    const pidFile = join(dataDir, 'postgres', 'data', 'postmaster.pid')
    writeFileSync(pidFile, `${process.ppid}\n${join(dataDir, 'postgres', 'data')}\n1\n5432\n\n\n\n`)
    const second = await start()
    expect(readFileSync(pidFile, 'utf8').split('\n')[0]).toBe(String(second.pid()))
  })

  test('begins anew where an earlier first start was cut short', async () => {
    mkdirSync(join(dataDir, 'postgres', 'data.new', 'base'), { recursive: true })
    const server = await start()
    expect(server.isNew).toBe(true)
    expect(existsSync(join(dataDir, 'postgres', 'data.new'))).toBe(false)
  })

  describe.runIf(process.getuid?.() === 0)('as root', () => {
    test('works for a user who is not root', async () => {
      chownSync(dataDir, nobody.uid, nobody.gid)
      chmodSync(dataDir, 0o700)
      const { told } = await startOwnerAs(readingAll() ?? nobody, ['postgres', dataDir])
      expect(told.refused).toBeUndefined()
      expect(statSync(join(dataDir, 'postgres', 'data')).uid).toBe(nobody.uid)
      expect(await ask(told.address!, sql => sql`select 1 as one`)).toEqual([{ one: 1 }])
    })

    test.runIf(canNest())(
      'works where no namespace may be made, also below a folder closed to others',
      async () => {
        const closed = join(dataDir, 'closed')
        mkdirSync(closed, { mode: 0o700 })
        for (const folder of [dataDir, closed]) chmodSync(folder, 0o700)
        const told = await firstWordOf(await spawnWithoutNamespaces(['postgres', closed]))
        expect(told.refused).toBeUndefined()
        expect(statSync(join(closed, 'postgres', 'data')).uid).toBe(nobody.uid)
        expect(statSync(dataDir).mode & 0o777).toBe(0o700)
        expect(await ask(told.address!, sql => sql`select 1 as one`)).toEqual([{ one: 1 }])
      },
    )

    test.runIf(canNest())('says what to do where nothing else is left', async () => {
      chmodSync(dataDir, 0o700)
      const folder = join(dataDir, 'var')
      const told = await firstWordOf(
        await spawnWithoutNamespaces(['postgres', folder], {
          without: ['dac_read_search', 'dac_override'],
        }),
      )
      expect(told.refused).toContain('refuses to run as root')
      expect(told.refused).toContain(dataDir)
      expect(told.refused).toContain('DATABASE_URL')
    })
  })
})

const nobody = { uid: 65534, gid: 65534 }
const asNobody = [`--reuid=${nobody.uid}`, `--regid=${nobody.gid}`, '--clear-groups']

/**
 * Nobody, who may read a checkout in a folder closed to others; null where that cannot be given.
 */
function readingAll(): { prefix: string[] } | null {
  const reading = ['--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search']
  const prefix = ['setpriv', ...asNobody, ...reading, '--securebits=+no_setuid_fixup', '--']
  return succeeds([...prefix, 'true']) ? { prefix } : null
}

const namespace = ['unshare', '--user', '--keep-caps']
function canNest(): boolean {
  return process.platform === 'linux' && succeeds([...namespace, 'true'])
}

/**
 * The owner as root of a user namespace that knows every account and in which no further one can be
 * made, as in most containers.
 */
async function spawnWithoutNamespaces(
  args: string[],
  { without = [] }: { without?: string[] } = {},
): Promise<ChildProcess> {
  const bounded = without.length ? [`--bounding-set=${without.map(c => `-${c}`).join(',')}`] : []
  const script = [
    'echo ready',
    'read -r _',
    'exec setpriv --reuid=0 --regid=0 --clear-groups --inh-caps=-all sh -c \'echo 0 > /proc/sys/user/max_user_namespaces && exec setpriv "$@"\' sh "$@"',
  ].join('\n')
  const command = [...bounded, '--', process.execPath, ownerProgram, ...args]
  const [program, ...rest] = [...namespace, 'sh', '-c', script, 'sh', ...command]
  const owner = spawn(program!, rest, { cwd: tmpdir() })
  await once(owner.stdout, 'data')
  for (const ids of ['uid_map', 'gid_map']) writeFileSync(`/proc/${owner.pid}/${ids}`, '0 0 65536')
  owner.stdin.end('go\n')
  return owner
}

describe('a child process', () => {
  test.for(['kernel', 'guard'])('dies with its owner, noticed by the %s', async noticedBy => {
    const { owner, told } = await startOwner('sleep', noticedBy)
    await killHard(owner)
    await vi.waitFor(() => expect(isGone(told.pid!)).toBe(true), { timeout: 5_000, interval: 20 })
  })
})
