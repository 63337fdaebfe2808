import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { spawn } from 'node:child_process'
import type { Account } from './account.ts'
import { handOver } from './account.ts'
import type { Binaries } from './binaries.ts'

export const superuser = 'postgres'
export const databaseName = 'lagerunde'

export type ClusterOptions = {
  binaries: Binaries
  account: Account
  /** the folder of the cluster */
  folder: string
  /** null: the socket folder limits who can connect, without a password */
  password: string | null
}

/**
 * Makes the database cluster unless it exists. Builds it in a folder beside and renames it at the
 * end, so that a full disk or a power cut leaves no half of one.
 */
export async function ensureCluster(options: ClusterOptions): Promise<{ isNew: boolean }> {
  const { folder, account } = options
  if (existsSync(join(folder, 'PG_VERSION'))) {
    handOver(folder, account)
    return { isNew: false }
  }
  const draft = `${folder}.new`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { mode: 0o700 })
  handOver(draft, account)
  const passwordFile = join(dirname(folder), 'password.new')
  if (options.password !== null) writeFileSync(passwordFile, options.password, { mode: 0o600 })
  try {
    await run(options, [
      options.binaries.initdb,
      ...initdbArguments(draft, options.password && passwordFile),
    ])
    await run(
      options,
      [options.binaries.postgres, '--single', '-D', draft, '-c', 'log_checkpoints=off', 'postgres'],
      {
        input: `create database ${databaseName};\n`,
      },
    )
    rmSync(folder, { recursive: true, force: true })
    renameSync(draft, folder)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    throw error
  } finally {
    rmSync(passwordFile, { force: true })
  }
  return { isNew: true }
}

function initdbArguments(folder: string, passwordFile: string | null): string[] {
  const access =
    passwordFile === null ? ['--auth=trust'] : ['--auth=scram-sha-256', `--pwfile=${passwordFile}`]
  return [
    `--pgdata=${folder}`,
    `--username=${superuser}`,
    ...access,
    '--encoding=UTF8',
    // independent of the host's C library, whose sort order changes with its versions and would
    // corrupt indexes
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
    '--no-instructions',
  ]
}

async function run(
  { account }: ClusterOptions,
  command: string[],
  { input = '' } = {},
): Promise<void> {
  const [program, ...args] = [...account.prefix, ...command]
  const child = spawn(program!, args, {
    env: {},
    cwd: dirname(command[0]!),
    windowsHide: true,
    ...account.account,
  })
  let output = ''
  child.stdout.on('data', chunk => (output += chunk))
  child.stderr.on('data', chunk => (output += chunk))
  // when the program fails early, its exit code tells more than the broken pipe
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const code = await new Promise((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  )
  if (code === 0) return
  const reason = output.trim().split('\n').slice(-6).join('\n')
  throw new Error(`Cannot create the database: ${command[0]} ended with ${code}.\n${reason}`)
}
