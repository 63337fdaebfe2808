import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestApp } from './app.ts'
import type { Client } from './client.ts'

/** A browser that has opened the address which the start printed. */
export async function atTheMachine(app: Pick<TestApp, 'client' | 'running'>): Promise<Client> {
  const { opening } = app.running
  if (!opening) throw new Error('The start printed no code')
  const client = app.client()
  await client.post('/api/first-start/code', { code: opening.code })
  return client
}

/** The start code of a product that runs in a process of its own on this data folder. */
export function readStartCode(dataDir: string): string {
  return readFileSync(join(dataDir, 'first-start-code'), 'utf8').trim()
}
