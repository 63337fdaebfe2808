import { globSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { fileURLToPath } from 'node:url'
import { build, type Rolldown } from 'vite'
import { beforeAll, expect, test } from 'vitest'
import { charactersIn } from '../../web/fonts.ts'

let chunks: Rolldown.OutputChunk[]
let styles: string
let faces: { name: string; bytes: number }[]
let begun: Rolldown.OutputChunk[]
let answer: Rolldown.OutputChunk[]

beforeAll(async () => {
  const built = await build({
    configFile: fileURLToPath(new URL('../../web/vite.config.ts', import.meta.url)),
    logLevel: 'error',
    build: { write: false },
  })
  const [result] = Array.isArray(built) ? built : [built]
  if (!result || !('output' in result)) throw new Error('vite built nothing')
  chunks = result.output.filter(item => item.type === 'chunk')
  styles = result.output
    .filter(item => item.type === 'asset' && item.fileName.endsWith('.css'))
    .map(item => String('source' in item ? item.source : ''))
    .join('\n')
  faces = result.output.flatMap(item =>
    item.type === 'asset' && item.fileName.endsWith('.woff2')
      ? [{ name: item.fileName, bytes: item.source.length }]
      : [],
  )
  begun = [chunkOf('/web/src/first.ts'), chunkOf('/web/src/main.tsx')]
  answer = [chunkOf('/web/src/replies/first.ts'), chunkOf('/web/src/replies/main.tsx')]
})

test('the first load of every page but the room stays within 170 KB of compressed JavaScript', () => {
  const pages = chunks.filter(chunk => isPage(chunk) && !chunk.fileName.includes('RoomPage'))
  const tooHeavy = [undefined, ...pages]
    .map(page => [page?.fileName, firstLoadBytes(begun, page)] as const)
    .filter(([, bytes]) => bytes > 170_000)
  expect(tooHeavy).toEqual([])
})

test('overview and board come in few files, because a browser loads six at a time', () => {
  const counts = ['OverviewPage', 'BoardPage'].map(name => {
    const page = chunks.find(chunk => chunk.facadeModuleId?.endsWith(`${name}.tsx`))
    return [name, closure([...begun, ...(page ? [page] : [])]).size] as const
  })
  expect(counts.filter(([, files]) => files > 22)).toEqual([])
})

test('the answer page stays within 130 KB, as it does without the router', () => {
  expect(firstLoadBytes(answer)).toBeLessThanOrEqual(130_000)
  const modules = [...closure(answer)].flatMap(chunk => chunk.moduleIds)
  expect(modules.filter(id => id.includes('router'))).toEqual([])
})

test('the room stays within 330 KB in all, and only the room loads LiveKit', () => {
  const room = chunks.find(chunk => isPage(chunk) && chunk.fileName.includes('RoomPage'))
  if (room) expect(firstLoadBytes(begun, room)).toBeLessThanOrEqual(330_000)
  const elsewhere = chunks.filter(
    chunk => isPage(chunk) && !chunk.facadeModuleId?.includes('/rooms/'),
  )
  for (const page of elsewhere) {
    const modules = [...closure([...begun, page])].flatMap(chunk => chunk.moduleIds)
    expect(
      modules.filter(id => id.includes('livekit')),
      page.fileName,
    ).toEqual([])
  }
})

test('the three faces of German and its neighbours have at most 90 KB', () => {
  const cut = faces.filter(({ name }) => /-normal\.(core|a)-/.test(name))
  expect(cut).toHaveLength(6)
  expect(cut.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(90_000)
})

test('all letters of our own texts are in the first cut of a face', () => {
  const core = /latin-400-normal\.core.*?unicode-range:([^;]+);/s.exec(
    readFileSync('web/src/ui/fonts.css', 'utf8'),
  )![1]!
  const known = new Set(charactersIn(core))
  const texts = globSync(['web/src/i18n/{de,en}/*.ts', 'src/words/{de,en}.ts'])
    .map(file => readFileSync(file, 'utf8'))
    .join('')
  const letters = [...new Set(texts.normalize('NFC').match(/\p{L}|[„“‚‘’”–…]/gu))]
  expect(letters.filter(letter => !known.has(letter))).toEqual([])
})

test('no style names a colour or length that the build has left out', () => {
  const written = globSync('web/src/**/*.{ts,tsx}')
    .map(file => readFileSync(file, 'utf8'))
    .join('\n')
  const used = [...styles.matchAll(/var\((--[\w-]+)\)/g)].map(([, name]) => name!)
  const missing = [...new Set(used)].filter(
    name => !styles.includes(`${name}:`) && !written.includes(`'${name}'`),
  )
  expect(used.length).toBeGreaterThan(100)
  expect(missing).toEqual([])
})

function isPage(chunk: Rolldown.OutputChunk): boolean {
  return (chunk.facadeModuleId ?? '').endsWith('Page.tsx')
}

/** The chunk that a module of ours is the face of, else the one that holds it. */
function chunkOf(file: string): Rolldown.OutputChunk {
  const chunk =
    chunks.find(each => each.facadeModuleId?.endsWith(file)) ??
    chunks.find(each => each.moduleIds.some(id => id.endsWith(file)))
  if (!chunk) throw new Error(`the build has no ${file}`)
  return chunk
}

/** What a document begins with, one page, what both import, and the texts of one language. */
function firstLoadBytes(start: Rolldown.OutputChunk[], page?: Rolldown.OutputChunk): number {
  const last = page ?? start.at(-1)
  const feature = /\/src\/([^/]+)\/[^/]+\.tsx$/.exec(last?.facadeModuleId ?? '')?.[1]
  const texts = chunks.filter(chunk =>
    new RegExp(`/i18n/de/(common|${feature})\\.ts$`).test(chunk.facadeModuleId ?? ''),
  )
  return [...closure([...start, ...(page ? [page] : []), ...texts])].reduce(
    (sum, chunk) => sum + gzipSync(chunk.code).length,
    0,
  )
}

function closure(from: Rolldown.OutputChunk[]): Set<Rolldown.OutputChunk> {
  const seen = new Set<Rolldown.OutputChunk>()
  const add = (chunk: Rolldown.OutputChunk | undefined) => {
    if (!chunk || seen.has(chunk)) return
    seen.add(chunk)
    for (const file of chunk.imports) add(chunks.find(each => each.fileName === file))
  }
  from.forEach(add)
  return seen
}
