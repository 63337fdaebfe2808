import { afterEach, describe, expect, test } from 'vitest'
import { firstLead, firstStaff } from '../access/support.ts'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { Client } from '../support/client.ts'
import { doors, type Door } from '../support/doors.ts'
import { freePort } from '../support/ports.ts'
import { atTheMachine } from '../support/start-code.ts'
import { testPassword } from '../support/staff.ts'
import { appCode } from '../support/totp.ts'

/**
 * What a stranger gets who comes by a proxy that hides being one, and says that the request is for
 * 127.0.0.1.
 */
const clock = new TestClock('2026-11-24T08:00:30Z')
let app: TestApp
let door: Door
afterEach(async () => {
  await door?.close()
  await app?.stop()
})

async function open(way: string, settings: Record<string, string> = {}): Promise<Client> {
  const port = await freePort()
  app = await startApp({ clock, env: { ...settings, PORT: String(port) } })
  door = await doors[way]!(port)
  return new Client(`http://127.0.0.1:${port}`, () => clock.now().getTime())
}

describe.each(Object.keys(doors))('by %s', way => {
  test.each([
    ['for this machine alone', {}],
    ['for the network', { PUBLIC_URL: 'https://lage.kreis.example', TRUSTED_PROXY: '127.0.0.1' }],
  ])('nobody begins an installation %s, or ends one that was begun', async (_, settings) => {
    const county = await open(way, settings)
    const { body: session } = await door.ask('GET', '/api/session')
    expect(session).toMatchObject({ state: 'signedOut' })
    await county.post('/api/first-start/code', { code: app.running.opening!.code })
    const begun = await county.post<{ enrolmentToken: string; totp: { secret: string } }>(
      '/api/first-start/staff',
      firstStaff(),
    )
    const body = firstStaff({ staffName: 'Stab eines Fremden' })
    for (const path of ['/api/first-start/staff', '/api/first-start/sample'])
      for (const cookie of ['', '__Host-lagerunde-start=AAAA'])
        expect(await door.ask('POST', path, { body, cookie })).toMatchObject({
          status: 403,
          cookies: [],
        })
    for (const code of ['', '0000-0000-0000-0000-0000'])
      expect(await door.ask('POST', '/api/first-start/code', { body: { code } })).toMatchObject({
        status: 400,
        cookies: [],
      })
    await county.post('/api/enrolment/confirm', {
      token: begun.enrolmentToken,
      password: testPassword,
      code: appCode(begun.totp.secret, clock.now().getTime()),
    })
    expect(await county.get('/api/session')).toMatchObject({
      me: { memberships: [{ staffName: 'Krisenstab Beispielkreis' }] },
    })
  })

  test('nobody sees the people of a sample, or is one of them', async () => {
    await open(way)
    const machine = await atTheMachine(app)
    await machine.post('/api/first-start/sample')
    const { sampleAccounts } = await machine.get<{ sampleAccounts: { personId: string }[] }>(
      '/api/session',
    )
    const { personId } = sampleAccounts[0]!
    const { body: session } = await door.ask('GET', '/api/session')
    expect(session).toMatchObject({ state: 'signedOut', isSample: true })
    expect(session).not.toHaveProperty('sampleAccounts')
    expect(await door.ask('POST', '/api/sign-in/sample', { body: { personId } })).toMatchObject({
      status: 403,
      cookies: [],
    })
    await machine.post('/api/sign-in/sample', { personId })
    // a session alone, without what shows that the browser sits at the machine
    const [present] = machine.cookies().filter(({ name }) => name === '__Host-lagerunde')
    const cookie = `${present!.name}=${present!.value}`
    expect(await door.ask('GET', '/api/overview', { cookie })).toMatchObject({ status: 401 })
  })

  test('the county does its first start itself, with the code, where the network is meant', async () => {
    await open(way, { PUBLIC_URL: 'https://lage.kreis.example', TRUSTED_PROXY: '127.0.0.1' })
    const body = { code: app.running.opening!.code }
    const { status, cookies } = await door.ask('POST', '/api/first-start/code', { body })
    expect(status).toBe(200)
    const cookie = cookies.map(line => line.split(';')[0]).join('; ')
    expect(await door.ask('GET', '/api/session', { cookie })).toMatchObject({
      body: { state: 'firstStart', reach: 'network' },
    })
    const made = await door.ask('POST', '/api/first-start/staff', { body: firstStaff(), cookie })
    expect(made.status).toBe(200)
    expect(await door.ask('POST', '/api/first-start/sample', { cookie, body: {} })).toMatchObject({
      status: 403,
    })
  })

  test('nothing is left to begin once somebody can sign in', async () => {
    await open(way)
    await firstLead(app, clock)
    for (const path of ['staff', 'sample', 'code'])
      expect(await door.ask('POST', `/api/first-start/${path}`, { body: {} })).toMatchObject({
        status: 409,
        cookies: [],
      })
  })
})
