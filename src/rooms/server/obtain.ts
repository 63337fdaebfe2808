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
import { fetchRelease, type Release, releaseFor } from './release.ts'

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
  `Let this machine reach github.com at the next start, or install LiveKit ${liveKitVersion} as "livekit-server" on the PATH, ` +
  `or Go ${oldestGo.join('.')} or newer so that it is built then, or set LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET. All but video works without it.`

/**
 * Finds LiveKit's program: on the PATH, or our own earlier copy, or fetched now from LiveKit's
 * release (18 MB), or built now with Go (about 80 seconds); both once per user. Rejects when a build
 * fails.
 */
export async function obtainLiveKit(options: {
  dataDir: string
  log: Log
  signal?: AbortSignal
  release?: Release | null
}): Promise<Obtained> {
  const onPath = find('livekit-server')
  if (onPath) return { kind: 'program', program: onPath }
  const folders = programFolders(options.dataDir)
  const kept = folders.map(programIn).find(existsSync)
  if (kept) return { kind: 'program', program: kept }
  const folder = folders.find(isWritable) ?? folders[0]!
  const { release = releaseFor(liveKitVersion) } = options
  const fetched = release && (await fetchInto(release, folder, options))
  if (fetched) return { kind: 'program', program: fetched }
  if (options.signal?.aborted) return { kind: 'none', reason: 'noServer', detail: 'stopped' }
  const go = findGo()
  if (!go) return { kind: 'none', reason: 'noServer', detail: howToGetIt }
  options.log.info(
    'Building the video server once; video is ready in a minute or two, everything else works now.',
  )
  const startedMs = performance.now()
  const program = await build(go, folder, options.signal)
  options.log.info(
    `The video server is built after ${Math.round((performance.now() - startedMs) / 1000)} s.`,
  )
  return { kind: 'program', program }
}

/** Null when it could not be fetched; the log says why. */
async function fetchInto(
  release: Release,
  folder: string,
  { log, signal }: { log: Log; signal?: AbortSignal },
): Promise<string | null> {
  log.info('Fetching the video server once (18 MB); everything but video works meanwhile.')
  const program = programIn(folder)
  try {
    mkdirSync(folder, { recursive: true })
    await fetchRelease(release, { program, log, signal })
    log.info('The video server is fetched.')
    return program
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    if (!signal?.aborted) log.info(`The video server could not be fetched: ${reason}.`)
    return null
  }
}

/**
 * Shared by all checkouts of one user; in the data folder when there is no home folder that can be
 * written.
 */
function programFolders(dataDir: string): string[] {
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
    if (signal?.aborted) stopBuild()
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
