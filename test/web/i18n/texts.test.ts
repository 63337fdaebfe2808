import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

type Texts = { [key: string]: string | Texts }

const written = globSync('{src,web/src}/**/*.{ts,tsx}', {
  exclude: ['web/src/i18n/{de,en}/**', 'src/words/{de,en}.ts'],
})
  .map(file => readFileSync(file, 'utf8'))
  .join('\n')
/**
 * Keys as they stand in the source, and those put together, in which a part stands for any word.
 */
const keys = new Set([...written.matchAll(/'([\w.]+)'/g)].map(([, key]) => key))
const patterns = [...written.matchAll(/`((?:[\w.]|\$\{[^}`]*\})+)`/g)]
  .map(([, template = '']) => template.split(/\$\{[^}]*\}/))
  .filter(parts => parts.length > 1 && parts.some(part => /\w/.test(part)))
  .map(parts => new RegExp(`^${parts.map(part => part.replaceAll('.', '\\.')).join('[\\w.]+')}$`))

test('every text is said somewhere', async () => {
  const files = import.meta.glob<{ texts: Texts }>('../../../web/src/i18n/de/*.ts')
  const unused: string[] = []
  for (const [path, load] of Object.entries(files)) {
    for (const key of keysOf((await load()).texts))
      if (!keys.has(key) && !patterns.some(pattern => pattern.test(key)))
        unused.push(`${path.replace(/.*\//, '')} ${key}`)
  }
  expect(unused).toEqual([])
})

function keysOf(texts: Texts, above = ''): string[] {
  const found = Object.entries(texts).flatMap(([key, text]) =>
    typeof text === 'string' ? [`${above}${key}`] : keysOf(text, `${above}${key}.`),
  )
  return [...new Set(found.map(key => key.replace(/_(zero|one|other)$/, '')))]
}
