import { get } from 'node:http'
import type { Page } from 'playwright-core'
import { launchChromium } from '../test/support/chromium.ts'
import { Client } from '../test/support/client.ts'
import { readStartCode } from '../test/support/start-code.ts'
import type { Figure } from './figure.ts'
import { ensureWeb, startProduct, withDataFolder } from './product.ts'

const most = { page: 150_000, room: 330_000 }
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
  bar: `≤ ${most.page / 1000} KB of gzipped JavaScript on first load, ≤ ${most.room / 1000} KB for the room in all`,
  method:
    'A real browser with an empty cache opens each page of the sample staff from the running product; every script it loaded until the page stood still is fetched once more as gzip, and the bytes on the wire are added up. The room is reached by the lobby, so its sum holds both.',
  async run() {
    await ensureWeb()
    return withDataFolder(async dataDir => {
      const product = await startProduct(dataDir)
      const browser = await launchChromium()
      try {
        const { client, ids } = await sampleLead(product.address, readStartCode(dataDir))
        const fresh = async () => {
          const context = await browser.newContext()
          const url = product.address.replace('http:', 'https:')
          await context.addCookies(
            client.cookies().map(({ name, value }) => ({
              name,
              value,
              url,
              secure: true,
              httpOnly: true,
              sameSite: 'Strict' as const,
            })),
          )
          const page = await context.newPage()
          return { page, bytes: scriptsOf(page) }
        }
        const pages: Record<string, number> = {}
        for (const path of paths) {
          const { page, bytes } = await fresh()
          await page
            .goto(product.address + path.replace('$next', ids.next).replace('$last', ids.last), {
              waitUntil: 'networkidle',
            })
            .catch(() => {})
          await page.locator('h1').first().waitFor()
          pages[path] = await bytes()
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
        const heaviest = Math.max(...Object.values(pages))
        return {
          value: `${(heaviest / 1000).toFixed(0)} KB, room ${(room / 1000).toFixed(0)} KB`,
          holds: heaviest <= most.page && room <= most.room,
          detail: { pages, room },
        }
      } finally {
        await browser.close()
        await product.stop()
      }
    })
  },
}

/** The sample's lead, once video is ready. */
async function sampleLead(
  address: string,
  startCode: string,
): Promise<{ client: Client; ids: { next: string; last: string } }> {
  const client = new Client(address)
  await client.post('/api/first-start/code', { code: startCode })
  await client.post('/api/first-start/sample')
  const { sampleAccounts } = await client.get<{
    sampleAccounts: { personId: string; name: string }[]
  }>('/api/session')
  await client.post('/api/sign-in/sample', {
    personId: sampleAccounts.find(account => account.name.includes('Köhler'))!.personId,
  }) // the sample's lead who is invited
  for (;;) {
    const { video } = await client.get<{ video: { state: string } }>('/api/session')
    if (video.state === 'ready') break
    if (video.state === 'unavailable')
      throw new Error('The figure of the room needs the real media server')
    await new Promise(resolve => setTimeout(resolve, 250))
  }
  const { next, last } = await client.get<{
    next: { meetingId: string }
    last: { meetingId: string }
  }>('/api/overview')
  return { client, ids: { next: next.meetingId, last: last.meetingId } }
}

/** The scripts a page loads from now on, and what they weigh as gzip on the wire. */
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
