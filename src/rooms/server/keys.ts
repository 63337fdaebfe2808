import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const ApiKeys = z.strictObject({ apiKey: z.string().min(3), apiSecret: z.string().min(32) })
export type ApiKeys = z.infer<typeof ApiKeys>

/**
 * The keys for our own media server, made once per data folder, so that webhooks under way at a
 * restart stay valid.
 */
export function keptKeys(dataDir: string): ApiKeys {
  const folder = join(dataDir, 'livekit')
  const file = join(folder, 'keys.json')
  try {
    return ApiKeys.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    if (!isMissing)
      throw new Error(`Cannot read "${file}"; remove it to have new keys made`, { cause: error })
  }
  const keys = newKeys()
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(file, `${JSON.stringify(keys)}\n`, { mode: 0o600 })
  return keys
}

export function newKeys(): ApiKeys {
  return {
    apiKey: `API${randomBytes(6).toString('hex')}`,
    apiSecret: randomBytes(32).toString('base64url'),
  }
}
