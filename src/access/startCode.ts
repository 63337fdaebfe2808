import { timingSafeEqual } from 'node:crypto'
import { lstat, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Reach } from '../lib/address.ts'
import type { Deps } from '../lib/context.ts'
import { hashToken, newPrintedCode, readPrintedCode, seal, unseal } from '../lib/secrets.ts'
import { codeShownMs } from './rules.ts'
import type { Setup } from './store/installation.ts'

const fileName = 'first-start-code'
const purpose = 'code of the start was shown'

type Where = Pick<Deps, 'config' | 'reach'>

/** Whether the start code opens anything now. */
export function opensByCode(setup: Setup, reach: Reach): boolean {
  return setup === 'untouched' || (setup === 'sample' && reach === 'thisMachine')
}

/**
 * The code's file. `shown` is the part that pages may name: never the path where other machines
 * reach the page.
 */
export function startCodeFile({ config, reach }: Where): { path: string; shown: string } {
  const path = resolve(config.DATA_DIR, fileName)
  return { path, shown: reach === 'network' ? fileName : join(config.DATA_DIR, fileName) }
}

/**
 * The start code, in a file that only this account can read; null when the code opens nothing. Only
 * the file contains it, so all processes with one data folder have one code. An untouched
 * installation keeps its code over restarts; a sample gets a new one.
 */
export async function prepareStartCode(where: Where, setup: Setup): Promise<string | null> {
  const { path } = startCodeFile(where)
  if (setup !== 'untouched') await forgetStartCode(where)
  if (!opensByCode(setup, where.reach)) return null
  try {
    await mkdir(where.config.DATA_DIR, { recursive: true, mode: 0o700 })
    if (!(await isOurs(path))) {
      const draft = `${path}.${process.pid}`
      await rm(draft, { force: true })
      await writeFile(draft, `${newPrintedCode()}\n`, { mode: 0o600, flag: 'wx' })
      await rename(draft, path)
    }
    return await keptCode(path)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(
      `The code of the first start cannot be kept in "${path}"; expected DATA_DIR to be a folder this account may write to. ${why}`,
      { cause: error },
    )
  }
}

/** Compares in constant time. */
export async function isStartCode(where: Where, typed: string): Promise<boolean> {
  const code = await keptCode(startCodeFile(where).path)
  return code !== null && timingSafeEqual(hashToken(code), hashToken(readPrintedCode(typed)))
}

/** Removes the file, and with it the code. If that fails, the code still opens nothing. */
export async function forgetStartCode(where: Where): Promise<void> {
  await rm(startCodeFile(where).path, { force: true }).catch(() => {})
}

/**
 * The value a browser keeps after it has shown the code. It is sealed by the installation, so every
 * process of it accepts it and no other.
 */
export function codeProof({ secret, clock }: Pick<Deps, 'secret' | 'clock'>): string {
  const until = clock.now().getTime() + codeShownMs
  return Buffer.from(seal(secret, purpose, String(until))).toString('base64url')
}

export function isCodeProof(
  { secret, clock }: Pick<Deps, 'secret' | 'clock'>,
  proof: string | undefined,
): boolean {
  if (proof === undefined) return false
  const until = unseal(secret, purpose, Buffer.from(proof, 'base64url'))
  return until !== null && clock.now().getTime() < Number(until)
}

async function keptCode(path: string): Promise<string | null> {
  const text = await readFile(path, 'utf8').catch(() => '')
  return /^[0-9A-Z]{4}(-[0-9A-Z]{4}){4}$/.test(text.trim()) ? text.trim() : null
}

/**
 * Whether only this account can know the code: it owns the file and no other may read it. A
 * symbolic link is never ours.
 */
async function isOurs(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => null)
  if (!found?.isFile() || (found.mode & 0o077) !== 0) return false
  const isMine = process.getuid === undefined || found.uid === process.getuid()
  return isMine && (await keptCode(path)) !== null
}
