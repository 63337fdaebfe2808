import { createHash } from 'node:crypto'
import {
  chmodSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { openArchive } from '../../lib/archive.ts'
import type { Log } from '../../lib/log.ts'

/** An archive of LiveKit's release: its address, and the SHA-256 it must have, in hexadecimal. */
export type Release = { url: string; sha256: string }

const hashes: Record<string, [name: string, sha256: string]> = {
  'linux-x64': [
    'linux_amd64.tar.gz',
    'c020fac437b7cc9b776eef1ad5ea8af77be9acfa07602eca20a3a44930dfbc70',
  ],
  'linux-arm64': [
    'linux_arm64.tar.gz',
    '332015305518765fe05bad74fc3a9d9583e635e7dd130de3c4fc563d69c550f3',
  ],
  'win32-x64': [
    'windows_amd64.zip',
    '3ec7eaa76ef64063bf21f78364733703e0969612cb92ffd60661ed45fa4a8906',
  ],
}

/** The archive for this kind of machine; null when LiveKit publishes none for it. */
export function releaseFor(
  version: string,
  machine = `${process.platform}-${process.arch}`,
): Release | null {
  const [name, sha256] = hashes[machine] ?? []
  if (!name || !sha256) return null
  const folder = `https://github.com/livekit/livekit/releases/download/v${version}`
  return { url: `${folder}/livekit_${version}_${name}`, sha256 }
}

const answerWithinMs = 10_000
const nextBytesWithinMs = 20_000
/** the archives have 18 MB, the program 60 MB */
const [archiveLimit, programLimit] = [100_000_000, 300_000_000]

/**
 * Fetches the archive, and moves the program to `program` when the archive has its SHA-256. Nothing
 * of an archive is unpacked before. Rejects with one line when it is refused, cut off, another one,
 * or cannot be reached; then nothing is left behind.
 */
export async function fetchRelease(
  release: Release,
  { program, log, signal }: { program: string; log: Log; signal?: AbortSignal | undefined },
): Promise<void> {
  const draft = mkdtempSync(join(dirname(program), 'fetch-'))
  try {
    const archive = join(draft, 'archive')
    const sha256 = await download(release.url, { archive, log, signal })
    if (sha256 !== release.sha256)
      throw new Error(`its SHA-256 is ${sha256}, expected ${release.sha256}`)
    const unpacked = join(draft, basename(program))
    await (release.url.endsWith('.zip') ? fromZip : fromTar)(archive, unpacked)
    if (!existsSync(unpacked)) throw new Error(`it holds no ${basename(program)}`)
    chmodSync(unpacked, 0o755)
    renameSync(unpacked, program)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

/** Answers the SHA-256 of what was written to `archive`. */
async function download(
  url: string,
  { archive, log, signal }: { archive: string; log: Log; signal: AbortSignal | undefined },
): Promise<string> {
  const stalled = new AbortController()
  let timer = setTimeout(() => stalled.abort(tooSlow), answerWithinMs)
  const waitAgain = () => {
    clearTimeout(timer)
    timer = setTimeout(() => stalled.abort(tooSlow), nextBytesWithinMs)
  }
  try {
    const either = signal ? AbortSignal.any([signal, stalled.signal]) : stalled.signal
    const answer = await fetch(url, { signal: either })
    if (!answer.ok || !answer.body) throw new Error(`${url} answered ${answer.status}`)
    const expected = Number(answer.headers.get('content-length')) || null
    const hash = createHash('sha256')
    const progress = progressLog(expected, log)
    let received = 0
    const watch = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        waitAgain()
        received += chunk.length
        hash.update(chunk)
        progress(received)
        if (received > archiveLimit) done(new Error(`${url} sends more than 100 MB`))
        else done(null, chunk)
      },
    })
    await pipeline(Readable.from(answer.body), watch, createWriteStream(archive))
    if (expected !== null && received !== expected)
      throw new Error(`${received} of ${expected} bytes came`)
    return hash.digest('hex')
  } catch (error) {
    throw new Error(reasonOf(error), { cause: error })
  } finally {
    clearTimeout(timer)
  }
}

const tooSlow = new Error('no answer in time')

/** Node tells the cause of a failed fetch inside an error that says "fetch failed" only. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message : error.message
}

function progressLog(expected: number | null, log: Log): (received: number) => void {
  const inMb = (bytes: number) => Math.round(bytes / 1_000_000)
  let quarters = 0
  return received => {
    const reached = expected === null ? 0 : Math.floor((4 * received) / expected)
    if (reached <= quarters || reached >= 4) return
    quarters = reached
    log.info(`Fetching the video server: ${inMb(received)} of ${inMb(expected!)} MB.`)
  }
}

async function fromTar(archive: string, program: string): Promise<void> {
  // loaded here, because most starts need none
  const { unpackTar } = await import('modern-tar/fs')
  await pipeline(
    createReadStream(archive),
    createGunzip(),
    unpackTar(dirname(program), { filter: ({ name }) => name === basename(program) }),
  )
}

async function fromZip(archive: string, program: string): Promise<void> {
  const found = openArchive(readFileSync(archive), { limitBytes: programLimit }).read(
    basename(program),
  )
  if (found) writeFileSync(program, found)
}
