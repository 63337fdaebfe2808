import { get } from 'node:http'
import type { Page } from 'playwright-core'
import { launchChromium } from '../test/support/chromium.ts'
import type { Figure } from './figure.ts'
import { ensureWeb, startProduct, withDataFolder } from './product.ts'
import { contextOf, replyPath, signInSampleLead, videoIsReady } from './sample-lead.ts'

const most = { page: 170_000, answer: 130_000, room: 330_000 }
const paths = [
  '/sign-in',
  '/',
  '/meetings',
  '/meetings/new',
  '/meetings/$next',
  '/meetings/$next/attendance',
  '/meetings/$last/minutes',
  '/staff',
  '/records',
  '/account',
]

export const firstLoad: Figure = {
  name: 'first-load',
  bar: `≤ ${most.page / 1000} KB of gzipped JavaScript on first load, ≤ ${most.answer / 1000} KB for the answer page, ≤ ${most.room / 1000} KB for the room in all`,
  method:
    'A real browser with an empty cache opens each page of the sample staff and the answer page of a mail from the running product; every script it loaded until the page stood still is fetched once more as gzip, and the bytes on the wire are added up. The room is reached by the lobby, so its sum holds both.',
  async run() {
    await ensureWeb()
    return withDataFolder(async dataDir => {
      const product = await startProduct(dataDir)
      const browser = await launchChromium()
      try {
        const { client, ids } = await signInSampleLead(product.address, dataDir)
        await videoIsReady(client)
        const fresh = async ({ isSignedIn = true } = {}) => {
          const context = isSignedIn ? await contextOf(browser, client) : await browser.newContext()
          const page = await context.newPage()
          return { page, bytes: scriptsOf(page) }
        }
        const pages: Record<string, number> = {}
        const answer = await replyPath(client, ids.next)
        for (const path of [...paths, answer]) {
          // signed in, it would lead on to the overview and be two pages
          const { page, bytes } = await fresh({ isSignedIn: path !== '/sign-in' })
          await page
            .goto(product.address + path.replace('$next', ids.next).replace('$last', ids.last), {
              waitUntil: 'networkidle',
            })
            .catch(() => {})
          await page.locator('h1').first().waitFor()
          pages[path === answer ? 'answer' : path] = await bytes()
          await page.context().close()
        }
        const { page, bytes } = await fresh()
        await page.goto(`${product.address}/meetings/${ids.next}/lobby`)
        await page
          .getByRole('link', { name: 'Jetzt zuschalten' })
          .or(page.getByRole('button', { name: 'Jetzt zuschalten' }))
          .first()
          .click()
        await page
          .getByRole('button', { name: 'Verlassen' })
          .or(page.getByRole('link', { name: 'Verlassen' }))
          .first()
          .waitFor()
        const room = await bytes()
        const { answer: answerBytes = Number.NaN, ...others } = pages
        const heaviest = Math.max(...Object.values(others))
        return {
          value: `${[heaviest, answerBytes, room].map(bytes => (bytes / 1000).toFixed(0)).join(' · ')} KB`,
          holds: heaviest <= most.page && answerBytes <= most.answer && room <= most.room,
          detail: { pages, room },
        }
      } finally {
        await browser.close()
        await product.stop()
      }
    })
  },
}

/** Collects the scripts a page loads from now on, with their gzip size as sent. */
function scriptsOf(page: Page): () => Promise<number> {
  const loaded = new Set<string>()
  page.on(
    'response',
    answer => void (answer.request().resourceType() === 'script' && loaded.add(answer.url())),
  )
  return async () => {
    const sizes = await Promise.all([...loaded].map(gzippedBytes))
    return sizes.reduce((sum, bytes) => sum + bytes, 0)
  }
}

function gzippedBytes(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': 'gzip' } }, answer => {
      if (answer.headers['content-encoding'] !== 'gzip')
        reject(new Error(`${url} does not come as gzip`))
      let bytes = 0
      answer
        .on('data', (chunk: Buffer) => (bytes += chunk.length))
        .once('end', () => resolve(bytes))
    }).once('error', reject)
  })
}
