import { argon2Sync } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { tidyAccounts } from '../../src/access/installation.ts'
import { accounts, sessions } from '../../src/access/tables.ts'
import { auditTrail } from '../../src/audit/tables.ts'
import { type TestApp, TestClock, startApp } from '../support/app.ts'
import { Client } from '../support/client.ts'
import { freePort } from '../support/ports.ts'
import { testPassword } from '../support/staff.ts'
import { attempt, firstLead, leadEmail as email, minute, outcome } from './support.ts'
import { attempts } from '../../src/lib/tables.ts'

const clock = new TestClock('2026-11-24T08:00:00Z')
let app: TestApp
let lead: Awaited<ReturnType<typeof firstLead>>

beforeAll(async () => {
  // requests may come through a proxy, as in a county
  app = await startApp({ clock, env: { TRUSTED_PROXY: '127.0.0.1' } })
  lead = await firstLead(app, clock)
})
afterAll(() => app.stop())
beforeEach(() => clock.forward(20 * minute))

async function halfWay(from?: string): Promise<Client> {
  const client = app.client()
  expect(
    await outcome(attempt(client, '/api/sign-in', { email, password: testPassword }, from)),
  ).toBe('200')
  return client
}
const mine = (client: Client) => outcome(client.fetch('GET', '/api/me/sessions'))
async function signedIn(): Promise<Client> {
  const client = await halfWay()
  clock.forward(minute)
  expect(await outcome(attempt(client, '/api/sign-in/code', { code: lead.codeAt(0) }))).toBe('200')
  return client
}

test('an address pasted with what is not seen is the address', async () => {
  for (const pasted of [`${email}\u200b`, `\u00a0${email} `, `mailto:${email}`]) {
    const body = { email: pasted, password: testPassword }
    expect(await outcome(attempt(app.client(), '/api/sign-in', body))).toBe('200')
  }
})

test('a password alone opens nothing but the second step', async () => {
  const client = await halfWay()
  expect(await mine(client)).toBe('401 secondFactorRequired')
  const session = await client.get<object>('/api/session')
  expect(session).toMatchObject({ state: 'secondFactor' })
  expect(session).not.toHaveProperty('me')
})

test('a code alone, and no cookie at all, open nothing', async () => {
  expect(await outcome(attempt(app.client(), '/api/sign-in/code', { code: lead.codeAt(0) }))).toBe(
    '401 unauthenticated',
  )
  expect(await mine(app.client())).toBe('401 unauthenticated')
})

test('both factors open the house under another token than the first step had', async () => {
  const client = await halfWay()
  const half = client.cookieHeader()
  expect(await outcome(attempt(client, '/api/sign-in/code', { code: lead.codeAt(0) }))).toBe('200')
  expect(client.cookieHeader()).not.toBe(half)
  expect(await client.get('/api/session')).toMatchObject({
    state: 'signedIn',
    me: { email, name: 'Dr. Sabine Köhler-Özdemir' },
  })
  expect(
    await outcome(app.client().fetch('GET', '/api/me/sessions', undefined, { cookie: half })),
  ).toBe('401 unauthenticated')
})

test('the cookie is for this host only, unreadable for scripts, and never sent by another site', async () => {
  const answer = await attempt(app.client(), '/api/sign-in', { email, password: testPassword })
  const cookie = answer.headers.getSetCookie().join()
  expect(cookie).toMatch(/^__Host-lagerunde=[\w-]{43};/)
  for (const attribute of ['HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/'])
    expect(cookie).toContain(attribute)
  expect(answer.headers.get('cache-control')).toBe('no-store')
})

const safari =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15'

test('WebKit, which takes no secure cookie from plain http, signs in on this machine', async () => {
  const client = app.client()
  const step = (path: string, body: object) =>
    client.fetch('POST', path, body, { 'user-agent': safari })
  const half = await step('/api/sign-in', { email, password: testPassword })
  expect(half.headers.getSetCookie().join()).toMatch(/^lagerunde=(?!.*Secure).*HttpOnly/)
  clock.forward(minute)
  expect((await step('/api/sign-in/code', { code: lead.codeAt(0) })).status).toBe(200)
  const seen = await client.fetch('GET', '/api/me/sessions', undefined, { 'user-agent': safari })
  expect(seen.status).toBe(200)
  // the same cookie is nothing to a browser that keeps the safe one
  expect(await mine(client)).toBe('401 unauthenticated')
})

test('where people open the product by https, every browser gets the safe cookie', async () => {
  const port = await freePort()
  await app.another({ PUBLIC_URL: 'https://lagerunde.kreis.example', PORT: String(port) })
  const answer = await fetch(`http://127.0.0.1:${port}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': safari },
    body: JSON.stringify({ email, password: testPassword }),
  })
  expect(answer.headers.getSetCookie().join()).toMatch(/^__Host-lagerunde=.*Secure/)
})

test('tokens are stored as hashes only', async () => {
  const client = await halfWay()
  const token = client.cookies()[0]!.value
  const rows = await app.deps.database.db.select().from(sessions)
  expect(
    JSON.stringify(rows.map(row => Buffer.from(row.tokenHash).toString('base64url'))),
  ).not.toContain(token)
})

test('a code works once, also for many who send it at one time', async () => {
  const clients = await Promise.all(Array.from({ length: 8 }, () => halfWay()))
  const code = lead.codeAt(0)
  const answers = await Promise.all(
    clients.map(client => outcome(attempt(client, '/api/sign-in/code', { code }))),
  )
  expect(answers.filter(answer => answer === '200')).toHaveLength(1)
  expect(answers.filter(answer => answer === '401 unauthenticated')).toHaveLength(7)
})

test('a code stays used in another process', async () => {
  const first = await halfWay()
  const second = await halfWay()
  const code = lead.codeAt(0)
  expect(await outcome(attempt(first, '/api/sign-in/code', { code }))).toBe('200')
  const other = await app.another()
  const there = new Client(other.address)
  const cookie = second.cookieHeader()
  expect(await outcome(there.fetch('POST', '/api/sign-in/code', { code }, { cookie }))).toBe(
    '401 unauthenticated',
  )
  expect(
    await outcome(there.fetch('POST', '/api/sign-in/code', { code: lead.codeAt(1) }, { cookie })),
  ).toBe('200')
})

test('an older code than the last used one is refused, though its window is open', async () => {
  const first = await halfWay()
  const second = await halfWay()
  expect(await outcome(attempt(first, '/api/sign-in/code', { code: lead.codeAt(0) }))).toBe('200')
  expect(await outcome(attempt(second, '/api/sign-in/code', { code: lead.codeAt(-1) }))).toBe(
    '401 unauthenticated',
  )
})

test('at most ten codes are checked per account in a quarter of an hour, whatever the addresses', async () => {
  const clients = await Promise.all(Array.from({ length: 14 }, (_, i) => halfWay(`203.0.113.${i}`)))
  const answers = await Promise.all(
    clients.map((client, i) =>
      outcome(attempt(client, '/api/sign-in/code', { code: '000000' }, `203.0.113.${i}`)),
    ),
  )
  expect(answers.filter(answer => answer === '401 unauthenticated')).toHaveLength(10)
  expect(answers.filter(answer => answer === '429 tooManyAttempts')).toHaveLength(4)
  expect(await outcome(attempt(clients[0]!, '/api/sign-in/code', { code: lead.codeAt(0) }))).toBe(
    '429 tooManyAttempts',
  )
})

test('the limit slides: the eleventh guess waits for the first to be a quarter of an hour old', async () => {
  const client = await halfWay()
  const guess = () => outcome(attempt(client, '/api/sign-in/code', { code: '000000' }))
  expect(await guess()).toBe('401 unauthenticated')
  clock.forward(8 * minute)
  for (let i = 0; i < 9; i++) expect(await guess()).toBe('401 unauthenticated')
  const again = await halfWay()
  const answer = await attempt(again, '/api/sign-in/code', { code: '000000' })
  expect(await answer.json()).toMatchObject({
    code: 'tooManyAttempts',
    details: { retryAfterS: 7 * 60 },
  })
  clock.forward(7 * minute + 1)
  expect(await outcome(attempt(again, '/api/sign-in/code', { code: '000000' }))).toBe(
    '401 unauthenticated',
  )
  expect(await outcome(attempt(again, '/api/sign-in/code', { code: '000000' }))).toBe(
    '429 tooManyAttempts',
  )
  const kept = (await app.deps.database.db.select().from(attempts)).filter(row =>
    row.key.startsWith('second-factor:'),
  )
  expect(kept.map(row => row.times.length)).toEqual([10])
})

test('wrong passwords from one network lock that network out, not the person', async () => {
  const wrong = (from: string) =>
    outcome(attempt(app.client(), '/api/sign-in', { email, password: 'falsch geraten 123' }, from))
  for (let i = 0; i < 10; i++) expect(await wrong(`2001:db8:7:7::${i}`)).toBe('401 unauthenticated')
  expect(await wrong('2001:db8:7:7:ffff::1')).toBe('429 tooManyAttempts')
  await halfWay('2001:db8:8:8::1')
})

test('right passwords do not count', async () => {
  for (let i = 0; i < 15; i++) await halfWay()
})

test('right codes do not count', async () => {
  for (let i = 0; i < 12; i++) await signedIn()
})

test('a client cannot choose the address it is counted by', async () => {
  const answers: string[] = []
  for (let i = 0; i < 11; i++)
    answers.push(
      await outcome(
        attempt(
          app.client(),
          '/api/sign-in',
          { email, password: 'falsch geraten 123' },
          `192.0.2.${i}, 198.51.100.77`,
        ),
      ),
    )
  expect(answers.at(-1)).toBe('429 tooManyAttempts')
})

test('the port that some proxies write makes nobody somebody else', async () => {
  const wrong = (from: string) =>
    outcome(attempt(app.client(), '/api/sign-in', { email, password: 'falsch geraten 123' }, from))
  for (let i = 0; i < 10; i++)
    expect(await wrong(`192.0.2.66:${40_000 + i}`)).toBe('401 unauthenticated')
  expect(await wrong('192.0.2.66')).toBe('429 tooManyAttempts')
  expect(await wrong('192.0.2.67:40000')).toBe('401 unauthenticated')
})

test('an address nobody has is answered like a wrong password, and is written down nowhere', async () => {
  const stranger = 'niemand@kreis.example'
  const say = async (as: string) => {
    const { requestId: _, ...problem } = (await (
      await attempt(app.client(), '/api/sign-in', { email: as, password: 'falsch geraten 123' })
    ).json()) as Record<string, unknown>
    return problem
  }
  expect(await say(stranger)).toEqual(await say(email))
  const kept = [
    ...(await app.deps.database.db.select().from(attempts)),
    ...(await app.deps.database.db.select().from(auditTrail)),
  ]
  expect(JSON.stringify(kept)).not.toContain('niemand')
  expect(JSON.stringify(kept)).not.toContain('198.51.100')
})

test('sign-ins and refusals stand in the trail', async () => {
  const client = await halfWay()
  expect(await outcome(attempt(client, '/api/sign-in/code', { code: '000000' }))).toBe(
    '401 unauthenticated',
  )
  expect(await outcome(attempt(client, '/api/sign-in/code', { code: lead.codeAt(0) }))).toBe('200')
  const rows = await app.deps.database.db
    .select()
    .from(auditTrail)
    .where(eq(auditTrail.at, clock.now()))
    .orderBy(auditTrail.seq)
  expect(rows.map(row => row.action)).toEqual(['account.signInRefused', 'account.signedIn'])
})

test('a session ends half an hour after it was last used', async () => {
  const client = await signedIn()
  for (let i = 0; i < 3; i++) {
    clock.forward(29 * minute)
    expect(await mine(client)).toBe('200')
  }
  clock.forward(30 * minute)
  expect(await mine(client)).toBe('401 unauthenticated')
})

test('a session ends after twelve hours, however much it is used', async () => {
  const client = await signedIn()
  for (let i = 0; i < 12 * 3 - 1; i++) {
    clock.forward(20 * minute)
    expect(await mine(client)).toBe('200')
  }
  clock.forward(20 * minute)
  expect(await mine(client)).toBe('401 unauthenticated')
})

test('when a session was used is written at most once a minute', async () => {
  const client = await signedIn()
  const began = clock.now()
  const seen = async () => {
    const [row] = await client
      .get<{ isThisOne: boolean; lastSeenAt: string }[]>('/api/me/sessions')
      .then(list => list.filter(each => each.isThisOne))
    return Date.parse(row!.lastSeenAt) - began.getTime()
  }
  clock.forward(59_000)
  expect(await seen()).toBe(0)
  clock.forward(1_000)
  expect(await seen()).toBe(minute)
})

test('the second step waits ten minutes, no longer', async () => {
  const client = await halfWay()
  clock.forward(10 * minute)
  expect(await outcome(attempt(client, '/api/sign-in/code', { code: lead.codeAt(0) }))).toBe(
    '401 unauthenticated',
  )
})

test('signing out ends the session and empties the browser', async () => {
  const client = await signedIn()
  const cookie = client.cookieHeader()
  const answer = await client.fetch('POST', '/api/sign-out')
  expect(answer.headers.get('clear-site-data')).toContain('"cache"')
  expect(answer.headers.getSetCookie().join()).toMatch(/__Host-lagerunde=;.*Max-Age=0/)
  expect(await outcome(app.client().fetch('GET', '/api/me/sessions', undefined, { cookie }))).toBe(
    '401 unauthenticated',
  )
})

test('signing out everywhere ends every session, in other processes too', async () => {
  const laptop = await signedIn()
  const phone = await signedIn()
  expect(await outcome(laptop.fetch('POST', '/api/sign-out-everywhere'))).toBe('200')
  expect(await mine(laptop)).toBe('401 unauthenticated')
  const other = await app.another()
  expect(
    await outcome(
      new Client(other.address).fetch('GET', '/api/me/sessions', undefined, {
        cookie: phone.cookieHeader(),
      }),
    ),
  ).toBe('401 unauthenticated')
})

test('one of several sessions is ended by itself; a foreign one is not found', async () => {
  const laptop = await signedIn()
  const phone = await signedIn()
  const list = await laptop.get<{ sessionId: string; isThisOne: boolean }[]>('/api/me/sessions')
  const other = list.find(each => !each.isThisOne)!
  expect(await outcome(laptop.fetch('DELETE', `/api/me/sessions/${other.sessionId}`))).toBe('200')
  expect(await mine(phone)).toBe('401 unauthenticated')
  expect(await mine(laptop)).toBe('200')
  expect(await outcome(laptop.fetch('DELETE', `/api/me/sessions/${other.sessionId}`))).toBe(
    '404 notFound',
  )
})

test('a new password takes both factors, and ends the other sessions', async () => {
  const laptop = await signedIn()
  const phone = await signedIn()
  clock.forward(minute)
  const change = (more: object) =>
    outcome(
      laptop.fetch('POST', '/api/me/password', {
        current: testPassword,
        code: lead.codeAt(0),
        next: 'fünf Pferde am Deich',
        ...more,
      }),
    )
  expect(await change({ next: 'zu kurz' })).toBe('400 invalid')
  expect(await change({ current: 'falsch geraten 123' })).toBe('400 invalid')
  expect(await change({ code: '000000' })).toBe('400 invalid')
  expect(await mine(phone)).toBe('200')
  expect(await change({})).toBe('200')
  expect(await mine(phone)).toBe('401 unauthenticated')
  expect(await mine(laptop)).toBe('200')
  expect(
    await outcome(attempt(app.client(), '/api/sign-in', { email, password: testPassword })),
  ).toBe('401 unauthenticated')
  clock.forward(minute)
  expect(
    await outcome(
      laptop.fetch('POST', '/api/me/password', {
        current: 'fünf Pferde am Deich',
        code: lead.codeAt(0),
        next: testPassword,
      }),
    ),
  ).toBe('200')
})

test('a password that was stored at another cost is stored anew when it is typed', async () => {
  const salt = Buffer.alloc(16, 7)
  const hash = argon2Sync('argon2id', {
    message: Buffer.from(testPassword, 'utf8'),
    nonce: salt,
    tagLength: 32,
    memory: 19_456,
    passes: 2,
    parallelism: 1,
  })
  const text = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')
  const { db } = app.deps.database
  const passwordHash = `$argon2id$v=19$m=19456,t=2,p=1$${text(salt)}$${text(hash)}`
  await db.update(accounts).set({ passwordHash })
  await halfWay()
  const [row] = await db.select().from(accounts)
  expect(row!.passwordHash).toMatch(/^\$argon2id\$v=19\$m=9216,t=4,p=1\$/)
  await halfWay()
})

test('app-code secrets are not readable in the database', async () => {
  const [row] = await app.deps.database.db.select().from(accounts)
  expect(Buffer.from(row!.totpSecret).toString('latin1')).not.toMatch(/[A-Z2-7]{32}/)
  expect(row!.passwordHash).toMatch(/^\$argon2id\$/)
})

test('what has expired is removed, what counts stays', async () => {
  const client = await signedIn()
  await tidyAccounts(app.deps)
  expect(await mine(client)).toBe('200')
  clock.forward(25 * 60 * minute)
  await tidyAccounts(app.deps)
  const { db } = app.deps.database
  expect(await db.select().from(attempts)).toEqual([])
  expect(await db.select().from(sessions)).toEqual([])
})
