import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'
import { describe, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')
/** A feature imports only from those before it. */
const order = [
  'lib',
  'postgres',
  'words',
  'audit',
  'roster',
  'incidents',
  'mail',
  'access',
  'meetings',
  'rooms',
  'attendance',
  'journal',
  'board',
  'minutes',
  'records',
  'overview',
  'setup',
  'operations',
]
/**
 * Inside a feature a file imports only from rows above it; what is not listed is an adapter or
 * helper between store and steps.
 */
const ladder = ['contract', 'rules', 'tables', 'store', '', 'steps', 'actions', 'views', 'routes']
const rowOf = (name: string) => {
  if (name === 'templates') return 0 // data with the shape of a contract
  if (name === 'files') return ladder.indexOf('views')
  if (name === 'follow') return ladder.indexOf('actions')
  const at = ladder.indexOf(name)
  return at >= 0 ? at : ladder.indexOf('')
}

type Import = { from: string; to: string; isType: boolean }
const sources = filesBelow('src').filter(file => file.endsWith('.ts'))
const imports = sources.flatMap(importsOf)

describe('the house stands as it was drawn', () => {
  test('a feature imports only features before it, types and tables included', () => {
    const wrong = imports.filter(
      i =>
        featureOf(i.from) !== '(root)' &&
        order.indexOf(featureOf(i.to)) > order.indexOf(featureOf(i.from)),
    )
    expect(wrong.map(said)).toEqual([])
  })

  test('no files import each other in a circle', () => {
    expect(circlesOf(imports)).toEqual([])
  })

  test('routes call actions and views, never a step of somebody else’s transaction', () => {
    const wrong = imports.filter(
      i => rungOf(i.from) === 'routes' && rungOf(i.to) === 'steps' && !i.isType,
    )
    expect(wrong.map(said)).toEqual([])
  })

  test('every folder of src is a feature with a place in the order', () => {
    const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter(
      entry => entry.isDirectory() && filesBelow(join('src', entry.name)).length > 0,
    )
    expect(folders.map(f => f.name).filter(name => !order.includes(name))).toEqual([])
  })

  test('contracts and rules run in the browser: no Node, no database, no server file', () => {
    const shared = sources.filter(file => /\/(contract|rules)(\.ts|\/)/.test(file))
    const wrong = shared.flatMap(file => {
      const text = readFileSync(join(root, file), 'utf8')
      return /from '(node:|drizzle|hono|postgres)/.test(text) ? [file] : []
    })
    expect(wrong).toEqual([])
    const deep = imports.filter(
      i =>
        shared.includes(i.from) &&
        !i.isType &&
        !/\/(contract|rules|templates)(\.ts|\/)|src\/lib\/(ids|actor|asOf|modes|phone|search|shapes|spans|time|timeWords)\.ts|src\/words\//.test(
          i.to,
        ),
    )
    expect(deep.map(said)).toEqual([])
  })

  test('inside a feature nothing imports from a row below', () => {
    const wrong = imports.filter(
      i =>
        featureOf(i.from) === featureOf(i.to) &&
        featureOf(i.from) !== 'lib' &&
        !i.isType &&
        rowOf(rungOf(i.from)) < rowOf(rungOf(i.to)),
    )
    expect(wrong.map(said)).toEqual([])
  })

  test('an outside library is imported in one file of the server', () => {
    const single = [
      'livekit-server-sdk',
      'libphonenumber-js',
      'nodemailer',
      'ical-generator',
      'ical.js',
      'otplib',
      'pg-boss',
      'rrule-temporal',
      'feiertagejs',
      'hucre',
      'csv-stringify',
      'csv-parse',
      'fflate',
      'sax',
      'uqr',
      'timezones-ical-library',
      '@zxcvbn-ts/core',
    ]
    for (const library of single) {
      const users = sources.filter(file =>
        new RegExp(`from '${library.replace('.', '\\.')}(/[^']*)?'`).test(
          readFileSync(join(root, file), 'utf8'),
        ),
      )
      expect(users.length, `${library}: ${users.join(', ')}`).toBeLessThanOrEqual(1)
    }
  })

  test('only config reads the environment', () => {
    const readers = sources.filter(
      file =>
        /process\.env/.test(readFileSync(join(root, file), 'utf8')) &&
        !['src/lib/config.ts', 'src/main.ts'].includes(file),
    )
    expect(
      readers.filter(
        file =>
          !/env: (\{ \.\.\.)?process\.env|NodeJS\.ProcessEnv/.test(
            readFileSync(join(root, file), 'utf8'),
          ),
      ),
    ).toEqual([])
  })

  test('the web imports of the server only types, contracts and rules', () => {
    const web = filesBelow('web/src')
      .filter(file => /\.tsx?$/.test(file))
      .flatMap(importsOf)
      .filter(i => i.to.startsWith('src/'))
    const wrong = web.filter(
      i =>
        !i.isType &&
        !/\/(rules|templates)(\.ts|\/)|src\/lib\/(time|timeWords|actor|ids|newId|modes|search|spans|tel)\.ts$|src\/words\//.test(
          i.to,
        ),
    )
    expect(wrong.map(said)).toEqual([])
  })

  test('only the rooms of the web import LiveKit', () => {
    const users = filesBelow('web/src').filter(
      file =>
        /\.tsx?$/.test(file) &&
        /from '(livekit-client|@livekit\/)/.test(readFileSync(join(root, file), 'utf8')),
    )
    expect(users.filter(file => !file.startsWith('web/src/rooms/'))).toEqual([])
  })

  test('migrations are in the order of time, so that none is skipped', () => {
    const journal = JSON.parse(readFileSync(join(root, 'drizzle/meta/_journal.json'), 'utf8')) as {
      entries: { when: number; tag: string }[]
    }
    const times = journal.entries.map(entry => entry.when)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    for (const { tag } of journal.entries)
      expect(existsSync(join(root, 'drizzle', `${tag}.sql`))).toBe(true)
  })
})

describe('the web stands as it was drawn', () => {
  /**
   * A unit of web/src (a folder, or a file beside them) imports only from itself and from those
   * before it.
   */
  const webOrder = [
    'i18n',
    'ui',
    'live',
    'early',
    'unanswered',
    'api',
    'hotline',
    'queryClient',
    'words',
    'visitor',
    'session',
    'frame',
    'roster',
    'accounts',
    'replies',
    'journal',
    'meetings',
    'attendance',
    'board',
    'minutes',
    'records',
    'invitations',
    'rooms',
    'overview',
    'pages',
    'router',
    'main',
    'first',
  ]
  const files = filesBelow('web/src').filter(file => /\.(tsx?|css)$/.test(file))
  const arrows = files
    .filter(file => !file.endsWith('.css'))
    .flatMap(importsOf)
    .filter(({ to }) => to.startsWith('web/src/'))
  const unitOf = (file: string) => file.split('/')[2]!.replace(/\.\w+$/, '')

  test('every folder and every file beside them has a place in the order', () => {
    const units = [...new Set(files.map(unitOf))].filter(unit => unit !== 'vite-env.d')
    expect(units.sort()).toEqual([...webOrder].sort())
  })

  test('arrows point one way, also those of what is loaded later', () => {
    const wrong = arrows.filter(
      ({ from, to }) => webOrder.indexOf(unitOf(from)) < webOrder.indexOf(unitOf(to)),
    )
    expect(wrong.map(said)).toEqual([])
  })

  test('no file needs itself, whether by value, by type or later', () => {
    expect(circlesOf(arrows)).toEqual([])
  })

  test('what runs before React has come needs nothing of it', () => {
    const needed = new Set(['web/src/first.ts'])
    for (const file of needed)
      for (const name of modulesOf(file, { isLaterToo: false })) {
        expect(name, file).toMatch(/^\./)
        needed.add(relative(root, resolve(root, dirname(file), name)))
      }
    expect(needed.size).toBeLessThan(10)
  })

  test('pages go by the clock of the server, because the clock of a device may be wrong', () => {
    // they measure the difference
    const measuring = ['web/src/ui/clock.ts', 'web/src/api.ts']
    const wrong = files.filter(
      file =>
        file.startsWith('web/src/') &&
        !measuring.includes(file) &&
        /Date\.now\(|new Date\(\)/.test(readFileSync(join(root, file), 'utf8')),
    )
    expect(wrong).toEqual([])
  })

  test('ui knows no word of the staff room, and neither router, server nor live stream', () => {
    const ui = files.filter(file => file.startsWith('web/src/ui/'))
    const outside = ui.flatMap(file =>
      file.endsWith('.css')
        ? []
        : modulesOf(file).filter(name => !/^(react(-dom)?$|\.)/.test(name)),
    )
    expect(outside).toEqual([])
    const wrong = ui.filter(file =>
      /meeting|\bstaff|\bagenda|attend|deput(y|ies)|\bincident|roster|convene|\bdesk\b|krisenstab|sitzung|lage\b/i.test(
        readFileSync(join(root, file), 'utf8'),
      ),
    )
    expect(wrong).toEqual([])
  })
})

describe('a test lies where its source does', () => {
  /** Of the whole product, not of one feature. */
  const ofTheWhole = ['test', 'test/api', 'test/journeys', 'test/stories', 'test/web']
  const tests = filesBelow('test').filter(file => file.endsWith('.test.ts'))
  const sourceOf = (path: string) =>
    [
      path.replace(/^test\/web(\/|$)/, 'web/src$1'),
      path.replace(/^test\//, 'src/'),
      path.replace(/^test\//, ''),
    ].find(source => existsSync(join(root, source)))

  test('in a folder that its feature has, too', () => {
    const folders = [...new Set(tests.map(file => dirname(file)))]
    expect(folders.filter(folder => !ofTheWhole.includes(folder) && !sourceOf(folder))).toEqual([])
  })

  test('below web alone when it is of the web alone, except that words are held beside each other', () => {
    const wrong = tests
      .filter(file => !file.startsWith('test/web/') && file !== 'test/words/one-voice.test.ts')
      .flatMap(importsOf)
      .filter(({ to }) => to.startsWith('web/src/'))
    expect(wrong.map(said)).toEqual([])
  })

  test('under the name of the one file it tries without starting anything', () => {
    const wrong = tests.flatMap(file => {
      const used = importsOf(file).filter(({ isType }) => !isType)
      if (used.some(({ to }) => /^test\/(.*\/)?support[./]/.test(to))) return []
      const subjects = used.filter(({ to }) => /^(web\/)?src\//.test(to) && !isOfAll(to))
      const home = subjects[0]?.to.replace(/^(web\/)?src\//, 'test/$1').replace(/\.tsx?$/, '')
      return subjects.length === 1 && file !== `${home}.test.ts` ? [`${file}: ${home}.test.ts`] : []
    })
    expect(wrong).toEqual([])
  })

  const isOfAll = (file: string) =>
    /^src\/lib\/(ids|time|timeWords|modes|actor)\.ts$|\/contract(\.ts|\/)/.test(file)
})

/**
 * What a module of the web names in its imports; with what is later, `import()` and types are
 * included.
 */
function modulesOf(file: string, { isLaterToo = true } = {}): string[] {
  const text = readFileSync(join(root, file), 'utf8')
  const { module } = parseSync(file, text)
  const later = module.dynamicImports.map(({ moduleRequest: { start, end } }) =>
    text.slice(start + 1, end - 1),
  )
  const first = module.staticImports
    .filter(({ entries }) => isLaterToo || entries.length === 0 || entries.some(e => !e.isType))
    .map(({ moduleRequest }) => moduleRequest.value)
  if (!isLaterToo) return first
  const again = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest }) => (moduleRequest ? [moduleRequest.value] : [])),
  )
  return [...first, ...again, ...later]
}

function featureOf(file: string): string {
  const parts = file.split('/')
  return parts.length > 2 ? parts[1]! : '(root)'
}

function rungOf(file: string): string {
  return (file.split('/')[2] ?? file).replace(/\.ts$/, '')
}

function importsOf(file: string): Import[] {
  const { program } = parseSync(file, readFileSync(join(root, file), 'utf8'))
  const found: Import[] = []
  const add = (source: string, isType: boolean) => {
    if (source.startsWith('.'))
      found.push({ from: file, to: relative(root, resolve(root, dirname(file), source)), isType })
  }
  new Visitor({
    ImportDeclaration: node =>
      add(
        node.source.value,
        node.importKind === 'type' ||
          (node.specifiers.length > 0 &&
            node.specifiers.every(s => s.type === 'ImportSpecifier' && s.importKind === 'type')),
      ),
    ExportNamedDeclaration: node => {
      if (node.source) add(node.source.value, node.exportKind === 'type')
    },
    ExportAllDeclaration: node => add(node.source.value, node.exportKind === 'type'),
    ImportExpression: node => {
      if (node.source.type === 'Literal') add(String(node.source.value), false)
    },
  }).visit(program)
  return found
}

/** Groups of files that reach each other, each sorted; types count like everything else. */
function circlesOf(all: readonly Import[]): string[][] {
  const next = Map.groupBy(all, i => i.from)
  const reachable = new Map<string, Set<string>>()
  const reach = (start: string): Set<string> => {
    const known = reachable.get(start)
    if (known) return known
    const seen = new Set<string>()
    const waiting = [start]
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop())
      for (const { to } of next.get(file) ?? [])
        if (!seen.has(to)) {
          seen.add(to)
          waiting.push(to)
        }
    reachable.set(start, seen)
    return seen
  }
  const inCircle = [...next.keys()].filter(file => reach(file).has(file)).sort()
  const groups = Map.groupBy(inCircle, file =>
    inCircle.find(other => reach(file).has(other) && reach(other).has(file)),
  )
  return [...groups.values()]
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(root, join(entry.parentPath, entry.name)))
    .sort()
}

function said({ from, to }: Pick<Import, 'from' | 'to'>): string {
  return `${from} imports ${to}`
}
