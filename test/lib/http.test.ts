import { Hono } from 'hono'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contextOf, errorHandler, type Env, type Problem } from '../../src/lib/http.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { convene, foundStaff } from '../support/staff.ts'

let app: TestApp

beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app?.stop())

test('a disk that fills after the commit is not said to have stored nothing', async () => {
  const full = () => Object.assign(new Error('could not extend file'), { code: '53100' })
  const routes = new Hono<Env>()
    .onError(errorHandler(pino({ level: 'silent' })))
    .post('/before', c => contextOf(app.deps, c).database.transaction(() => Promise.reject(full())))
    .post('/after', async c => {
      await contextOf(app.deps, c).database.transaction(() => Promise.resolve())
      throw full()
    })
  const codeOf = async (path: string) =>
    ((await (await routes.request(path, { method: 'POST' })).json()) as Problem).code
  expect(await codeOf('/before')).toBe('diskFull')
  expect(await codeOf('/after')).toBe('unavailable')
})

test('a request without a body is one without fields', async () => {
  const staff = await foundStaff(app)
  const meetingId = await convene(app, staff, {})
  const opened = await fetch(`${app.base}/api/meetings/${meetingId}/open`, {
    method: 'POST',
    headers: {
      cookie: staff.lead.client.cookieHeader(),
      'content-type': 'application/json',
    },
  })
  expect(opened.status).toBe(200)
})
