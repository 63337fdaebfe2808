import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import type { Client } from '../support/client.ts'
import { expectRefusal } from '../support/refusal.ts'
import { addMember, foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
let staff: { staffId: string; lead: Signed }
let guest: Signed
beforeAll(async () => {
  app = await startApp()
  staff = await foundStaff(app)
  guest = await addMember(app, staff, { name: 'Petra Nowak', roles: ['guest'] })
})
afterAll(() => app.stop())

describe('a body is refused before a byte of it is read', () => {
  test('when its route takes no more than it announces', async () => {
    const { staffId, lead } = staff
    const importPath = `/api/staffs/${staffId}/import`
    for (const [path, length] of [
      ['/api/sign-in', 17_000],
      ['/api/answer', 17_000],
      ['/api/first-start/staff', 17_000],
      [`/api/staffs/${staffId}/members`, 263_000],
      [`${importPath}ance`, 263_000],
      [`/api/nichts/import`, 263_000],
      [`${importPath}/preview/more`, 263_000],
      [importPath, 11_000_000],
      ['/webhooks/livekit', 263_000],
      ['/', 263_000],
    ] as const) {
      expect([path, await statusWithoutBody(path, { length, as: lead.client })]).toEqual([
        path,
        413,
      ])
    }
  })

  test('when there is no sample to sign in to', async () => {
    expect(
      await statusWithoutBody('/api/sign-in/sample', { length: 15_000, as: app.client() }),
    ).toBe(403)
  })

  test('when nobody may import, or no such address is known, with an Idempotency-Key too', async () => {
    const path = `/api/staffs/${staff.staffId}/import/preview`
    const ask = (to: string, as: Client) =>
      statusWithoutBody(to, { length: 200_000, as, key: 'one-of-a-kind' })
    expect(await ask(path, guest.client)).toBe(403)
    expect(await ask(path, app.client())).toBe(401)
    expect(await ask(path.replace(staff.staffId, `stf_${'0'.repeat(26)}`), guest.client)).toBe(404)
    expect(await ask('/api/nichts', guest.client)).toBe(404)
    expect(await ask('/api/nichts/import', guest.client)).toBe(404)
  })
})

test('a body without an announced length is counted while it is read', async () => {
  const stream = new ReadableStream({
    pull: controller => controller.enqueue(new Uint8Array(8_000).fill(32)),
  })
  const response = await fetch(`${app.base}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: stream,
    duplex: 'half',
  } as RequestInit)
  expect(response.status).toBe(413)
})

describe('JSON that no request of ours looks like', () => {
  test.each([
    ['many values', `[${'{},'.repeat(50_000)}{}]`],
    ['many levels', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
    ['many names', `{${Array.from({ length: 20_000 }, (_, i) => `"k${i}":1`).join(',')}}`],
  ])('with %s is refused as a whole', async (_, body) => {
    const ask = () =>
      fetch(`${app.base}/api/staffs/${staff.staffId}/members`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie: cookieOf(staff.lead.client) },
        body,
      })
    const { errors } = await expectRefusal(app, ask, { code: 'invalid', field: '(body)' })
    expect(errors).toHaveLength(1)
  })

  test('with many faults names the first twenty', async () => {
    const names = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`k${i}`, 1]))
    const ask = () => staff.lead.client.fetch('POST', `/api/staffs/${staff.staffId}/members`, names)
    const { errors } = await expectRefusal(app, ask, { code: 'invalid', field: 'k0' })
    expect(errors).toHaveLength(20)
  })
})

test('an upload of many parts is refused before it is taken apart', async () => {
  const part = '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n'
  const ask = () =>
    fetch(`${app.base}/api/staffs/${staff.staffId}/import/preview`, {
      method: 'POST',
      headers: {
        'content-type': 'multipart/form-data; boundary=b',
        cookie: cookieOf(staff.lead.client),
      },
      body: `${part.repeat(20)}--b--\r\n`,
    })
  await expectRefusal(app, ask, { code: 'invalid', field: 'file' })
})

describe('answers kept by Idempotency-Key', () => {
  const kept = async () =>
    Number(
      (await app.deps.database.sql<{ n: string }[]>`select count(*) as n from idempotency_keys`)[0]!
        .n,
    )

  test('are none for a link that was never ours', async () => {
    const before = await kept()
    for (const token of ['x'.repeat(60), `att_${'0'.repeat(26)}.1.${'A'.repeat(22)}`, undefined]) {
      const response = await fetch(`${app.base}/api/answer`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'idempotency-key': `junk-${token}`.slice(0, 90),
        },
        body: JSON.stringify({ token, reply: { kind: 'accepted', mode: 'video' } }),
      })
      expect([400, 410]).toContain(response.status)
    }
    expect(await kept()).toBe(before)
  })

  test('stay for the last some hundred requests of a person', { timeout: 60_000 }, async () => {
    for (let i = 0; i < 320; i++)
      await guest.client.fetch('PATCH', '/api/me', { theme: i % 2 ? 'dark' : 'light' })
    expect(await kept()).toBeLessThanOrEqual(260)
  })
})

describe('another site', () => {
  // fetch says a mode of its own
  const ask = (path: string, headers: Record<string, string>, method = 'GET') =>
    new Promise<number>((resolve, reject) => {
      request(`${app.base}${path}`, { method, headers }, response => {
        response.resume()
        resolve(response.statusCode!)
      })
        .on('error', reject)
        .end()
    })

  test('reads nothing of the API, whatever it leaves out', async () => {
    for (const site of ['cross-site', 'same-site'])
      for (const mode of ['cors', 'no-cors'])
        expect(await ask('/api/session', { 'sec-fetch-site': site, 'sec-fetch-mode': mode })).toBe(
          403,
        )
  })

  test('changes nothing, with or without an Origin', async () => {
    for (const mode of ['navigate', 'no-cors'])
      expect(
        await ask(
          '/api/sign-out',
          { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': mode },
          'POST',
        ),
      ).toBe(403)
  })

  test('may lead here by a link, and our own pages and servers are no other site', async () => {
    const click = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }
    expect(await ask('/', click)).toBe(200)
    expect(await ask('/api/docs', click)).toBe(200)
    expect(await ask('/api/session', { 'sec-fetch-site': 'same-origin' })).toBe(200)
    expect(await ask('/api/session', { 'sec-fetch-site': 'none' })).toBe(200)
    expect(await ask('/api/session', {})).toBe(200)
  })
})

const cookieOf = (client: Client) =>
  client
    .cookies()
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ')

/** The status of the answer to a POST that announces a body and sends none of it. */
function statusWithoutBody(
  path: string,
  { length, as, key }: { length: number; as: Client; key?: string },
): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(
      `${app.base}${path}`,
      {
        method: 'POST',
        headers: {
          'content-type': 'multipart/form-data; boundary=b',
          'content-length': length,
          cookie: cookieOf(as),
          ...(key ? { 'idempotency-key': key } : {}),
        },
      },
      response => {
        resolve(response.statusCode!)
        asked.destroy()
      },
    )
    asked.on('error', reject)
    asked.flushHeaders()
  })
}
