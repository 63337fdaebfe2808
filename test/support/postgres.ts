import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { startEmbeddedPostgres, type DatabaseAddress } from '../../src/postgres/embedded.ts'

const template = 'template_lagerunde'

export type TestServer = { address: DatabaseAddress; stop: () => Promise<void> }
export type TestDatabase = { address: DatabaseAddress; drop: () => Promise<void> }

/**
 * Starts one PostgreSQL for the whole run, with a template database that `migrate` has prepared.
 */
export async function startTestServer(
  migrate: (address: DatabaseAddress) => Promise<void>,
): Promise<TestServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'lagerunde-test-'))
  const server = await startEmbeddedPostgres({
    dataDir,
    log: { debug() {}, info() {}, warn: console.warn, error: console.error },
    settings: { max_connections: '300' },
  })
  const stop = async () => {
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  try {
    await run(server.address, `create database ${template}`)
    await migrate({ ...server.address, database: template })
  } catch (error) {
    await stop()
    throw error
  }
  return { address: server.address, stop }
}

/** A database cloned from the migrated template; a test file takes one and drops it at its end. */
export async function cloneDatabase(server: DatabaseAddress): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`
  await run(server, `create database ${name} template ${template}`)
  return {
    address: { ...server, database: name },
    drop: () => run(server, `drop database if exists ${name} with (force)`),
  }
}

async function run(address: DatabaseAddress, statement: string): Promise<void> {
  const sql = postgres({ ...address, max: 1, onnotice: () => {} })
  try {
    await sql.unsafe(statement)
  } finally {
    await sql.end({ timeout: 5 })
  }
}
