import { chownSync, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { succeeds } from '../lib/child.ts'

/** Under whom PostgreSQL runs: it refuses to run as root, which is who runs containers and many first tries. */
export type Account = {
  prefix: readonly string[]
  account: { uid: number; gid: number } | undefined
  ownerId: number | null
}

/** The account named nobody on practically every Unix. */
const nobody = 65534

/**
 * As root, a user namespace in which root appears as nobody: files stay root's and every folder stays reachable. Where
 * the kernel forbids that, a real change of account. Anyone else runs it as they are.
 */
export function chooseAccount(): Account {
  const ownId = process.getuid?.() ?? null
  if (ownId !== 0) return { prefix: [], account: undefined, ownerId: ownId }
  const namespace = ['unshare', '--user', `--map-user=${nobody}`]
  if (process.platform === 'linux' && succeeds([...namespace, 'true'])) {
    return { prefix: namespace, account: undefined, ownerId: 0 }
  }
  return { prefix: [], account: { uid: nobody, gid: nobody }, ownerId: nobody }
}

/** Hands a folder with all in it to the account PostgreSQL runs under, after a change of how that is done. */
export function handOver(folder: string, account: Account): void {
  if (account.ownerId === null || process.getuid?.() !== 0) return
  const { uid, gid } = account.account ?? { uid: 0, gid: 0 }
  if (lstatSync(folder).uid === uid) return
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    chownSync(join(folder, entry), uid, gid)
  }
  chownSync(folder, uid, gid)
}
