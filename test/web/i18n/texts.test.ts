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

/** A text asked for: its key, and the names of its values. */
const said =
  /\b(?:t|common|meetings|planning|listed)\(\s*(['`])([\w.]+|[\w.]*\$\{[^`]*?\}[\w.]*)\1(?:,\s*\{((?:[^{}]|\{[^{}]*\})*)\})?,?\s*\)/g

test('every text gets the values that it names, and no others', async () => {
  const files = import.meta.glob<{ texts: Texts }>('../../../web/src/i18n/de/*.ts')
  const known = new Map<string, string[][]>()
  for (const load of Object.values(files))
    for (const [key, text] of textsOf((await load()).texts))
      known.set(key, [...(known.get(key) ?? []), namedIn(text)])
  const lacking = [...written.matchAll(said)]
    .filter(([, , , given = '']) => !given.includes('...'))
    .flatMap(([call, , key = '', given = '']) => {
      const own = given.replaceAll(/\{[^{}]*\}/g, '')
      const values = new Set([...own.matchAll(/(?:^|,)\s*(\w+)\s*(?=[:,]|$)/g)].map(m => m[1]))
      const pattern = new RegExp(
        `^${key.replaceAll('.', '\\.').replaceAll(/\$\{[^}]*\}/g, '\\w+')}$`,
      )
      const wanted = [...known].flatMap(([each, names]) => (pattern.test(each) ? names : []))
      const isEnough = wanted.some(names => names.every(name => values.has(name)))
      const isNamed = [...values].every(
        value => value === 'count' || wanted.some(names => names.includes(value!)),
      )
      return wanted.length === 0 || (isEnough && isNamed) ? [] : [call]
    })
  expect(lacking).toEqual([])
})

const namedIn = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name)

function textsOf(texts: Texts, above = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, text]): [string, string][] =>
    typeof text === 'string'
      ? [[`${above}${key.replace(/_(zero|one|other)$/, '')}`, text]]
      : textsOf(text, `${above}${key}.`),
  )
}

function keysOf(texts: Texts, above = ''): string[] {
  const found = Object.entries(texts).flatMap(([key, text]) =>
    typeof text === 'string' ? [`${above}${key}`] : keysOf(text, `${above}${key}.`),
  )
  return [...new Set(found.map(key => key.replace(/_(zero|one|other)$/, '')))]
}
