import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { beforeEach } from 'vitest'
import { launchChromium } from './chromium.ts'
import type { Client } from './client.ts'

/** One visitor with a browser profile: a page, and the number of clicks. */
export type Visitor = {
  page: Page
  context: BrowserContext
  /** clicks on the page so far, by mouse or finger; keys do not count */
  clicks: () => number
}

export type Browsing = {
  /** a new browser profile; with a client, signed in as that client */
  visitor: (options?: BrowserContextOptions & { as?: Client }) => Promise<Visitor>
  /** what no page may cause: script errors, refused contents, requests to other servers */
  complaints: string[]
  /** saves pictures of all open pages in a new folder, to show why a step failed */
  picture: () => Promise<string>
  close: () => Promise<void>
}

const accessibility = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/**
 * Starts one real Chromium for the product at `base`; every profile has fake devices that are
 * granted without asking.
 */
export async function browse(base: string): Promise<Browsing> {
  const browser: Browser = await launchChromium()
  const complaints: string[] = []
  const own = new URL(base).hostname
  const visitor: Browsing['visitor'] = async ({ as, ...options } = {}) => {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: 'de-DE',
      timezoneId: 'Europe/Berlin',
      acceptDownloads: true,
      ...options,
    })
    if (as) {
      // a cookie with the prefix __Host- must be secure, and the browser accepts loopback as that
      const url = base.replace('http:', 'https:')
      const cookies = as.cookies().map(({ name, value }) => ({
        name,
        value,
        url,
        secure: true,
        httpOnly: true,
        sameSite: 'Strict' as const,
      }))
      await context.addCookies(cookies)
    }
    context.on('request', request => {
      const { protocol, hostname } = new URL(request.url())
      if (/^(http|ws)s?:$/.test(protocol) && hostname !== own)
        complaints.push(`a request to ${request.url()}`)
    })
    context.setDefaultTimeout(15_000)
    let clicks = 0
    await context.exposeBinding('countClick', () => void clicks++)
    await context.addInitScript(() => {
      // Enter on a button makes a click with detail 0
      const count = (event: MouseEvent) => {
        if (event.isTrusted && event.detail > 0)
          void (globalThis as unknown as { countClick: () => void }).countClick()
      }
      addEventListener('click', count, { capture: true })
    })
    const page = await context.newPage()
    page.on('pageerror', error => complaints.push(`${page.url()}: ${error.message}`))
    page.on('console', message => {
      // A refused request logs an error that the page handles, and a room that is taken down makes
      // the video library log the end of its data channels. Everything else the console calls an
      // error counts.
      const isUsual =
        /Failed to load resource|DataChannel error|data channel .* closed unexpectedly/.test(
          message.text(),
        )
      if (message.type() === 'error' && !isUsual)
        complaints.push(`${page.url()}: ${message.text()}`)
    })
    return { page, context, clicks: () => clicks }
  }
  const picture = async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lagerunde-pages-'))
    const pages = browser.contexts().flatMap(context => context.pages())
    await Promise.all(
      pages.map((page, i) =>
        page.screenshot({ path: join(folder, `${i}.png`), timeout: 5_000 }).catch(() => {}),
      ),
    )
    return folder
  }
  return { visitor, complaints, picture, close: () => browser.close() }
}

/**
 * For files whose tests depend on the ones before: after a failure, pictures of the pages are saved
 * and the rest is skipped.
 */
export function eachStepOnTheLast(browsing: () => Browsing): void {
  let hasFailed = false
  beforeEach(context => {
    context.skip(hasFailed, 'an earlier step failed')
    context.onTestFailed(async () => {
      hasFailed = true
      console.error(`The pages as they were: ${await browsing().picture()}`)
    })
  })
}

/**
 * What axe finds wrong with the page by WCAG 2.2 AA and its best practice, and whether it has more
 * than one title; empty when nothing.
 */
export async function violationsOn(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(accessibility).analyze()
  const path = new URL(page.url()).pathname
  const titles = await page.locator('head title').count()
  return [
    ...violations.map(
      ({ id, nodes }) => `${path} ${id}: ${nodes.map(node => node.html.slice(0, 200)).join(' | ')}`,
    ),
    ...(titles === 1 ? [] : [`${path} has ${titles} titles`]),
  ]
}

/** How far the page can scroll sideways, in CSS pixels. */
export async function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
}
