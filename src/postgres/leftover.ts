import { readFileSync, readlinkSync, rmSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { signalProcess } from '../lib/child.ts'

/**
 * Deals with what an earlier run may have left: a server that is still ending is waited for, then
 * ended; a postmaster.pid whose number now belongs to some other program (usual in containers,
 * where the same small numbers come again) is removed, because PostgreSQL would take that program
 * for itself and refuse to start. The caller holds the lock.
 */
export async function clearLeftover(clusterFolder: string): Promise<'none' | 'stale' | 'ended'> {
  const pidFile = join(clusterFolder, 'postmaster.pid')
  const pid = pidIn(pidFile)
  if (pid === null) return 'none'
  if (!isServerOf(pid, clusterFolder)) {
    rmSync(pidFile, { force: true })
    return 'stale'
  }
  const steps = [
    ['SIGINT', 5_000],
    ['SIGQUIT', 3_000],
    ['SIGKILL', 2_000],
  ] as const
  for (const [signal, waitMs] of steps) {
    signalProcess(pid, signal)
    if (await isGoneWithin(pid, waitMs)) return 'ended'
  }
  throw new Error(
    `Cannot start the database: an earlier server (process ${pid}) does not end. End it by hand.`,
  )
}

function pidIn(file: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10)
    return Number.isInteger(pid) && pid > 0 ? pid : null
  } catch {
    return null
  }
}

/**
 * A server works inside its cluster's folder; where /proc does not tell, its command line names the
 * folder.
 */
function isServerOf(pid: number, clusterFolder: string): boolean {
  if (pid === process.pid || !signalProcess(pid, 0)) return false
  if (process.platform === 'win32') return false
  try {
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === clusterFolder
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(
      clusterFolder,
    )
  } catch {
    return false
  }
}

async function isGoneWithin(pid: number, waitMs: number): Promise<boolean> {
  const until = performance.now() + waitMs
  while (performance.now() < until) {
    if (!signalProcess(pid, 0)) return true
    await delay(20)
  }
  return !signalProcess(pid, 0)
}
