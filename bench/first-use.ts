import type { Browser, Page } from 'playwright-core'
import { launchChromium } from '../test/support/chromium.ts'
import type { Client } from '../test/support/client.ts'
import type { Figure } from './figure.ts'
import { ensureWeb, startProduct, withDataFolder } from './product.ts'
import { median } from './rate.ts'
import { contextOf, replyPath, signInSampleLead } from './sample-lead.ts'

/**
 * A phone with bad reception: 1.6 Mbit/s down, 0.75 up, 150 ms round trip, a processor four times
 * slower than this one.
 */
const network = {
  offline: false,
  latency: 150,
  downloadThroughput: 1_600_000 / 8,
  uploadThroughput: 750_000 / 8,
}
const slowdown = 4
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } as const

type Use = {
  name: string
  mostS: number
  path: string
  /** matches the content itself, not the frame around it */
  isThere: (page: Page) => Promise<void>
}

export const firstUse: Figure = {
  name: 'first-use',
  bar: 'answers ≤ 2.0 s, next meeting ≤ 2.2 s, first function ≤ 2.5 s',
  method:
    'A real browser of 390 px with an empty cache, slowed by the DevTools protocol to 1.6 Mbit/s, 150 ms round trip and a four times slower processor, opens the answer page of a mail, the overview and the board of the sample staff; from the beginning of the navigation until the three answers, the next meeting, the first function are visible; median of 9.',
  async run({ quick }) {
    await ensureWeb()
    return withDataFolder(async dataDir => {
      const product = await startProduct(dataDir)
      const browser = await launchChromium()
      try {
        const { client, ids } = await signInSampleLead(product.address, dataDir)
        const uses = usesOf(await replyPath(client, ids.next), ids.next)
        const seconds: Record<string, number[]> = {}
        for (let round = 0; round < (quick ? 3 : 9); round++)
          for (const use of uses)
            (seconds[use.name] ??= []).push(await secondsUntil(browser, client, use))
        const medians = uses.map(use => ({ ...use, middle: median(seconds[use.name] ?? []) }))
        return {
          value: `${medians.map(({ middle }) => middle.toFixed(1)).join(' · ')} s`,
          holds: medians.every(({ middle, mostS }) => middle <= mostS),
          detail: { seconds },
        }
      } finally {
        await browser.close()
        await product.stop()
      }
    })
  },
}

function usesOf(replyPath: string, meetingId: string): Use[] {
  return [
    {
      name: 'answers',
      mostS: 2.0,
      path: replyPath,
      isThere: async page => {
        const answers = page.getByRole('group', { name: 'Wie nehmen Sie teil?' })
        await answers.getByRole('button').nth(2).waitFor()
      },
    },
    {
      name: 'nextMeeting',
      mostS: 2.2,
      path: '/',
      isThere: page => page.getByRole('heading', { level: 1, name: 'Sitzung' }).waitFor(),
    },
    {
      name: 'firstFunction',
      mostS: 2.5,
      path: `/meetings/${meetingId}`,
      // who has promised is folded on a phone, so this is the first function that is missing
      isThere: page => page.locator('.awaited-row').first().waitFor(),
    },
  ]
}

async function secondsUntil(browser: Browser, client: Client, use: Use): Promise<number> {
  const context = await contextOf(browser, client, { ...phone, locale: 'de-DE' })
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send('Network.enable')
  await devtools.send('Network.emulateNetworkConditions', network)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
  await page.goto(client.base + use.path, { waitUntil: 'commit' })
  await use.isThere(page)
  const ms = await page.evaluate(() => performance.now())
  await context.close()
  return Number((ms / 1_000).toFixed(3))
}
