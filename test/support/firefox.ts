import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import puppeteer, { type Browser, type Page } from 'puppeteer-core'
import type { Client } from './client.ts'

/**
 * The path of Firefox as a distribution ships it; null where there is none. Playwright drives only
 * a Firefox of its own, which cannot be had from npm.
 */
export const firefoxPath =
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap(folder => ['firefox-esr', 'firefox'].map(name => join(folder, name)))
    .find(existsSync) ?? null

/**
 * Starts a headless Firefox in German with a fake camera and microphone that are granted without
 * asking; everything else, in particular its network settings, is as it comes. `prefs` are entries
 * of about:config. Close it when done.
 */
export function launchFirefox(prefs: Record<string, unknown> = {}): Promise<Browser> {
  if (!firefoxPath) throw new Error('No Firefox on the PATH: install the package firefox-esr')
  return puppeteer.launch({
    browser: 'firefox',
    executablePath: firefoxPath,
    headless: true,
    extraPrefsFirefox: {
      'media.navigator.streams.fake': true,
      'media.navigator.permission.disabled': true,
      'media.autoplay.default': 0,
      'intl.accept_languages': 'de',
      ...prefs,
    },
  })
}

/** A page in a profile of its own, signed in as the client. */
export async function firefoxPageAs(
  browser: Browser,
  { client, base }: { client: Client; base: string },
): Promise<Page> {
  const context = await browser.createBrowserContext()
  await context.setCookie(
    ...client.cookies().map(cookie => ({
      ...cookie,
      domain: new URL(base).hostname,
      path: '/',
      secure: true,
      httpOnly: true,
      sameSite: 'Strict' as const,
    })),
  )
  const page = await context.newPage()
  await page.setViewport({ width: 1280, height: 800 })
  page.setDefaultTimeout(30_000)
  return page
}

export const button = (name: string) => `::-p-aria([name="${name}"][role="button"])`
