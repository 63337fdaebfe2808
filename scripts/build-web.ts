import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const root = fileURLToPath(new URL('..', import.meta.url))
const built = join(root, 'web/dist/index.html')
/** The sources of the web app; the server's rules and contracts run in the browser, too. */
const sources = [
  'web/src',
  'web/index.html',
  'web/reply.html',
  'web/vite.config.ts',
  'web/fonts.ts',
  'src',
  'package-lock.json',
]

/** Whether the built web app is missing or older than its sources. */
export function isWebStale(): boolean {
  if (!existsSync(built)) return true
  const builtMs = statSync(built).mtimeMs
  return sources.some(source => newestMs(join(root, source)) > builtMs)
}

/**
 * Builds `web/` into `web/dist`. An installation without build tools keeps the web app it was
 * delivered with.
 */
export async function buildWeb(): Promise<void> {
  const tool = await import('vite').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ERR_MODULE_NOT_FOUND' && existsSync(built)) return null
    throw error
  })
  if (!tool) return
  const { build } = tool
  await build({ configFile: join(root, 'web/vite.config.ts'), logLevel: 'warn' })
  compress(join(root, 'web/dist/assets'))
}

/**
 * Writes each text file also as gzip and brotli, which the server sends to browsers that accept
 * them; fonts are compressed already.
 */
function compress(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!/\.(?:js|css|svg|json)$/.test(name)) continue
    const content = readFileSync(join(folder, name))
    writeFileSync(join(folder, `${name}.gz`), gzipSync(content, { level: 9 }))
    writeFileSync(
      join(folder, `${name}.br`),
      brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
    )
  }
}

function newestMs(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) return 0
  if (!found.isDirectory()) return found.mtimeMs
  const inside = readdirSync(path, { recursive: true, withFileTypes: true }).filter(entry =>
    entry.isFile(),
  )
  return Math.max(0, ...inside.map(entry => statSync(join(entry.parentPath, entry.name)).mtimeMs))
}

if (import.meta.main) await buildWeb()
