import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { constants } from 'node:os'

export type ChildOptions = {
  /** sent to the child when this process dies in any way */
  deathSignal: 'SIGINT' | 'SIGKILL'
  cwd: string
  /** the only variables the child sees (default none), unless it inherits ours */
  env?: Record<string, string> | 'inherit'
  /** run under this account (needs root) */
  account?: { uid: number; gid: number } | undefined
  /**
   * command line put in front, for instance a user namespace; it must end by executing what follows
   * it
   */
  prefix?: readonly string[]
  /** how the death of this process is noticed; `kernel` where available */
  deathNoticedBy?: 'kernel' | 'guard'
}

/**
 * Starts a server that must end with this process, even after `kill -9`: by the kernel's
 * parent-death signal where setpriv exists, otherwise by a guard that waits on a pipe only we hold
 * open. The child has a process group of its own, so that Ctrl-C in the terminal reaches only this
 * process, which then ends it in order.
 */
export function spawnChild(command: readonly string[], options: ChildOptions): ChildProcess {
  const hasDeathSignal = options.deathNoticedBy !== 'guard' && canSetDeathSignal()
  const signal = hasDeathSignal
    ? ['setpriv', '--pdeathsig', options.deathSignal.slice(3), '--']
    : []
  const [program, ...args] = [...(options.prefix ?? []), ...signal, ...command]
  const child = spawn(program!, args, {
    cwd: options.cwd,
    env: options.env === 'inherit' ? undefined : (options.env ?? {}),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
    ...options.account,
  })
  if (!hasDeathSignal && child.pid !== undefined) guard(child, options.deathSignal)
  return child
}

/** Sends a signal; false when the process is gone. Signal 0 only checks. */
export function signalProcess(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * Whether a program exists here and succeeds with these arguments; used to choose between two ways
 * to do something.
 */
export function succeeds(
  command: readonly string[],
  account?: { uid: number; gid: number },
): boolean {
  const [program, ...args] = command
  const options = { env: {}, stdio: 'ignore', timeout: 5_000, cwd: '/', ...account } as const
  return spawnSync(program!, args, options).status === 0
}

let deathSignalWorks: boolean | undefined
function canSetDeathSignal(): boolean {
  deathSignalWorks ??=
    process.platform === 'linux' && succeeds(['setpriv', '--pdeathsig', 'KILL', '--', 'true'])
  return deathSignalWorks
}

const nodeGuard =
  'process.stdin.resume().on("close",()=>{try{process.kill(+process.argv[1])}catch{}})'
const shellGuard = 'trap "" INT TERM HUP; read -r _; kill -$2 $1 2>/dev/null'

function guard(child: ChildProcess, deathSignal: 'SIGINT' | 'SIGKILL'): void {
  const pid = String(child.pid)
  const command =
    process.platform === 'win32'
      ? [process.execPath, '-e', nodeGuard, pid]
      : ['/bin/sh', '-c', shellGuard, 'guard', pid, String(constants.signals[deathSignal])]
  const [program, ...args] = command
  const watcher = spawn(program!, args, {
    env: {},
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    windowsHide: true,
  })
  watcher.unref()
  watcher.on('error', () => {})
  child.once('exit', () => watcher.kill('SIGKILL'))
}
