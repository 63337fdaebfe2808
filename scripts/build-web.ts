import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** True when the web app is missing or older than anything it is made of. */
export function isWebStale(): boolean {
  const builtMs = modifiedMs(join(root, 'web/dist/index.html'))
  if (builtMs === 0) return true
  const sources = ['web/src', 'web/index.html', 'web/vite.config.ts', 'src', 'package-lock.json']
  return sources.some(path => newestMs(join(root, path)) > builtMs)
}

export async function buildWeb(): Promise<void> {
  const { build } = await import('vite')
  await build({ root: join(root, 'web'), logLevel: 'warn' })
}

function newestMs(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats) return 0
  if (!stats.isDirectory()) return stats.mtimeMs
  return Math.max(stats.mtimeMs, ...readdirSync(path, { withFileTypes: true }).filter(entry => entry.name !== 'dist').map(entry => newestMs(join(path, entry.name))))
}

function modifiedMs(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

if (import.meta.main) await buildWeb()
