import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import subsetFont from 'subset-font'
import type { Plugin } from 'vite'

const root = fileURLToPath(new URL('./', import.meta.url))
const sources = fileURLToPath(
  new URL('../node_modules/@fontsource/fira-sans/files/', import.meta.url),
)
/** what texts are set with; small capitals, old figures and alternates are left out */
const keepFeatures = ['kern', 'liga', 'tnum', 'mark', 'mkmk', 'ccmp', 'locl']

/**
 * Cuts Fontsource's faces to the characters of the rule in fonts.css that names them: `url` is
 * `cut/NAME.PART.woff2`, NAME a file of Fontsource, PART what the cut is called. A page of German
 * and neighbouring names loads 25 KB a face instead of 74.
 */
export const cutFaces: Plugin = {
  name: 'cut-faces',
  async config() {
    const sheet = readFileSync(join(root, 'src/ui/fonts.css'), 'utf8')
    for (const [rule] of sheet.matchAll(/@font-face\s*\{[^}]*\}/g)) {
      const [, name, part] = /url\('\.\.\/\.\.\/cut\/([\w-]+)\.([\w-]+)\.woff2'\)/.exec(rule) ?? []
      if (!name || !part) continue
      const range = /unicode-range:([^;]+);/.exec(rule)?.[1] ?? ''
      await cut(name, part, charactersIn(range))
    }
  },
}

async function cut(name: string, part: string, text: string): Promise<void> {
  const made = join(root, 'cut', `${name}.${part}.woff2`)
  const recipe = `${made}.txt`
  if (existsSync(made) && existsSync(recipe) && readFileSync(recipe, 'utf8') === text) return
  const source = readFileSync(join(sources, `${name}.woff2`))
  mkdirSync(join(root, 'cut'), { recursive: true })
  writeFileSync(made, await subsetFont(source, text, { targetFormat: 'woff2', keepFeatures }))
  writeFileSync(recipe, text)
}

/** The characters of a CSS `unicode-range`. */
export function charactersIn(range: string): string {
  return [...range.matchAll(/U\+([0-9A-F]+)(?:-([0-9A-F]+))?/gi)]
    .flatMap(([, first, last = first]) => {
      const from = Number.parseInt(first!, 16)
      return Array.from({ length: Number.parseInt(last!, 16) - from + 1 }, (_, i) => from + i)
    })
    .map(code => String.fromCodePoint(code))
    .join('')
}
