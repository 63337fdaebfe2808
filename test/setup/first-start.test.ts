import { request } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { lockSetup } from '../../src/setup/store.ts'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { testPassword } from '../support/staff.ts'
import { atTheMachine } from '../support/start-code.ts'
import { appCode } from '../support/totp.ts'
import { firstLead, firstStaff, outcome } from '../access/support.ts'

const clock = new TestClock('2026-11-24T08:00:30Z')
let app: TestApp
afterEach(() => app.stop())

type View = {
  state: string
  isSample: boolean
  sampleAccounts?: { personId: string; name: string; functions: string[]; roles: string[] }[]
}

test('an untouched installation says so to who has the code on the machine it runs on, and to nobody else', async () => {
  app = await startApp({ clock })
  const client = await atTheMachine(app)
  expect(await client.get('/api/session')).toMatchObject({
    state: 'firstStart',
    isSample: false,
    mail: 'outbox',
    database: 'ready',
  })
  const proxied = await client.fetch('GET', '/api/session', undefined, {
    'x-forwarded-for': '203.0.113.5',
  })
  expect(await proxied.json()).toMatchObject({ state: 'signedOut' })
  expect(await app.client().get('/api/session')).toMatchObject({ state: 'signedOut' })
})

test.each([
  ['a proxy', { 'x-forwarded-for': '127.0.0.1' }],
  ['a proxy of another kind', { forwarded: 'for=127.0.0.1' }],
  ['a proxy that says little', { via: '1.1 proxy' }],
  ['a proxy that says which scheme it took', { 'x-forwarded-proto': 'https' }],
  ['a foreign name pointed at this machine', { host: 'evil.example' }],
  ['a page of another site', { origin: 'https://evil.example' }],
])('the first start is refused to %s, the code in hand', async (_who, headers) => {
  app = await startApp({ clock })
  const client = await atTheMachine(app)
  const cookie = client.cookieHeader()
  for (const path of ['/api/first-start/staff', '/api/first-start/sample'])
    expect(await post(path, firstStaff(), { cookie, ...headers })).toBe(403)
  const { code } = app.running.opening!
  expect(await post('/api/first-start/code', { code }, headers)).toBe(403)
  expect(await client.get('/api/session')).toMatchObject({ state: 'firstStart' })
})

test('the first lead leads the first staff once the app code is confirmed; then the door is shut', async () => {
  app = await startApp({ clock })
  const { client, staffId } = await firstLead(app, clock)
  expect(await client.get('/api/session')).toMatchObject({
    state: 'signedIn',
    me: { memberships: [{ staffId, roles: ['lead', 'it', 'member'], zone: 'Europe/Berlin' }] },
  })
  expect(await client.get(`/api/staffs/${staffId}/roster`)).toMatchObject({
    counts: { members: 1, requiredFilled: 1 },
  })
  expect(await app.client().get('/api/session')).toMatchObject({ state: 'signedOut' })
  expect(await outcome(app.client().fetch('POST', '/api/first-start/staff', firstStaff()))).toBe(
    '409 conflict',
  )
  expect(await outcome(app.client().fetch('POST', '/api/first-start/sample'))).toBe('409 conflict')
})

test('a password is weighed before the first start has its turn, so that others do not wait for it', async () => {
  app = await startApp({ clock })
  const client = await atTheMachine(app)
  await app.deps.database.transaction(async tx => {
    await lockSetup(tx)
    expect(
      await outcome(
        client.fetch('POST', '/api/first-start/staff', firstStaff({ password: 'Hochwasser2026' })),
      ),
    ).toBe('400 invalid')
  })
})

test('a first start left half-way locks nobody out', async () => {
  app = await startApp({ clock })
  const client = await atTheMachine(app)
  const left = await client.post<{ enrolmentToken: string; totp: { secret: string } }>(
    '/api/first-start/staff',
    firstStaff(),
  )
  expect(await client.get('/api/session')).toMatchObject({ state: 'firstStart' })
  await firstLead(app, clock)
  const code = appCode(left.totp.secret, clock.now().getTime())
  expect(
    await outcome(
      client.fetch('POST', '/api/enrolment/confirm', {
        token: left.enrolmentToken,
        password: testPassword,
        code,
      }),
    ),
  ).toBe('410 linkExpired')
})

test('a weak password and an unknown zone are named before anything is made', async () => {
  app = await startApp({ clock })
  const client = await atTheMachine(app)
  const answer = async (more: object) =>
    (await (
      await client.fetch('POST', '/api/first-start/staff', firstStaff({ ...more }))
    ).json()) as object
  expect(await answer({ password: 'passwort2026' })).toMatchObject({
    code: 'invalid',
    errors: [{ field: 'password', problem: 'common' }],
  })
  expect(await answer({ zone: 'Europe/Atlantis' })).toMatchObject({
    code: 'invalid',
    errors: [{ field: 'zone' }],
  })
  expect(
    await answer({ lead: { name: 'Sabine', email: 'a@b.example\r\nBcc: c@d.example' } }),
  ).toMatchObject({
    code: 'invalid',
    errors: [{ field: 'lead.email' }],
  })
})

test('two first starts at once make one staff', async () => {
  app = await startApp({ clock })
  const client = await atTheMachine(app)
  const answers = await Promise.all(
    [1, 2, 3].map(() => outcome(client.fetch('POST', '/api/first-start/sample'))),
  )
  expect(answers.toSorted()).toEqual(['200', '409 conflict', '409 conflict'])
})

test('the sample is a staff of 14 whose meeting begins within three minutes, with replies and mails nobody is sent', async () => {
  app = await startApp({ clock, env: { SMTP_URL: 'smtp://127.0.0.1:9' } })
  const client = await atTheMachine(app)
  const { staffId, meetingId } = await client.post<{ staffId: string; meetingId: string }>(
    '/api/first-start/sample',
  )
  const { sampleAccounts = [], ...session } = await client.get<View>('/api/session')
  expect(session).toMatchObject({ state: 'signedOut', isSample: true })
  expect(sampleAccounts).toHaveLength(14)
  expect(sampleAccounts[0]).toMatchObject({ roles: expect.arrayContaining(['lead']) })
  const lead = sampleAccounts.find(each => each.functions.includes('Leiter des Krisenstabes'))!
  await client.post('/api/sign-in/sample', { personId: lead.personId })
  expect(await client.get('/api/session')).toMatchObject({
    state: 'signedIn',
    me: { isSampleSession: true, memberships: [{ staffId, isSample: true }] },
  })
  const meeting = await client.get<{ startsAt: string; state: string; agenda: unknown[] }>(
    `/api/meetings/${meetingId}`,
  )
  expect(meeting).toMatchObject({ state: 'convened', hasVirtualRoom: true })
  expect(Date.parse(meeting.startsAt) - clock.now().getTime()).toBeGreaterThanOrEqual(120_000)
  expect(Date.parse(meeting.startsAt) - clock.now().getTime()).toBeLessThan(180_000)
  const attendees = await client.get<{ reply: object | null }[]>(
    `/api/meetings/${meetingId}/attendees`,
  )
  expect(attendees.filter(each => each.reply !== null).length).toBeGreaterThanOrEqual(8)
  const outbox = await client.get<{ state: string }[]>(`/api/staffs/${staffId}/outbox`)
  expect(outbox.length).toBeGreaterThan(0)
  expect(new Set(outbox.map(mail => mail.state))).toEqual(new Set(['unsent']))
  expect(await client.get(`/api/staffs/${staffId}/orders`)).toHaveLength(2)
})

test('the sample has held a meeting the day before, with minutes that wait for their release', async () => {
  app = await startApp({ clock })
  const client = await atTheMachine(app)
  const { staffId } = await client.post<{ staffId: string }>('/api/first-start/sample')
  const { sampleAccounts } = await client.get<View>('/api/session')
  const as = (name: string) =>
    client.post('/api/sign-in/sample', {
      personId: sampleAccounts!.find(each => each.name === name)!.personId,
    })
  await as('Dr. Sabine Köhler-Özdemir')
  const [held] = await client.get<{ meetingId: string; state: string; number: number }[]>(
    `/api/staffs/${staffId}/meetings?until=${clock.now().toISOString()}`,
  )
  expect(held).toMatchObject({ state: 'closed', number: 1 })
  const minutes = await client.get<{
    state: string
    record: {
      blocks: { rows: { name: string | null; status: string | null; mainMode: string | null }[] }[]
    }
  }>(`/api/meetings/${held!.meetingId}/minutes`)
  expect(minutes.state).toBe('draft')
  const rows = minutes.record.blocks.flatMap(block => block.rows)
  const row = (name: string) => rows.find(each => each.name?.includes(name))
  expect(row('Köhler')).toMatchObject({ status: 'present', mainMode: 'onSite' })
  expect(row('Lindqvist')).toMatchObject({ status: 'partlyPresent', mainMode: 'video' })
  expect(row('Petrović')).toMatchObject({ status: 'partlyPresent', mainMode: 'phone' })
  expect(row('Brandt')).toMatchObject({ status: 'represented' })
})

test('one click signs in to the sample only, and only on its own machine, at every request', async () => {
  app = await startApp({ clock })
  const client = await atTheMachine(app)
  await client.post('/api/first-start/sample')
  const { sampleAccounts } = await client.get<View>('/api/session')
  const { personId } = sampleAccounts![3]!
  const away = { 'x-forwarded-for': '203.0.113.5' }
  expect(await outcome(client.fetch('POST', '/api/sign-in/sample', { personId }, away))).toBe(
    '403 forbidden',
  )
  expect(
    await (await client.fetch('GET', '/api/session', undefined, away)).json(),
  ).not.toHaveProperty('sampleAccounts')
  await client.post('/api/sign-in/sample', { personId })
  expect(await outcome(client.fetch('GET', '/api/me/sessions'))).toBe('200')
  expect(await outcome(client.fetch('GET', '/api/me/sessions', undefined, away))).toBe(
    '401 unauthenticated',
  )
})

test('in a real installation one click signs nobody in', async () => {
  app = await startApp({ clock })
  const { client } = await firstLead(app, clock)
  const { me } = await client.get<{ me: { personId: string } }>('/api/session')
  expect(
    await outcome(app.client().fetch('POST', '/api/sign-in/sample', { personId: me.personId })),
  ).toBe('403 forbidden')
})

/** fetch does not let a test choose its Host. */
function post(path: string, body: object, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${app.base}${path}`,
      { method: 'POST', headers: { 'content-type': 'application/json', ...headers } },
      answer => {
        answer.resume()
        answer.on('end', () => resolve(answer.statusCode ?? 0))
      },
    )
    sent.on('error', reject)
    sent.end(JSON.stringify(body))
  })
}
