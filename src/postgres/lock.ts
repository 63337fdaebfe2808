import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Another living process works on this data folder. */
export class DataFolderInUse extends Error {
  constructor(folder: string, owner: string) {
    super(
      `Cannot start: the data folder "${folder}" is in use by ${owner}. Stop that process first, or set DATA_DIR to another folder.`,
    )
  }
}

/**
 * Takes the data folder for this process; the returned function gives it back. The kernel drops the
 * lock when the process dies in any way, so nothing stale can remain. SQLite serves as the portable
 * way to a kernel file lock; it stores nothing.
 */
export function lockDataFolder(folder: string): () => void {
  const file = join(folder, 'owner.lock')
  const note = join(folder, 'owner.json')
  const lock = new DatabaseSync(file)
  try {
    lock.exec('pragma busy_timeout = 0; pragma journal_mode = memory; begin exclusive')
  } catch (error) {
    lock.close()
    // 5 is SQLITE_BUSY: the lock is held
    if ((error as { errcode?: number }).errcode !== 5) throw error
    throw new DataFolderInUse(folder, ownerNoted(note))
  }
  chmodSync(file, 0o600)
  writeFileSync(note, JSON.stringify({ pid: process.pid, since: new Date().toISOString() }), {
    mode: 0o600,
  })
  return () => lock.close()
}

function ownerNoted(note: string): string {
  try {
    const { pid, since } = JSON.parse(readFileSync(note, 'utf8')) as { pid: number; since: string }
    return `process ${pid} (since ${since})`
  } catch {
    return 'another process'
  }
}
