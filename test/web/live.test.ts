import { fileURLToPath } from 'node:url'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import type { Browser, Page } from 'playwright-core'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { startLive, type Live } from '../../src/lib/live.ts'
import { streamTopics } from '../../src/lib/streams.ts'
import { launchChromium } from '../support/chromium.ts'
import { cloneDatabase, type TestDatabase } from '../support/postgres.ts'
import { serveBuilt, type Site } from './serve.ts'

let database: TestDatabase
let sql: postgres.Sql
let live: Live
let site: Site
let browser: Browser
let page: Page
let count = 1
let streamsOpened = 0
let streamsRefused = 0
let loads = 0
let newest = new AbortController()
const stopping = new AbortController()

beforeAll(async () => {
  database = await cloneDatabase(inject('postgres'))
  sql = postgres({ ...database.address, onnotice: () => {} })
  live = await startLive(sql, console.error)
  const api = new Hono()
    .get('/livez', c => c.text('ok'))
    .get('/api/count', c => {
      loads++
      return c.text(String(count))
    })
    .get('/api/live', c => {
      if (c.req.query('topics')?.includes('secret')) {
        streamsRefused++
        return c.text('no such topic', 404)
      }
      streamsOpened++
      const topics = new Set((c.req.query('topics') ?? '').split(','))
      return streamTopics(c, live, {
        topics,
        guard: 'session:none',
        allowedForMs: async () => Infinity,
        stopping: stopping.signal,
        displaced: (newest = new AbortController()).signal,
        onEnd: () => {},
      })
    })
  site = await serveBuilt(
    fileURLToPath(new URL('live', import.meta.url)),
    getRequestListener(api.fetch),
  )
  browser = await launchChromium()
  page = await browser.newPage()
  await page.goto(site.url)
  await page.getByRole('heading', { name: 'Zahl 1' }).waitFor()
})
afterAll(async () => {
  await browser?.close()
  stopping.abort()
  await site?.close()
  await live?.close()
  await sql?.end({ timeout: 5 })
  await database?.drop()
})

test('a topic makes the page load what changed, over one stream', async () => {
  await page.getByText(/^Stand \d\d:\d\d:\d\d$/).waitFor()
  count = 2
  live.publish('meeting:mtg_1:count')
  await page.getByRole('heading', { name: 'Zahl 2' }).waitFor()
  expect(streamsOpened).toBe(1)
})

test('what changed while another page was shown is there on coming back', async () => {
  await page.getByRole('button', { name: 'anderswo' }).click()
  await page.getByText(/^Stand \d\d:\d\d:\d\d$/).waitFor()
  await expect.poll(() => streamsOpened).toBe(2)
  count = 3
  live.publish('meeting:mtg_1:count')
  await page.getByRole('button', { name: 'zurück' }).click()
  await page.getByRole('heading', { name: 'Zahl 3' }).waitFor()
})

test('without the server the last state stays, plainly marked, and the page comes back by itself', async () => {
  await site.goDown()
  await page.getByText('Verbindung unterbrochen.').waitFor()
  await page.getByText(/^Gezeigt wird der Stand von \d\d:\d\d:\d\d/).waitFor()
  expect(await page.getByRole('heading').textContent()).toBe('Zahl 3')
  // changed while nobody could be told
  count = 4
  await site.comeUp()
  await page.getByRole('heading', { name: 'Zahl 4' }).waitFor()
  await expect.poll(() => page.getByText('Verbindung unterbrochen.').count()).toBe(0)
})

test('a page whose stream gave way to another page stays quiet until somebody looks at it again', async () => {
  await page.getByText(/^Stand \d\d:\d\d:\d\d$/).waitFor()
  const before = streamsOpened
  newest.abort()
  await page.getByText('Verbindung unterbrochen.').waitFor()
  // another stream, ended later, that the browser opens again by itself
  const yardstick = page.evaluate(
    () =>
      new Promise<void>(resolve => {
        let opened = 0
        const source = new EventSource('/api/live?topics=meeting:mtg_9:count')
        source.addEventListener('open', () => {
          if (++opened < 2) return
          source.close()
          resolve()
        })
      }),
  )
  await expect.poll(() => streamsOpened).toBe(before + 1)
  newest.abort()
  await yardstick
  expect(streamsOpened).toBe(before + 2)
  count = 5
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await page.getByRole('heading', { name: 'Zahl 5' }).waitFor()
  expect(streamsOpened).toBe(before + 3)
})

test('a stream that is refused for good drops what was loaded, and claims no lost connection', async () => {
  loads = 0
  await page.getByRole('button', { name: 'verboten' }).click()
  // the stream, and the question why
  await expect.poll(() => streamsRefused).toBe(2)
  await expect.poll(() => loads).toBe(1)
  await expect.poll(() => page.getByText('Verbindung unterbrochen.').count()).toBe(0)
  await page.getByRole('button', { name: 'laden' }).click()
  await expect.poll(() => loads).toBe(2)
  expect(streamsRefused).toBe(2)
})
