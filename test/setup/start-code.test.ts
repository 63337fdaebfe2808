import {
  chmodSync,
  existsSync,
  lstatSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { connect } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { outcome, firstLead, firstStaff } from '../access/support.ts'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { Client } from '../support/client.ts'
import { freePort } from '../support/ports.ts'
import { atTheMachine } from '../support/start-code.ts'
import { testPassword } from '../support/staff.ts'
import { appCode } from '../support/totp.ts'

const clock = new TestClock('2026-11-24T08:00:30Z')
const network = { PUBLIC_URL: 'https://lage.kreis.example' }
let app: TestApp
afterEach(() => app.stop())

type View = { state: string; startCode?: { file: string }; sampleAccounts?: object[] }
const view = (client: Client) => client.get<View>('/api/session')
const at = ({ address }: { address: string }) => new Client(address, () => clock.now().getTime())
const show = (client: Client, code: string) =>
  outcome(client.fetch('POST', '/api/first-start/code', { code }))

test('an untouched installation keeps a code in a file that only its account can read', async () => {
  app = await startApp({ clock })
  const { code, file } = app.running.opening!
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){4}$/)
  expect(readFileSync(file, 'utf8')).toBe(`${code}\n`)
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('without the code nothing is begun, and the page is told where it stands', async () => {
  app = await startApp({ clock })
  const stranger = app.client()
  const { state, startCode } = await view(stranger)
  expect([state, startCode]).toEqual(['signedOut', { file: app.running.opening!.file }])
  for (const path of ['/api/first-start/staff', '/api/first-start/sample'])
    expect(await outcome(stranger.fetch('POST', path, firstStaff()))).toBe('403 forbidden')
  expect(await view(await atTheMachine(app))).toMatchObject({ state: 'firstStart' })
})

test('the code may be typed as it is read off; wrong ones are counted, and do not use up the right one', async () => {
  app = await startApp({ clock })
  const { code } = app.running.opening!
  for (let i = 0; i < 20; i++)
    expect(await show(app.client(), `0000-0000-0000-0000-00${10 + i}`)).toBe('400 invalid')
  expect(await show(app.client(), '')).toBe('429 tooManyAttempts')
  expect(await show(app.client(), code.slice(0, -1))).toBe('429 tooManyAttempts')
  const client = app.client()
  expect(await show(client, ` ${code.toLowerCase().replaceAll('-', ' ')}`)).toBe('200')
  expect(await view(client)).toMatchObject({ state: 'firstStart' })
})

test('what the browser keeps is shown to no page, and counts at no other installation', async () => {
  app = await startApp({ clock })
  const { code } = app.running.opening!
  const answer = await app.client().fetch('POST', '/api/first-start/code', { code })
  expect(answer.headers.getSetCookie().join()).toMatch(
    /^__Host-lagerunde-start=.*HttpOnly.*Secure.*SameSite=Strict/,
  )
  const other = await startApp({ clock })
  const foreign = other.client()
  foreign.adopt((await atTheMachine(app)).cookies())
  expect(await view(foreign)).toMatchObject({ state: 'signedOut' })
  await other.stop()
})

test('a refusal comes before the body', async () => {
  app = await startApp({ clock })
  for (const path of ['/api/first-start/staff', '/api/first-start/sample'])
    expect(await answerToHeadersAlone(path)).toContain('HTTP/1.1 403')
  await firstLead(app, clock)
  for (const path of ['/api/first-start/code', '/api/first-start/staff', '/api/first-start/sample'])
    expect(await answerToHeadersAlone(path)).toContain('HTTP/1.1 409')
})

test('the code ends with the first start', async () => {
  app = await startApp({ clock })
  const { code, file } = app.running.opening!
  await firstLead(app, clock)
  expect(existsSync(file)).toBe(false)
  expect(await show(app.client(), code)).toBe('409 conflict')
  expect(await view(app.client())).not.toHaveProperty('startCode')
  const again = await app.another()
  expect(again.opening).toBeNull()
})

test('a first start left half-way is replaced only by who has the code', async () => {
  app = await startApp({ clock })
  const county = await atTheMachine(app)
  const { enrolmentToken, totp } = await county.post<{
    enrolmentToken: string
    totp: { secret: string }
  }>('/api/first-start/staff', firstStaff())
  const theirs = firstStaff({ staffName: 'Stab eines Fremden' })
  for (const path of ['/api/first-start/staff', '/api/first-start/sample'])
    expect(await outcome(app.client().fetch('POST', path, theirs))).toBe('403 forbidden')
  await county.post('/api/enrolment/confirm', {
    token: enrolmentToken,
    password: testPassword,
    code: appCode(totp.secret, clock.now().getTime()),
  })
  expect(await view(county)).toMatchObject({
    state: 'signedIn',
    me: { memberships: [{ staffName: 'Krisenstab Beispielkreis' }] },
  })
})

test('a restart of an untouched installation keeps the code, unless others could read it', async () => {
  app = await startApp({ clock })
  const { code, file } = app.running.opening!
  expect((await app.another()).opening).toMatchObject({ code })
  chmodSync(file, 0o644)
  const renewed = (await app.another()).opening!
  expect(renewed.code).not.toBe(code)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  renameSync(file, `${file}-elsewhere`)
  symlinkSync(`${file}-elsewhere`, file)
  expect((await app.another()).opening!.code).not.toBe(renewed.code)
  expect(lstatSync(file).isFile()).toBe(true)
})

test('a start that finds its port taken leaves the code of the one that runs', async () => {
  app = await startApp({ clock })
  const client = await atTheMachine(app)
  await client.post('/api/first-start/sample')
  const { port } = new URL(app.base)
  await expect(app.another({ PORT: port })).rejects.toThrow(`PORT is ${port}`)
  expect(await show(app.client(), app.running.opening!.code)).toBe('200')
})

test('a browser that has shown the code counts at every process, and goes on switching in the sample', async () => {
  app = await startApp({ clock })
  const client = await atTheMachine(app)
  await client.post('/api/first-start/sample')
  const again = await app.another()
  expect(again.opening).toMatchObject({ setup: 'sample' })
  expect(again.opening!.code).not.toBe(app.running.opening!.code)
  const same = at(again)
  same.adopt(client.cookies())
  const { sampleAccounts } = await same.get<{ sampleAccounts: { personId: string }[] }>(
    '/api/session',
  )
  for (const { personId } of sampleAccounts.slice(0, 3))
    expect(await outcome(same.fetch('POST', '/api/sign-in/sample', { personId }))).toBe('200')

  const second = at(again)
  const { personId } = sampleAccounts[0]!
  expect(await view(second)).toMatchObject({ startCode: { file: again.opening!.file } })
  expect(await view(second)).not.toHaveProperty('sampleAccounts')
  expect(await outcome(second.fetch('POST', '/api/sign-in/sample', { personId }))).toBe(
    '403 forbidden',
  )
  expect(await show(second, app.running.opening!.code)).toBe('400 invalid')
  expect(await show(second, again.opening!.code)).toBe('200')
  expect((await view(second)).sampleAccounts).toHaveLength(14)
})

test('for the network the code is enough, whatever the headers, and there is no sample', async () => {
  const port = await freePort()
  const env = { ...network, TRUSTED_PROXY: '127.0.0.1', PORT: String(port) }
  app = await startApp({ clock, env })
  const base = `http://127.0.0.1:${port}`
  const away = { 'x-forwarded-for': '203.0.113.5' }
  const client = new Client(base, () => clock.now().getTime())
  const ask = (path: string, body: object) =>
    outcome(client.fetch('POST', `/api/first-start/${path}`, body, away))
  expect(await view(client)).toMatchObject({
    state: 'signedOut',
    reach: 'network',
    startCode: { file: 'first-start-code' },
  })
  expect(await ask('staff', firstStaff())).toBe('403 forbidden')
  expect(await ask('code', { code: app.running.opening!.code })).toBe('200')
  expect(await ask('sample', {})).toBe('403 forbidden')
  expect(await ask('staff', firstStaff())).toBe('200')
})

test.each([
  ['PUBLIC_URL', network],
  ['HOST', { HOST: '0.0.0.0' }],
  ['TRUSTED_PROXY', { TRUSTED_PROXY: '127.0.0.1' }],
])('a sample that is later opened to the network by %s signs nobody in', async (_, env) => {
  app = await startApp({ clock })
  const client = await atTheMachine(app)
  await client.post('/api/first-start/sample')
  const { sampleAccounts } = await client.get<{ sampleAccounts: { personId: string }[] }>(
    '/api/session',
  )
  const { personId } = sampleAccounts[0]!
  await client.post('/api/sign-in/sample', { personId })
  const port = await freePort()
  const opened = await app.another({ ...env, PORT: String(port) })
  expect(opened.opening).toBeNull()
  const same = new Client(`http://127.0.0.1:${port}`, () => clock.now().getTime())
  same.adopt(client.cookies())
  expect(await view(same)).toMatchObject({ state: 'signedOut', isSample: true })
  expect(await view(same)).not.toHaveProperty('sampleAccounts')
  expect(await view(same)).not.toHaveProperty('startCode')
  expect(await outcome(same.fetch('GET', '/api/me/sessions'))).toBe('401 unauthenticated')
  expect(await outcome(same.fetch('POST', '/api/sign-in/sample', { personId }))).toBe(
    '403 forbidden',
  )
  expect(await show(same, app.running.opening!.code)).toBe('409 conflict')
})

/** What comes back when the body that was announced is never sent. */
function answerToHeadersAlone(path: string): Promise<string> {
  const { hostname, port, host } = new URL(app.base)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () =>
      socket.write(
        `POST ${path} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\ncontent-length: 10000\r\n\r\n`,
      ),
    )
    socket.once('error', reject)
    socket.once('data', chunk => {
      socket.destroy()
      resolve(chunk.toString())
    })
  })
}
