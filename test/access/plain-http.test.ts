import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, type Browsing } from '../support/browser.ts'
import { foundStaff, type Signed, testPassword } from '../support/staff.ts'

const safari =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15'
let app: TestApp
let browsing: Browsing
let staff: { staffId: string; lead: Signed }

beforeAll(async () => {
  app = await startApp()
  staff = await foundStaff(app)
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
})

/** The cookies that Safari gets for a right password. */
async function cookiesFor(headers: Record<string, string>): Promise<string[]> {
  const sent = request(`${app.base}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': safari, ...headers },
  })
  sent.end(JSON.stringify({ email: staff.lead.email, password: testPassword }))
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  answer.resume()
  expect(answer.statusCode).toBeLessThan(300)
  return answer.headers['set-cookie'] ?? []
}

test('WebKit gets a cookie without Secure on this machine only, never through a proxy or by another name', async () => {
  expect(await cookiesFor({})).toEqual([expect.not.stringContaining('Secure')])
  for (const headers of [
    { host: 'lage.kreis.example' },
    { host: '192.0.2.2:8080' },
    { 'x-forwarded-for': '192.0.2.7' },
    { 'x-forwarded-proto': 'https' },
    { via: '1.1 proxy' },
  ])
    expect([headers, await cookiesFor(headers)]).toEqual([
      headers,
      [expect.stringMatching(/^__Host-.*; Secure/)],
    ])
})

test('over http from elsewhere the pages say that signing in needs https, and what to set', async () => {
  const { page } = await browsing.visitor()
  const elsewhere = 'http://lage.kreis.example'
  await page.route(`${elsewhere}/**`, async route => {
    const asked = route.request()
    const address = asked.url().replace(elsewhere, app.base)
    const { origin: _, ...headers } = asked.headers()
    await route.fulfill({ response: await route.fetch({ url: address, headers }) })
  })
  for (const path of ['/sign-in', '/enrol']) {
    await page.goto(elsewhere + path)
    await page.getByRole('heading', { name: 'Anmelden geht unter dieser Adresse nicht.' }).waitFor()
    await page.getByText(/PUBLIC_URL/).waitFor()
    expect(await page.getByLabel('Passwort').count()).toBe(0)
  }
})
