import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pagePaths } from '../../src/operations/web.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { foundStaff } from '../support/staff.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.stop())

test('a file of another version is missing, and that is not kept', async () => {
  const answer = await fetch(`${app.base}/assets/index-0000000.js`)
  expect(answer.status).toBe(404)
  expect(answer.headers.get('content-type')).toContain('problem+json')
  expect(answer.headers.get('cache-control')).toBe('no-store')
})

test('the address of a page is the page, never kept, in the language chosen last', async () => {
  const answer = await fetch(`${app.base}/meetings/mtg_some/minutes`, {
    headers: { 'accept-language': 'en' },
  })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(await answer.text()).toContain('<div id="root">')
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
})

test('an unknown address is not found, and its page says so', async () => {
  for (const path of ['/meetings/mtg_some/where', '/wp-login.php', '/staff/import/more']) {
    const answer = await fetch(app.base + path)
    expect(answer.status, path).toBe(404)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(await answer.text()).toContain('<div id="root">')
  }
})

test('every path of the router is known to the server', () => {
  const files = ['router', 'frames'].map(name =>
    readFileSync(new URL(`../../web/src/router/${name}.tsx`, import.meta.url), 'utf8'),
  )
  const paths = [...files.join('').matchAll(/path: '([^']+)'/g)].map(([, path]) =>
    path!.replaceAll('$', ':'),
  )
  expect(paths.length).toBeGreaterThan(20)
  for (const path of paths)
    expect(
      pagePaths.some(
        known => known === path || known.endsWith(path.startsWith('/') ? path : `/${path}`),
      ),
      path,
    ).toBe(true)
})

test('search engines are asked to leave', async () => {
  const answer = await fetch(`${app.base}/robots.txt`)
  expect(answer.headers.get('content-type')).toContain('text/plain')
  expect(await answer.text()).toContain('Disallow: /')
})

test('every kind of answer carries the safe headers: page, file, JSON, refusal, empty, stream', async () => {
  const { lead, staffId } = await foundStaff(app)
  const file = /\/assets\/[^"]+\.js/.exec(await (await fetch(app.base)).text())![0]
  const stream = new AbortController()
  const kept = { 'idempotency-key': 'the-same-key-twice' }
  const fetched = async (path: string, init: RequestInit = {}) =>
    fetch(app.base + path, {
      ...init,
      headers: {
        cookie: lead.client.cookieHeader(),
        'content-type': 'application/json',
        ...init.headers,
      },
    })
  const answers = await Promise.all([
    fetched('/'),
    fetched(file),
    fetched('/assets/none.js'),
    fetched('/livez'),
    fetched('/api/session'),
    fetched('/api/nothing'),
    fetched('/api/docs'),
    fetched('/api/staffs', { method: 'POST', body: '{' }),
    fetched(`/api/live?topics=staff:${staffId}`, { signal: stream.signal }),
  ])
  for (let i = 0; i < 2; i++)
    answers.push(
      await fetched('/api/me', { method: 'PATCH', body: '{"theme":"dark"}', headers: kept }),
    )
  for (const { url, headers } of answers) {
    expect(headers.get('content-security-policy'), url).toContain("frame-ancestors 'none'")
    expect(headers.get('x-content-type-options'), url).toBe('nosniff')
    if (url.includes('/api/')) expect(headers.get('cache-control'), url).toBe('no-store')
  }
  expect(answers.at(-1)!.headers.get('idempotency-replayed')).toBe('true')
  stream.abort()
})
