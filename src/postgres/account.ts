import { chownSync, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { succeeds } from '../lib/child.ts'

/**
 * The account PostgreSQL runs under. It refuses to run as root, but containers and many first tries
 * start Lagerunde as root.
 */
export type Account = {
  prefix: readonly string[]
  account: { uid: number; gid: number } | undefined
  ownerId: number | null
}

/** The account named nobody on practically every Unix. */
const nobody = 65534

/**
 * As root, uses a user namespace in which root appears as nobody: files still belong to root, and
 * every folder can be reached. Where the kernel forbids that, it changes the account, which must
 * reach `folders` through parents that may be closed to it. Other users keep their account. Throws
 * when no account is possible.
 */
export function chooseAccount(folders: readonly string[]): Account {
  const ownId = process.getuid?.() ?? null
  if (ownId !== 0) return { prefix: [], account: undefined, ownerId: ownId }
  const namespace = ['unshare', '--user', `--map-user=${nobody}`]
  if (process.platform === 'linux' && succeeds([...namespace, 'true'])) {
    return { prefix: namespace, account: undefined, ownerId: 0 }
  }
  const account = { uid: nobody, gid: nobody }
  const reaches = (prefix: readonly string[], uid: typeof account | undefined) =>
    folders.every(folder => succeeds([...prefix, 'ls', '-d', `${folder}/.`], uid))
  if (reaches([], account)) return { prefix: [], account, ownerId: nobody }
  // a capability for passing closed folders, the weaker one first, because containers often
  // withhold it
  for (const capability of ['dac_read_search', 'dac_override']) {
    const prefix = nobodyWith(capability)
    if (reaches(prefix, undefined)) return { prefix, account: undefined, ownerId: nobody }
  }
  throw new Error(
    `Cannot start the built-in PostgreSQL: it refuses to run as root, and the account nobody cannot reach all of ` +
      `${folders.map(folder => `"${folder}"`).join(', ')}. Start Lagerunde under another account, move it out of folders ` +
      `closed to others, or set DATABASE_URL to a PostgreSQL server (15 or newer) instead.`,
  )
}

/**
 * Nobody with one capability of root. Without the secure bit, access(2), which initdb calls, would
 * ignore it.
 */
function nobodyWith(capability: string): string[] {
  const account = [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups']
  const granted = [`--inh-caps=+${capability}`, `--ambient-caps=+${capability}`]
  return ['setpriv', ...account, ...granted, '--securebits=+no_setuid_fixup', '--']
}

/**
 * Gives a folder with everything in it to the account PostgreSQL runs under, after a change of the
 * way it runs.
 */
export function handOver(folder: string, account: Account): void {
  if (account.ownerId === null || process.getuid?.() !== 0) return
  const { uid, gid } = ownerOf(account)
  if (lstatSync(folder).uid === uid) return
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    chownSync(join(folder, entry), uid, gid)
  }
  chownSync(folder, uid, gid)
}

/** The owner of the data folder; the group of nobody has the same number. */
export function ownerOf({ ownerId }: Account): { uid: number; gid: number } {
  return { uid: ownerId ?? 0, gid: ownerId ?? 0 }
}
