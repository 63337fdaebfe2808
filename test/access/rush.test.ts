import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hashPassword, passwordTurns } from '../../src/access/password.ts'
import { accounts } from '../../src/access/tables.ts'
import { newId } from '../../src/lib/ids.ts'
import { type TestApp, TestClock, startApp } from '../support/app.ts'
import { browse } from '../support/browser.ts'
import { Client } from '../support/client.ts'
import { type Signed, addMember, foundStaff, testPassword } from '../support/staff.ts'
import { appCode } from '../support/totp.ts'
import { attempt, minute, outcome } from './support.ts'
import { people } from '../../src/roster/tables.ts'

const clock = new TestClock('2026-11-24T08:00:00Z')
let app: TestApp
let otherProcess: string
let staff: { staffId: string; lead: Signed }
let victim: Signed

beforeAll(async () => {
  app = await startApp({ clock, env: { TRUSTED_PROXY: '127.0.0.1' } })
  otherProcess = (await app.another()).address
  staff = await foundStaff(app)
  victim = await addMember(app, staff, { name: 'Vera Opfer' })
})
afterAll(() => app.stop())
beforeEach(() => clock.forward(20 * minute))

const elsewhere = () => new Client(otherProcess, () => clock.now().getTime())
const wrong = 'falsch geraten 123'
const enter = (
  email: string,
  {
    from,
    password = testPassword,
    by = app.client(),
  }: { from: string; password?: string; by?: Client },
) => attempt(by, '/api/sign-in', { email, password }, from)
const guess = (email: string, from: string, by = app.client()) =>
  outcome(enter(email, { from, password: wrong, by }))
/** Without a session, and with what the browser is known by. */
const browserOf = (person: Signed, at = otherProcess) => {
  const client = new Client(at, () => clock.now().getTime())
  client.adopt(person.client.cookies().filter(({ name }) => name.endsWith('-browser')))
  return client
}

// a hundred hashes take long on a busy machine
const patient = { timeout: 180_000 }

describe('a rush', patient, () => {
  test('of right passwords for one account is let in, at two processes', async () => {
    const answers = await Promise.all(
      Array.from({ length: 110 }, (_, i) =>
        outcome(
          enter(victim.email, { from: '198.51.100.7', by: i % 2 ? elsewhere() : app.client() }),
        ),
      ),
    )
    expect(answers).toEqual(Array(110).fill('200'))
  })

  test('of 120 people behind one address is let in', async () => {
    const emails = await manyAccounts(120)
    const answers = await Promise.all(
      emails.map(email => outcome(enter(email, { from: '198.51.100.8' }))),
    )
    expect(answers).toEqual(Array(120).fill('200'))
  })

  test('waits with the page saying so, and goes on by itself', async () => {
    const browsing = await browse(app.base)
    const leave = Promise.withResolvers<void>()
    try {
      const { page } = await browsing.visitor()
      await page.goto(`${app.base}/sign-in`)
      await page.getByLabel('E-Mail').fill(victim.email)
      await page.getByLabel('Passwort').fill(testPassword)
      const others = ['a', 'b', 'c'].map(lane =>
        passwordTurns.take({ isKnown: true, group: lane, lane }, () => leave.promise),
      )
      await page.getByRole('button', { name: 'Weiter' }).click()
      await page.getByRole('status').filter({ hasText: 'Viele melden sich gerade an' }).waitFor()
      leave.resolve()
      await page.getByRole('heading', { name: 'Code aus der App' }).waitFor()
      await Promise.all(others)
      expect(browsing.complaints).toEqual([])
    } finally {
      leave.resolve()
      await browsing.close()
    }
  })
})

describe('wrong passwords', patient, () => {
  test('for many accounts from one address keep nobody behind it out', async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, i) => guess(`niemand${i}@kreis.example`, '198.51.100.9')),
    )
    expect(answers).toEqual(Array(100).fill('401 unauthenticated'))
    expect(await outcome(enter(victim.email, { from: '198.51.100.9' }))).toBe('200')
  })

  test('from six networks do not close a person out of the browser they have signed in with', async () => {
    for (let i = 0; i < 80; i++) await guess(victim.email, `203.0.113.${i % 6}`)
    expect(await guess(victim.email, '203.0.113.1')).toBe('429 tooManyAttempts')
    expect(await outcome(enter(victim.email, { from: '203.0.113.1', by: browserOf(victim) }))).toBe(
      '200',
    )
  })

  test('from ever new networks close a person out of no new browser', async () => {
    for (let i = 0; i < 26; i++) await guess(victim.email, `203.0.113.${i % 6}`)
    for (let i = 0; i < 40; i++) {
      expect(await guess(victim.email, `192.0.2.${i}`)).toBe('401 unauthenticated')
      expect(await outcome(enter(victim.email, { from: `198.51.100.${100 + i}` }))).toBe('200')
      clock.forward(20_000)
    }
  })

  test('slow strangers of a network down, who are told truly when they can try again', async () => {
    for (let i = 0; i < 10; i++)
      expect(await guess(victim.email, '203.0.113.7')).toBe('401 unauthenticated')
    const waits: number[] = []
    for (let i = 0; i < 9; i++) {
      const refused = await enter(victim.email, { from: '203.0.113.7' })
      const { details } = (await refused.json()) as { details: { retryAfterS: number } }
      expect(refused.headers.get('retry-after')).toBe(`${details.retryAfterS}`)
      waits.push(details.retryAfterS)
      clock.forward(details.retryAfterS * 1000 - 1)
      expect(await guess(victim.email, '203.0.113.7')).toBe('429 tooManyAttempts')
      clock.forward(1)
      // somebody else behind the same address has waited too, and is first
      expect(await guess(victim.email, '203.0.113.7')).toBe('401 unauthenticated')
      await guess(victim.email, `192.0.2.${i}`)
      expect(await outcome(enter(victim.email, { from: '203.0.113.7' }))).toBe('200')
      for (let more = 0; more < 2; more++)
        expect(await guess(victim.email, '203.0.113.7')).toBe('401 unauthenticated')
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 120, 120])
  })

  test('are kept in a bounded number, and make nobody wait sooner for that', async () => {
    const from = '203.0.113.8'
    for (let i = 0; i < 130; i++) {
      const answer = await guess(victim.email, from)
      expect(answer).toBe(
        i >= 10 && (i - 10) % 3 === 0 ? '429 tooManyAttempts' : '401 unauthenticated',
      )
      if (answer !== '401 unauthenticated') {
        clock.forward(2 * minute)
        expect(await guess(victim.email, from)).toBe('401 unauthenticated')
      }
    }
  })

  test('sent at one time from one network are checked a bounded number of times', async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        guess(victim.email, '203.0.113.9', i % 2 ? elsewhere() : app.client()),
      ),
    )
    const checked = answers.filter(answer => answer === '401 unauthenticated')
    expect(checked.length).toBeGreaterThanOrEqual(10)
    // one more may be under way at each other process
    expect(checked.length).toBeLessThanOrEqual(11)
  })

  test('in a known browser are counted by themselves', async () => {
    const browser = browserOf(victim, app.base)
    for (let i = 0; i < 10; i++)
      expect(await guess(victim.email, '203.0.113.1', browser)).toBe('401 unauthenticated')
    expect(await guess(victim.email, '203.0.113.1', browser)).toBe('429 tooManyAttempts')
    expect(await outcome(enter(victim.email, { from: '203.0.113.1' }))).toBe('200')
    clock.forward(1_000)
    expect(await outcome(enter(victim.email, { from: '203.0.113.1', by: browser }))).toBe('200')
  })
})

describe('what a browser is known by', patient, () => {
  /** Which of these browsers get in to an account that strangers have just been guessing at. */
  const known = async (email: string, ...browsers: Client[]) => {
    clock.forward(20 * minute)
    for (let i = 0; i < 10; i++) await guess(email, '203.0.113.99')
    return Promise.all(
      browsers.map(async by => (await enter(email, { from: '203.0.113.99', by })).ok),
    )
  }
  const code = (secret: string) => appCode(secret, clock.now().getTime())

  test('is unreadable, for this host alone, stays after signing out, and says nothing of anybody', async () => {
    const person = await addMember(app, staff, { name: 'Dora Geraet' })
    await person.client.signIn()
    const [cookie] = person.client.cookies().filter(({ name }) => name.endsWith('-browser'))
    expect(cookie).toEqual({
      name: '__Host-lagerunde-browser',
      value: expect.stringMatching(/^[\w-]{22}\.[\w-]{27}$/),
    })
    const setting = (
      await person.client.fetch('POST', '/api/sign-in', {
        email: person.email,
        password: testPassword,
      })
    ).headers.getSetCookie()
    expect(setting.join()).not.toContain('-browser')
    await person.client.post('/api/sign-out')
    expect(person.client.cookies()).toContainEqual(cookie)
    expect(await known(person.email, browserOf(person), browserOf(victim))).toEqual([true, false])
  })

  test('is kept for everybody who has signed in with it', async () => {
    const one = await addMember(app, staff, { name: 'Erna Eins' })
    const two = await addMember(app, staff, { name: 'Zita Zwei', withAccount: false })
    const { code: token } = await staff.lead.client.post<{ code: string }>(
      `/api/members/${two.memberId}/enrolment`,
      { send: 'print' },
    )
    const shared = browserOf(one, app.base)
    await shared.enrol({ token, password: testPassword })
    const cookies = shared.cookies().filter(({ name }) => name.endsWith('-browser'))
    for (const { email } of [one, two])
      expect(await known(email, adopting(cookies))).toEqual([true])
  })

  test.each(['a new password', 'signing out everywhere', 'new access'])(
    'ends with %s',
    async way => {
      const person = await addMember(app, staff, {
        name: `Ina ${way.replaceAll(' ', '')}`,
        withAccount: false,
      })
      const give = () =>
        staff.lead.client.post<{ code: string }>(`/api/members/${person.memberId}/enrolment`, {
          send: 'print',
        })
      const setUp = async (client: Client) => {
        const { code: token } = await give()
        const page = await client.post<{ totp: { secret: string } }>('/api/enrolment/read', {
          token,
        })
        const { secret } = page.totp
        await client.post('/api/enrolment/confirm', {
          token,
          password: testPassword,
          code: code(secret),
        })
        return secret
      }
      const secret = await setUp(person.client)
      const old = browserOf(person)
      clock.forward(minute)
      if (way === 'a new password') {
        await person.client.post('/api/me/password', {
          current: testPassword,
          code: code(secret),
          next: 'sieben Störche im Moor',
        })
        clock.forward(minute)
        await person.client.post('/api/me/password', {
          current: 'sieben Störche im Moor',
          code: code(secret),
          next: testPassword,
        })
      } else if (way === 'new access') await setUp(app.client())
      else await person.client.post('/api/sign-out-everywhere')
      const now = browserOf(person)
      expect(await known(person.email, old, now)).toEqual([false, way === 'a new password'])
    },
  )

  test('is not believed when a character of it was changed', async () => {
    const [{ name, value }] = browserOf(victim).cookies() as [{ name: string; value: string }]
    const last = value.endsWith('A') ? 'B' : 'A'
    const first = value.startsWith('A') ? 'B' : 'A'
    const forged = [value.slice(0, -1) + last, first + value.slice(1), `${value}.`, 'x', '']
    const browsers = [value, ...forged].map(each => adopting([{ name, value: each }]))
    expect(await known(victim.email, ...browsers)).toEqual([true, ...forged.map(() => false)])
  })

  const adopting = (cookies: { name: string; value: string }[]) => {
    const client = app.client()
    client.adopt(cookies)
    return client
  }
})

describe('access codes', patient, () => {
  const read = (token: string, from: string) =>
    attempt(app.client(), '/api/enrolment/read', { token }, from)

  test('that exist open, however many that do not were tried behind the same address', async () => {
    const person = await addMember(app, staff, { name: 'Karla Papier', withAccount: false })
    const { code } = await staff.lead.client.post<{ code: string }>(
      `/api/members/${person.memberId}/enrolment`,
      { send: 'print' },
    )
    for (let round = 0; round < 6; round++)
      await Promise.all(
        Array.from({ length: 100 }, (_, i) => outcome(read(`junk ${round} ${i}`, '198.51.100.30'))),
      )
    const refused = await read('one more', '198.51.100.30')
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('900')
    expect(await outcome(read(code, '198.51.100.30'))).toBe('200')
    expect(await outcome(read('one more', '198.51.100.31'))).toBe('410 linkExpired')
  })
})

/**
 * Accounts with one password, written straight into the tables; through the API each takes a
 * second.
 */
async function manyAccounts(count: number): Promise<string[]> {
  const at = clock.now()
  const passwordHash = await hashPassword(testPassword)
  const made = Array.from({ length: count }, (_, i) => ({
    id: newId('person', at),
    name: `Mitglied ${i}`,
    email: `m${i}@kreis.example`,
    createdAt: at,
  }))
  await app.deps.database.db.insert(people).values(made)
  await app.deps.database.db.insert(accounts).values(
    made.map(({ id }) => ({
      personId: id,
      passwordHash,
      totpSecret: new Uint8Array(48),
      createdAt: at,
      changedAt: at,
    })),
  )
  return made.map(({ email }) => email)
}
