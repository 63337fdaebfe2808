import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'

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

test('every other address is the page, never kept, in the language chosen last', async () => {
  const answer = await fetch(`${app.base}/meetings/some/where`, { headers: { 'accept-language': 'en' } })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(await answer.text()).toContain('<div id="root">')
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
})
