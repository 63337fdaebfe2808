import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { facts, longFacts, mailsOf } from './sample.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

const long = mailsOf(longFacts)

describe.each(['de', 'en'] as const)('in %s', lang => {
  test.each([320, 390])(
    'no mail is wider than %i px, nor a button lower than a finger',
    async width => {
      const page = await browser.newPage({ viewport: { width, height: 800 }, isMobile: true })
      for (const [name, made] of Object.entries(long)) {
        await page.setContent(made(lang).html)
        const found = await page.evaluate(() => ({
          width: document.documentElement.scrollWidth,
          buttons: [...document.querySelectorAll<HTMLElement>('a[style]')].map(a => a.offsetHeight),
        }))
        expect.soft([name, found.width]).toEqual([name, width])
        for (const height of found.buttons) expect.soft(height, name).toBeGreaterThanOrEqual(44)
      }
      await page.close()
    },
  )

  test('no address widens a mail of which webmail dropped the styles of the body', async () => {
    const page = await browser.newPage({ viewport: { width: 320, height: 800 }, isMobile: true })
    const { answerUrl, joinUrl } = longFacts
    for (const [name, made] of Object.entries(mailsOf({ ...facts, answerUrl, joinUrl }))) {
      await page.setContent(made(lang).html.replace(/<body style="[^"]*"/, '<body'))
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      expect.soft([name, width]).toEqual([name, 320])
    }
    await page.close()
  })

  test.each(['light', 'dark'] as const)(
    'every word is legible where it is %s',
    async colorScheme => {
      const page = await browser.newPage({ colorScheme })
      for (const [name, made] of Object.entries(mailsOf(facts))) {
        await page.setContent(made(lang).html)
        expect
          .soft([name, await page.evaluate(weakest)])
          .toEqual([name, expect.toSatisfy(atLeast(4.5))])
      }
      await page.close()
    },
  )

  test('each act has one button, and each number is dialled', () => {
    for (const [name, made] of Object.entries(mailsOf(facts))) {
      const { html, text } = made(lang)
      const links = [...html.matchAll(/<a href="([^"]*)"/g)].map(([, url]) => url)
      const buttons = links.filter(url => !url!.startsWith('tel:'))
      expect(new Set(buttons).size, name).toBe(buttons.length)
      for (const url of buttons) expect(text, name).toContain(`:\n${url}\n`)
      const dialled = links.filter(url => url!.startsWith('tel:'))
      if (text.includes(facts.hotline)) expect(dialled, name).toContain('tel:02336934444')
      if (text.includes(facts.dialIn!.number))
        expect(dialled, name).toContain('tel:02336931111,,12')
    }
  })

  test('the text part says what the HTML says', async () => {
    const page = await browser.newPage()
    for (const [name, made] of Object.entries(mailsOf(facts))) {
      const { html, text } = made(lang)
      await page.setContent(html)
      // a list's numbers and the colon behind what stands on a button are of the text alone
      const words = (said: string) => said.match(/[\p{L}\p{N}]{2,}/gu)
      expect(words(await page.locator('body').innerText()), name).toEqual(words(text))
    }
    await page.close()
  })
})

const atLeast = (least: number) => (ratio: number) => ratio >= least

/** The weakest contrast of any text against what is painted behind it, by WCAG 2.2. */
function weakest(): number {
  const channels = (color: string) => color.match(/[\d.]+/g)!.map(Number)
  const light = ([r = 0, g = 0, b = 0]: number[]) =>
    [r, g, b]
      .map(c => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4))
      .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i]!, 0)
  const canvas = document.createElement('div')
  canvas.style.backgroundColor = 'Canvas'
  document.body.append(canvas)
  const behind = (at: Element | null): number[] => {
    if (!at) return channels(getComputedStyle(canvas).backgroundColor)
    const own = channels(getComputedStyle(at).backgroundColor)
    return own[3] === 0 ? behind(at.parentElement) : own
  }
  const ratios = [...document.querySelectorAll('p,b,a,small,li')].map(at => {
    const [a = 0, b = 0] = [light(channels(getComputedStyle(at).color)), light(behind(at))].sort(
      (x, y) => y - x,
    )
    return (a + 0.05) / (b + 0.05)
  })
  return Math.min(...ratios)
}
