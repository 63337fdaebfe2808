import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { chooseAccount } from './account.ts'
import { findBinaries } from './binaries.ts'
import { databaseName, ensureCluster, superuser } from './cluster.ts'
import { clearLeftover } from './leftover.ts'
import { lockDataFolder } from './lock.ts'
import { superviseServer } from './server.ts'
import { prepareSocketFolder, socketPort } from './socket.ts'
import type { Log } from '../lib/log.ts'

export { DataFolderInUse } from './lock.ts'

export type EmbeddedOptions = {
  /** the product's data folder; the database is in `postgres` below it */
  dataDir: string
  log: Log
  /** further server settings, for instance `{ max_connections: '200' }` */
  settings?: Readonly<Record<string, string>>
  /**
   * `socket` unless the platform cannot: a Unix socket in a folder of mode 0700, without any
   * network
   */
  transport?: 'socket' | 'loopback'
}

/**
 * Where the server listens, as postgres.js and node-postgres take it; `host` is the socket's folder
 * or 127.0.0.1.
 */
export type DatabaseAddress = {
  host: string
  port: number
  database: string
  user: string
  password?: string
}

export type EmbeddedPostgres = {
  address: DatabaseAddress
  /** the same in libpq's notation (`?host=` names the socket's folder) */
  url: string
  isNew: boolean
  /** the server's present process id; it changes when the server is started again */
  pid: () => number
  /** ends the server in order and releases the data folder */
  stop: () => Promise<void>
}

/**
 * Starts PostgreSQL as a child on this data folder and keeps it running: a server that dies is
 * started again on the same address. Throws `DataFolderInUse` when another process works on the
 * folder. The server ends when this process does.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { log } = options
  const startedMs = performance.now()
  const binaries = await findBinaries()
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 })
  const home = join(realpathSync(options.dataDir), 'postgres')
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const account = chooseAccount([
    dirname(binaries.postgres),
    dirname(realpathSync(options.dataDir)),
  ])
  // lets another account pass through to its own folders, but not list this one
  if (account.account)
    for (const folder of [options.dataDir, home]) chmodSync(folder, statSync(folder).mode | 0o011)
  const unlock = lockDataFolder(home)
  try {
    const folder = join(home, 'data')
    const transport = options.transport ?? (process.platform === 'win32' ? 'loopback' : 'socket')
    const password = transport === 'loopback' ? keptPassword(home) : null
    const { isNew } = await ensureCluster({ binaries, account, folder, password })
    const leftover = await clearLeftover(folder)
    if (leftover === 'ended')
      log.info('An earlier database server was still running and has been ended.')
    const place =
      transport === 'socket'
        ? { host: prepareSocketFolder(home, account), port: socketPort }
        : { host: '127.0.0.1', port: await freePort() }
    const server = await superviseServer({
      binaries,
      account,
      folder,
      settings: { ...placeSettings(place), ...options.settings },
      log,
    })
    log.info(`PostgreSQL is ready after ${Math.round(performance.now() - startedMs)} ms.`)
    const address = {
      ...place,
      database: databaseName,
      user: superuser,
      ...(password !== null && { password }),
    }
    let stopped: Promise<void> | undefined
    const stop = () => (stopped ??= server.stop().then(unlock))
    return { address, url: urlOf(address), isNew, pid: server.pid, stop }
  } catch (error) {
    unlock()
    throw error
  }
}

/** libpq's notation of an address, which `psql` takes as it is. */
export function urlOf({ host, port, database, user, password }: DatabaseAddress): string {
  const who = password === undefined ? user : `${user}:${encodeURIComponent(password)}`
  return host.startsWith('/')
    ? `postgresql://${who}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`
    : `postgresql://${who}@${host}:${port}/${database}`
}

function placeSettings({ host, port }: { host: string; port: number }): Record<string, string> {
  const isSocket = host.startsWith('/')
  return {
    port: String(port),
    listen_addresses: isSocket ? '' : host,
    // a list of quoted names, so that commas and quotes in a path stay part of it
    unix_socket_directories: isSocket ? `"${host.replaceAll('"', '""')}"` : '',
    unix_socket_permissions: '0700',
  }
}

function keptPassword(home: string): string {
  const file = join(home, 'password')
  try {
    return readFileSync(file, 'utf8')
  } catch {
    const password = randomBytes(24).toString('base64url')
    writeFileSync(file, password, { mode: 0o600 })
    return password
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
