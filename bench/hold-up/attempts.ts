import type { CountyStaff } from '../county.ts'
import type { MediaKeys } from '../stage.ts'
import { reportOf, sign } from '../webhooks.ts'
import { withValue, type Operation } from './requests.ts'
import { uploads } from './uploads.ts'

const megabyte = 1024 * 1024

const characters = {
  blank: ' ',
  quote: '"',
  bracket: '(',
  digit: '1',
  'combining mark': '\u0301',
  newline: '\n',
} as const
/**
 * the body limit of most signed-in routes, a size within all of them, and one within the limit
 * before the sign-in
 */
const lengths = [megabyte, 200_000, 15_000]

export type Attempt = { what: string; path: string; init: RequestInit }

export type Ground = {
  /** session of the staff's lead */
  cookie: string
  staff: CountyStaff
  /** a staff of the people of the longest allowed list, whose lead is the first of them */
  crowd: { staffId: string; cookie: string; list: Blob }
  keys: MediaKeys
  isQuick: boolean
}

export function attemptsOn(operations: Operation[], ground: Ground): Attempt[] {
  const { cookie, isQuick } = ground
  const askers = { 'signed in': { cookie }, 'not signed in': {} }
  const attempts: Attempt[] = []
  let n = 0
  for (const operation of operations) {
    for (const place of operation.texts) {
      for (const [name, character] of Object.entries(characters)) {
        // every field gets every character; the small sample takes one length and one asker in turn
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

/** Bodies that are valid JSON: 250 KB of many values, of many unknown names, and of many levels. */
function heaps(): Record<string, string> {
  return {
    'many objects': `[${'{},'.repeat(80_000)}{}]`,
    'many names': `{${Array.from({ length: 25_000 }, (_, i) => `"k${i}":1`).join(',')}}`,
    'many levels': `${'['.repeat(120_000)}${']'.repeat(120_000)}`,
    'many digits': '9'.repeat(250_000),
  }
}

function lists({ cookie, staff: { staffId }, crowd }: Ground): Attempt[] {
  const path = `/api/staffs/${staffId}/import/preview`
  const sent = uploads(characters).map(([what, content]) => upload(what, path, { content, cookie }))
  const known = ['/preview', ''].map(way =>
    upload(`everybody known already${way}`, `/api/staffs/${crowd.staffId}/import${way}`, {
      content: crowd.list,
      cookie: crowd.cookie,
    }),
  )
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
  return [...sent, ...known, many]
}

function upload(
  what: string,
  path: string,
  { content, cookie }: { content: BlobPart; cookie: string },
): Attempt {
  const form = new FormData()
  form.set('file', new Blob([content]), 'liste')
  return {
    what: `import: ${what}`,
    path,
    init: { method: 'POST', body: form, headers: { cookie } },
  }
}

/** What a staff of three hundred reads and does all day, and the longest possible series. */
function usual({ cookie, staff: { staffId, meetingId, incidentId }, isQuick }: Ground): Attempt[] {
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
    {
      what: 'a series is planned, and everybody invited to all of it',
      path: `/api/staffs/${staffId}/series`,
      init: {
        method: 'POST',
        headers: json,
        body: JSON.stringify(seriesOf(incidentId, isQuick ? 5 : 40)),
      },
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

/** Addresses without a route, among them some that look like the import. */
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

function seriesOf(incidentId: string, count: number) {
  const date = '2027-06-01'
  const until = new Date(Date.parse(date) + (count - 1) * 86_400_000).toISOString().slice(0, 10)
  return {
    incidentId,
    date,
    time: '08:00',
    durationMin: 50,
    convene: true,
    rule: { every: 'day', until },
  }
}
