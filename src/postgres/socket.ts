import { createHash } from 'node:crypto'
import { chmodSync, chownSync, lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ownerOf, type Account } from './account.ts'

/**
 * Only part of the socket's file name; each server has a folder of its own, so ports cannot clash.
 */
export const socketPort = 5432

/** Linux keeps 108 bytes for a socket's path and macOS 104, the closing zero included. */
const longestPath = 103

/**
 * The folder for the server's socket, readable by its owner alone: inside the data folder, or under
 * the system's folder for temporary files when that path would be too long for a socket. Old
 * sockets in it are cleared; the caller holds the lock.
 */
export function prepareSocketFolder(dataFolder: string, account: Account): string {
  const beside = join(dataFolder, 'run')
  const name = createHash('sha256').update(dataFolder).digest('hex').slice(0, 16)
  const fits = Buffer.byteLength(join(beside, `.s.PGSQL.${socketPort}`)) <= longestPath
  const folder = fits ? beside : join(tmpdir(), `lagerunde-${name}`)
  // everything in the data folder is ours, even when an earlier run under another account made it
  if (fits) rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const found = lstatSync(folder)
  const owner = ownerOf(account)
  const ownIds = [process.getuid?.(), account.ownerId]
  if (!found.isDirectory() || !ownIds.includes(found.uid)) {
    throw new Error(
      `Cannot use "${folder}" for the database's socket: it belongs to somebody else. Remove it.`,
    )
  }
  chmodSync(folder, 0o700)
  if (process.getuid?.() === 0) chownSync(folder, owner.uid, owner.gid)
  for (const entry of readdirSync(folder)) rmSync(join(folder, entry), { force: true })
  return folder
}
