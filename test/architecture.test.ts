import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')
/** A feature imports only from those before it. */
const order = [
  'lib',
  'audit',
  'accounts',
  'roster',
  'incidents',
  'meetings',
  'invitations',
  'replies',
  'planning',
  'rooms',
  'attendance',
  'journal',
  'board',
  'minutes',
  'records',
  'access',
  'setup',
  'operations',
]
/** Inside a feature a file imports only from rows above it; what is not listed is an adapter or helper between store and actions. */
const ladder = ['contract', 'rules', 'tables', 'store', '', 'actions', 'views', 'routes']
const rowOf = (name: string) => {
  if (name === 'templates') return 0 // data with the shape of a contract
  if (name === 'files') return ladder.indexOf('views')
  const at = ladder.indexOf(name)
  return at >= 0 ? at : ladder.indexOf('')
}

type Import = { from: string; to: string; isType: boolean }
const sources = filesBelow('src').filter(file => file.endsWith('.ts'))
const imports = sources.flatMap(importsOf)

describe('the house stands as it was drawn', () => {
  test('lib imports no feature', () => {
    // the context names the types of what it carries
    const wrong = imports.filter(
      i => featureOf(i.from) === 'lib' && featureOf(i.to) !== 'lib' && !i.isType,
    )
    expect(wrong.map(said)).toEqual([])
  })

  test('a feature imports only features before it', () => {
    const wrong = imports.filter(i => {
      const [from, to] = [order.indexOf(featureOf(i.from)), order.indexOf(featureOf(i.to))]
      return from > 0 && to > from && !isVocabulary(i)
    })
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
        !/\/(contract|rules|templates)(\.ts|\/)|src\/lib\/(ids|actor|search|shapes|time)\.ts/.test(
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
      'nodemailer',
      'ical-generator',
      'ical.js',
      'otplib',
      'pg-boss',
      'rrule-temporal',
      'hucre',
      'csv-stringify',
      'csv-parse',
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
        !['src/config.ts', 'src/main.ts'].includes(file),
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
        !/\/(rules|templates)(\.ts|\/)|src\/lib\/(time|actor|ids|search)\.ts$/.test(i.to),
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

/** Words are spoken everywhere (a promise names a mode), and overviews count in the tables of later features. */
function isVocabulary(i: Import): boolean {
  return /\/(tables|contract)\.ts$/.test(i.to)
}

function featureOf(file: string): string {
  const parts = file.split('/')
  return parts.length > 2 ? parts[1]! : '(root)'
}

function rungOf(file: string): string {
  return (file.split('/')[2] ?? file).replace(/\.ts$/, '')
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8')
  return [...text.matchAll(/^(?:import|export) (type )?[^'"]*?from '(\.[^']+)'/gms)].map(match => ({
    from: file,
    to: relative(root, resolve(root, dirname(file), match[2]!)),
    isType: match[1] !== undefined,
  }))
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(root, join(entry.parentPath, entry.name)))
    .sort()
}

function said({ from, to }: Import): string {
  return `${from} imports ${to}`
}
