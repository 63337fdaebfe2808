import { readFileSync } from 'node:fs'

const lookEveryMs = 1_000

/**
 * Calls `end` once when the npm that started this process is gone. npm sends a signal only to the
 * shell between them, and a shell that ends by it leaves this process running; killed, npm sends
 * none at all.
 */
export function whenStarterEnds(end: () => void): void {
  const shell = process.ppid
  // null: npm started this process itself, or the shell became it
  const npm = isShell(shell) ? parentOf(shell) : null
  const timer = setInterval(() => {
    if (process.ppid === shell && (npm === null || parentOf(shell) === npm)) return
    clearInterval(timer)
    end()
  }, lookEveryMs)
  timer.unref()
}

function isShell(pid: number): boolean {
  return /^(sh|dash|ash|bash|zsh)$/.test(ofProcess(pid, 'comm')?.trim() ?? '')
}

/** Null where the system has no /proc, or the process is gone. */
function parentOf(pid: number): number | null {
  const [, parent] = /^PPid:\s*(\d+)$/m.exec(ofProcess(pid, 'status') ?? '') ?? []
  return parent === undefined ? null : Number(parent)
}

function ofProcess(pid: number, file: 'comm' | 'status'): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return null
  }
}
