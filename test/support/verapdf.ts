import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** For each file in the given order whether it passed, and the report of veraPDF. */
export type Checked = { passed: boolean[]; report: string }

/**
 * The PDF/A and PDF/UA validator veraPDF (GPL or MPL, run as a program, never linked), fetched once
 * from Maven Central. Null without Java, Maven or network.
 */
export function findVeraPdf():
  | ((pdfs: readonly Uint8Array[], flavour: '3a' | 'ua1') => Checked)
  | null {
  const jars = fetchJars()
  return jars === null ? null : (pdfs, flavour) => check(jars, pdfs, flavour)
}

function fetchJars(): string | null {
  const folder = join(homedir(), '.cache', 'lagerunde', 'verapdf-1.28.2')
  if (!has('java', '-version')) return null
  if (existsSync(folder)) return folder
  if (!has('mvn', '--version')) return null
  mkdirSync(dirname(folder), { recursive: true })
  const draft = mkdtempSync(`${folder}-`)
  try {
    const pom = join(import.meta.dirname, 'verapdf', 'pom.xml')
    execFileSync(
      'mvn',
      ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${draft}`],
      {
        timeout: 120_000,
        stdio: 'ignore',
      },
    )
    renameSync(draft, folder)
    return folder
  } catch {
    rmSync(draft, { recursive: true, force: true })
    return existsSync(folder) ? folder : null
  }
}

function check(jars: string, pdfs: readonly Uint8Array[], flavour: '3a' | 'ua1'): Checked {
  const folder = mkdtempSync(join(tmpdir(), 'verapdf-'))
  try {
    const files = pdfs.map((pdf, i) => {
      const file = join(folder, `${i}.pdf`)
      writeFileSync(file, pdf)
      return file
    })
    const classes = [
      '-XX:TieredStopAtLevel=1',
      '-cp',
      join(jars, '*'),
      'org.verapdf.apps.GreenfieldCliWrapper',
    ]
    const { stdout, stderr } = spawnSync(
      'java',
      [...classes, '-f', flavour, '--format', 'text', '-v', ...files],
      {
        encoding: 'utf8',
        timeout: 90_000,
      },
    )
    const lines = stdout.split('\n')
    return {
      passed: files.map(file => lines.some(line => line.startsWith(`PASS ${file} `))),
      report: `${stdout}${stderr}`.replaceAll(folder, ''),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function has(command: string, argument: string): boolean {
  return spawnSync(command, [argument], { stdio: 'ignore' }).status === 0
}
