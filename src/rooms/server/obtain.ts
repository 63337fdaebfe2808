import { spawnSync } from 'node:child_process'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { spawnChild } from '../../lib/child.ts'
import type { Log } from '../../lib/log.ts'

/**
 * The newest release that Go can install by name; later ones replace modules, which `go install`
 * refuses.
 */
export const liveKitVersion = '1.13.5'
const goPackage = `github.com/livekit/livekit-server/cmd/server@v${liveKitVersion}`
const oldestGo = [1, 26] as const

export type Obtained =
  | { kind: 'program'; program: string }
  | { kind: 'none'; reason: 'noServer' | 'buildFailed'; detail: string }

const howToGetIt =
  `Install LiveKit ${liveKitVersion} as "livekit-server" on the PATH, or Go ${oldestGo.join('.')} or newer so that it is built ` +
  'at the next start, or set LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET. All but video works without it.'

/**
 * Finds LiveKit's program: on the PATH, or our own earlier build, or built now with Go (about 80
 * seconds, once per user). Rejects when a build fails.
 */
export async function obtainLiveKit(options: {
  dataDir: string
  log: Log
  signal?: AbortSignal
}): Promise<Obtained> {
  const onPath = find('livekit-server')
  if (onPath) return { kind: 'program', program: onPath }
  const folders = buildFolders(options.dataDir)
  const built = folders.map(programIn).find(existsSync)
  if (built) return { kind: 'program', program: built }
  const go = findGo()
  if (!go) return { kind: 'none', reason: 'noServer', detail: howToGetIt }
  options.log.info(
    'Building the video server once; video is ready in a minute or two, everything else works now.',
  )
  const startedMs = performance.now()
  const program = await build(go, folders.find(isWritable) ?? folders[0]!, options.signal)
  options.log.info(
    `The video server is built after ${Math.round((performance.now() - startedMs) / 1000)} s.`,
  )
  return { kind: 'program', program }
}

/**
 * Shared by all checkouts of one user; in the data folder when there is no home folder that can be
 * written.
 */
function buildFolders(dataDir: string): string[] {
  const name = `livekit-${liveKitVersion}`
  return [join(homedir(), '.cache', 'lagerunde', name), join(dataDir, 'livekit', name)]
}

const suffix = process.platform === 'win32' ? '.exe' : ''
const programIn = (folder: string) => join(folder, `livekit-server${suffix}`)

function isWritable(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** Where the shell would find a program; null when nowhere. */
function find(name: string): string | null {
  const found =
    process.platform === 'win32'
      ? spawnSync('where', [name], { encoding: 'utf8', windowsHide: true })
      : spawnSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8' })
  return (found.status === 0 && found.stdout.split(/\r?\n/)[0]) || null
}

function findGo(): string | null {
  for (const program of [find('go'), '/usr/local/go/bin/go']) {
    if (!program) continue
    const told = spawnSync(program, ['env', 'GOVERSION'], { encoding: 'utf8', windowsHide: true })
    const [, major, minor] = /^go(\d+)\.(\d+)/.exec(told.stdout ?? '') ?? []
    if (
      Number(major) > oldestGo[0] ||
      (Number(major) === oldestGo[0] && Number(minor) >= oldestGo[1])
    )
      return program
  }
  return null
}

/**
 * Builds into a folder beside and renames it at the end, because several processes may build at
 * once, and a build may be cut short.
 */
async function build(go: string, folder: string, signal: AbortSignal | undefined): Promise<string> {
  if (process.platform === 'win32')
    throw new Error(`The video server cannot be built here. ${howToGetIt}`)
  mkdirSync(folder, { recursive: true })
  const draft = mkdtempSync(join(folder, 'build-'))
  try {
    const child = spawnChild([go, 'install', '-trimpath', goPackage], {
      deathSignal: 'SIGKILL',
      cwd: draft,
      env: 'inherit',
      // with low priority, because people may already use the product
      prefix: ['nice', '-n', '10', 'env', `GOBIN=${draft}`, 'CGO_ENABLED=0', 'GOFLAGS='],
    })
    const stopBuild = () => void child.kill('SIGKILL')
    signal?.addEventListener('abort', stopBuild)
    let output = ''
    child.stdout!.resume()
    child.stderr!.on('data', chunk => (output += chunk))
    const code = await new Promise((resolve, reject) =>
      child.once('error', reject).once('close', resolve),
    )
    signal?.removeEventListener('abort', stopBuild)
    if (code !== 0) {
      const told = output
        .split('\n')
        .filter(line => line && !line.startsWith('go: downloading'))
        .slice(-4)
        .join(' ')
      throw new Error(
        `Building the video server failed (${told || `exit code ${String(code)}`}). ${howToGetIt}`,
      )
    }
    const [file] = readdirSync(draft)
    const program = programIn(folder)
    renameSync(join(draft, file!), program)
    return program
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}
