import { mkdirSync } from 'node:fs'
import {
  enableCompileCache,
  flushCompileCache,
  registerHooks,
  type ResolveFnOutput,
} from 'node:module'
import { join, resolve } from 'node:path'
import { setFlagsFromString } from 'node:v8'

/**
 * Node reads a package's description again for every module that is loaded from it, and drizzle-orm's has 180 KB: a third of the
 * time and half of the memory of a start went there. Its modules name each other by file, so no description is needed.
 */
export function loadQuickly(): void {
  const found = new Map<string, ResolveFnOutput>()
  registerHooks({
    resolve(specifier, context, next) {
      if (
        /^\.\.?\/.*\.js$/.test(specifier) &&
        context.parentURL?.includes('/node_modules/drizzle-orm/')
      ) {
        return {
          url: new URL(specifier, context.parentURL).href,
          format: 'module',
          shortCircuit: true,
        }
      }
      if (!/^drizzle-orm(?:\/|$)/.test(specifier)) return next(specifier, context)
      const known = found.get(specifier) ?? { ...next(specifier, context), shortCircuit: true }
      found.set(specifier, known)
      return known
    },
  })
}

/** Loading a thousand modules makes much garbage once; V8 would keep 40 MB for more of it. Ended with `false` when work begins. */
export function saveMemory(isSaving: boolean): void {
  setFlagsFromString(isSaving ? '--optimize-for-size' : '--no-optimize-for-size')
}

/**
 * What was compiled is kept in the data folder, which belongs to us alone; the next start takes half the time. Writing a thousand
 * files would hold up the first questions, so it is done when the start is over.
 */
export function keepCompiled(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    enableCompileCache(join(resolve(dataDir), 'compiled'))
  } catch {
    // a folder that cannot be made stops the start later, with a sentence
  }
  setTimeout(flushCompileCache, 10_000).unref()
}
