import { setTimeout as delay } from 'node:timers/promises'
import { settleCounty } from './county.ts'
import type { Figure } from './figure.ts'
import { uploads } from './hold-up/uploads.ts'
import { operationsOf, withValue, type Document, type Operation } from './hold-up/requests.ts'
import { startStage, type MediaKeys, type Program } from './stage.ts'
import { reportOf, sign } from './webhooks.ts'

const mostPauseMs = 50
const mostGrowth = 1.1
const megabyte = 1024 * 1024

const characters = {
  blank: ' ',
  quote: '"',
  bracket: '(',
  digit: '1',
  'combining mark': '\u0301',
  newline: '\n',
} as const
/** 1 MB, what a signed-in route may read, and what one before the sign-in may read. */
const lengths = [megabyte, 200_000, 15_000]

type Attempt = { what: string; path: string; init: RequestInit }

export const holdUp: Figure = {
  name: 'hold-up',
  bar: `longest pause ≤ ${mostPauseMs} ms, memory back within 10 %`,
  method:
    'Every text field of every route of the OpenAPI document, the import and the webhook are sent long runs of one character, between two letters and alone, signed in and not, with and without an Idempotency-Key, besides JSON of many values and levels, uploads of many parts, bombs in XLSX and ODS, the largest honest lists, and what a staff of 300 reads and does all day, one request at a time; the longest pause of the event loop (Node, resolution 1 ms) and the resident memory are read in the process of the product.',
  async run({ quick }) {
    const stage = await startStage({ video: true })
    try {
      const [staff] = await settleCounty(stage.database, {
        staffCount: 1,
        membersEach: 300,
      })
      const api = await stage.start('api')
      const document = (await (await fetch(`${api.address}/api/openapi.json`)).json()) as Document
      const { cookie } = staff!.members[0]! // the lead
      const attempts = attemptsOn(operationsOf(document, staff!), {
        cookie,
        staffId: staff!.staffId,
        meetingId: staff!.meetingId,
        keys: stage.liveKit!, // asked for
        isQuick: quick,
      })
      // the first time code is compiled, which is no request's fault
      for (const attempt of attempts.filter((_, i) => i % 7 === 0)) await send(api, attempt)
      await api.ask('longestPauseMs')
      const beforeBytes = await settledBytes(api, 0)
      const slow: { what: string; pauseMs: number; status: number }[] = []
      for (const attempt of attempts) {
        const status = await send(api, attempt)
        const pauseMs = await api.ask<number>('longestPauseMs')
        slow.push({ what: attempt.what, pauseMs, status })
      }
      const afterBytes = await settledBytes(api, beforeBytes * mostGrowth)
      slow.sort((a, b) => b.pauseMs - a.pauseMs)
      const longest = slow[0]?.pauseMs ?? 0
      const failed = slow.filter(({ status }) => status >= 500)
      const growth = afterBytes / beforeBytes
      return {
        value: `${longest} ms, memory × ${growth.toFixed(2)}`,
        holds: longest <= mostPauseMs && growth <= mostGrowth && failed.length === 0,
        detail: {
          requests: attempts.length,
          slowest: slow.slice(0, 12),
          other: slow.filter(s => !s.what.startsWith('import')).slice(0, 12),
          failed: failed.slice(0, 8),
        },
      }
    } finally {
      await stage.stop()
    }
  },
}

type Ground = {
  cookie: string
  staffId: string
  meetingId: string
  keys: MediaKeys
  isQuick: boolean
}

function attemptsOn(operations: Operation[], ground: Ground): Attempt[] {
  const { cookie, isQuick } = ground
  const askers = { 'signed in': { cookie }, 'not signed in': {} }
  const attempts: Attempt[] = []
  let n = 0
  for (const operation of operations) {
    for (const place of operation.texts) {
      for (const [name, character] of Object.entries(characters)) {
        // each field meets each character; the small sample takes one length and one asker in turn
        n++
        for (const [l, length] of lengths.entries()) {
          for (const [a, [asker, headers]] of Object.entries(askers).entries()) {
            if (isQuick && (n % lengths.length !== l || n % 2 !== a)) continue
            const run = character.repeat(length)
            const value = (n + l) % 2 === 0 ? run : `x${run}x`
            const what = `${operation.method} ${operation.path} ${place.join('.')}: ${length} × ${name}, ${asker}`
            const key = n % 3 === 0 ? { 'idempotency-key': `hold-up-${attempts.length}` } : {}
            attempts.push(
              json(operation, what, withValue(operation.body, place, value), {
                ...headers,
                ...key,
              }),
            )
          }
        }
      }
    }
    for (const [name, body] of Object.entries(heaps()))
      attempts.push(
        json(operation, `${operation.method} ${operation.path}: ${name}`, body, { cookie }),
      )
  }
  return [
    ...attempts,
    ...lists(ground),
    ...webhooks(ground.keys),
    ...junkPaths(cookie),
    ...usual(ground),
  ]
}

function json(
  { method, path }: Operation,
  what: string,
  body: unknown,
  headers: Record<string, string>,
): Attempt {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return {
    what,
    path,
    init: { method, body: text, headers: { 'content-type': 'application/json', ...headers } },
  }
}

/** Already JSON: 250 KB of many values, of many unknown names, and of many levels. */
function heaps(): Record<string, string> {
  return {
    'many objects': `[${'{},'.repeat(80_000)}{}]`,
    'many names': `{${Array.from({ length: 25_000 }, (_, i) => `"k${i}":1`).join(',')}}`,
    'many levels': `${'['.repeat(120_000)}${']'.repeat(120_000)}`,
    'many digits': '9'.repeat(250_000),
  }
}

function lists({ cookie, staffId }: Ground): Attempt[] {
  const path = `/api/staffs/${staffId}/import/preview`
  const sent = uploads(characters).map(([what, content]): Attempt => {
    const form = new FormData()
    form.set('file', new Blob([content]), 'liste')
    return {
      what: `import: ${what}`,
      path,
      init: { method: 'POST', body: form, headers: { cookie } },
    }
  })
  const parts = '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n'.repeat(100_000)
  const many = {
    what: 'import: 100,000 parts',
    path,
    init: {
      method: 'POST',
      body: `${parts}--b--\r\n`,
      headers: { cookie, 'content-type': 'multipart/form-data; boundary=b' },
    },
  }
  return [...sent, many]
}

/** What a staff of three hundred reads and does all day. */
function usual({ cookie, staffId, meetingId }: Ground): Attempt[] {
  const meeting = `/api/meetings/${meetingId}`
  const reads = [
    ...['board', 'attendance', 'attendees', 'room', 'deputies', 'replies', 'history'].map(
      part => `${meeting}/${part}`,
    ),
    meeting,
    ...['roster', 'meetings', 'outbox', 'minutes', 'incidents'].map(
      part => `/api/staffs/${staffId}/${part}`,
    ),
    '/api/overview',
    '/api/session',
  ].map((path): Attempt => ({ what: `GET ${path}`, path, init: { headers: { cookie } } }))
  const json = { cookie, 'content-type': 'application/json' }
  return [
    ...reads,
    {
      what: 'a changed place is told to everybody',
      path: meeting,
      init: { method: 'PATCH', headers: json, body: JSON.stringify({ place: 'Raum 2' }) },
    },
    {
      what: 'everybody is called together',
      path: `/api/staffs/${staffId}/meetings/now`,
      init: { method: 'POST', headers: json, body: JSON.stringify({ like: meetingId }) },
    },
  ]
}

function webhooks(keys: MediaKeys): Attempt[] {
  return Object.entries(characters).flatMap(([name, character]) =>
    [megabyte, 200_000].flatMap(length => {
      const run = character.repeat(length)
      const { body } = reportOf({ room: run, identity: run })
      return [run, body].flatMap(text =>
        [sign(text, keys), `Bearer ${'e'.repeat(4_000)}`, undefined].map(authorization => ({
          what: `webhook: ${length} × ${name}`,
          path: '/webhooks/livekit',
          init: {
            method: 'POST',
            body: text,
            headers: {
              'content-type': 'application/webhook+json',
              ...(authorization ? { authorization } : {}),
            },
          },
        })),
      )
    }),
  )
}

/** Addresses nobody answers, among them those that look like an import. */
function junkPaths(cookie: string): Attempt[] {
  const paths = ['/api/nichts/import', '/api/meetings/x/importance', '/api/nichts', '/nichts']
  return paths.map(path => ({
    what: `POST ${path}: 30 MB`,
    path,
    init: {
      method: 'POST',
      body: ' '.repeat(30 * megabyte),
      headers: { cookie, 'idempotency-key': 'hold-up-junk' },
    },
  }))
}

/** The status; 0 when the server ended the connection before the body was through, as it may. */
async function send(api: Program, { path, init }: Attempt): Promise<number> {
  return fetch(`${api.address}${path}`, init).then(
    async answer => {
      await answer.arrayBuffer()
      return answer.status
    },
    () => 0,
  )
}

/** Resident memory once it is at most `wanted`, or after it had half a minute to be given back. */
async function settledBytes(api: Program, wanted: number): Promise<number> {
  let bytes = await api.ask<number>('residentBytes')
  for (let i = 0; i < 30 && bytes > wanted; i++) {
    await delay(1_000)
    bytes = Math.min(bytes, await api.ask<number>('residentBytes'))
  }
  return bytes
}
