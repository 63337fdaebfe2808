import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from '../support/chromium.ts'
import { serveBuilt } from './serve.ts'

let site: Awaited<ReturnType<typeof serveBuilt>>
let browser: Browser
const complaints: string[] = []

beforeAll(async () => {
  site = await serveBuilt(fileURLToPath(new URL('gallery', import.meta.url)))
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  await site?.close()
})

test.each([
  ['light on a desktop', { viewport: { width: 1440, height: 900 }, colorScheme: 'light' }],
  ['dark on a desktop', { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' }],
  [
    'light on a phone',
    { viewport: { width: 390, height: 844 }, colorScheme: 'light', hasTouch: true, isMobile: true },
  ],
] satisfies [string, BrowserContextOptions][])(
  'every building block is accessible, %s',
  async (_, options) => {
    const page = await open(options)
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
      .analyze()
    expect(
      violations.map(
        violation =>
          `${violation.id}: ${violation.nodes.map(node => `${node.html} ${node.any.map(check => check.message).join()}`).join('\n')}`,
      ),
    ).toEqual([])
    await page.context().close()
  },
)

test('nothing scrolls sideways at 320 px, and fingers find 44 px', async () => {
  const page = await open({ viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
  const small = await page.evaluate(() =>
    [...document.querySelectorAll('button, select, input, .kern-btn')]
      .filter(
        element =>
          element.getClientRects().length > 0 &&
          element.closest('thead') === null &&
          element.getBoundingClientRect().height < 44,
      )
      .map(element => element.outerHTML),
  )
  expect(small).toEqual([])
  await page.context().close()
})

test('the page keeps nothing in the browser and obeys the strict policy', async () => {
  const page = await open()
  await page.getByRole('button', { name: 'Kommt' }).click()
  expect(
    await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]),
  ).toEqual([0, 0, ''])
  expect(complaints).toEqual([])
  await page.context().close()
})

test('a disabled button stays reachable, gives its reason and does nothing', async () => {
  const page = await open()
  const button = page.getByRole('button', { name: 'Jetzt zuschalten' })
  await button.focus()
  expect(await button.evaluate(element => element === document.activeElement)).toBe(true)
  expect(await button.getAttribute('aria-disabled')).toBe('true')
  expect(
    await button.evaluate(
      element =>
        document.getElementById(element.getAttribute('aria-describedby') ?? '')?.textContent,
    ),
  ).toBe('ab 08:15 Uhr')
  await page.context().close()
})

test('no mode is preselected; the chosen one says when it was chosen', async () => {
  const page = await open()
  const choices = page.getByRole('group', { name: 'Wie nehmen Sie teil?' }).getByRole('button')
  expect(
    await choices.evaluateAll(all => all.map(each => each.getAttribute('aria-pressed'))),
  ).toEqual(['false', 'false', 'false'])
  const widths = await choices.evaluateAll(all =>
    all.map(each => Math.round(each.getBoundingClientRect().width)),
  )
  expect(Math.max(...widths) - Math.min(...widths)).toBeLessThanOrEqual(1)
  await choices.nth(1).click()
  expect(await choices.nth(1).textContent()).toBe('virtuellIhre Zusage von 07:12')
  expect(
    await choices.evaluateAll(all => all.map(each => each.getAttribute('aria-pressed'))),
  ).toEqual(['false', 'true', 'false'])
  await page.context().close()
})

test('one key picks the kind, a failed save keeps the text, and the retry is the same entry', async () => {
  const page = await open()
  await page.keyboard.press('a')
  await page.keyboard.press('Escape')
  // outside of the field the letters choose again
  await page.keyboard.press('b')
  const input = page.getByRole('combobox', { name: /^Beschluss/ })
  expect(await input.evaluate(element => element === document.activeElement)).toBe(true)
  await page.keyboard.type('Notunterkunft öffnen – Bahnhof überfüllt')
  await page.keyboard.press('Enter')
  await page.getByText('Nicht gespeichert: Der Server ist nicht erreichbar.').waitFor()
  expect(await input.inputValue()).toBe('Notunterkunft öffnen – Bahnhof überfüllt')
  await page.keyboard.press('Enter')
  await expect
    .poll(() => page.getByTestId('saved').textContent())
    .toBe('decision|Notunterkunft öffnen|Bahnhof überfüllt')
  expect(await page.getByTestId('keys').textContent()).toBe('1/2')
  expect(await input.inputValue()).toBe('')
  await page.context().close()
})

test('the band reads its rows out, moves with the arrow keys, and says the same as a table', async () => {
  const page = await open()
  const rows = page.getByRole('listitem').and(page.locator('[data-row]'))
  expect(await rows.nth(3).getAttribute('aria-label')).toBe(
    'BuMA: vor Ort 08:30–09:02, unbesetzt seit 09:02',
  )
  await rows.nth(0).focus()
  await page.keyboard.press('ArrowDown')
  expect(await rows.nth(1).evaluate(element => element === document.activeElement)).toBe(true)
  await page.getByRole('button', { name: 'Als Tabelle' }).click()
  const table = page.getByRole('table', { name: 'Anwesenheitsband' })
  expect(await table.getByRole('row').last().textContent()).toBe('BuMAunbesetzt09:0209:13')
  await page.context().close()
})

test('from forty rows on the band groups by block and opens a block on request', async () => {
  const page = await open({}, '/?rows=60')
  expect(await page.locator('[data-row]').count()).toBe(0)
  const block = page.getByRole('button', { name: /^▸ SMS · 30 Zeilen/ })
  await block.click()
  expect(await page.locator('[data-row]').count()).toBe(30)
  await page.context().close()
})

test('a list is searched by typing and sorted by its heads', async () => {
  const page = await open()
  const table = page.getByRole('table', { name: 'Funktionen' })
  await page.getByRole('searchbox', { name: 'Suchen: Funktionen' }).fill('weiss')
  await page.getByText('Nichts gefunden für „weiss“.').waitFor()
  await page.getByRole('searchbox', { name: 'Suchen: Funktionen' }).fill('beate sms')
  await expect.poll(() => table.locator('tbody tr:not(.block)').count()).toBe(1)
  await page.getByRole('searchbox', { name: 'Suchen: Funktionen' }).fill('')
  await table.getByRole('button', { name: 'seit' }).click()
  expect(await table.getByRole('columnheader', { name: 'seit' }).getAttribute('aria-sort')).toBe(
    'ascending',
  )
  expect(await table.locator('tbody tr').first().textContent()).toContain('Uwe Groß')
  await page.context().close()
})

test('a time that exists twice is asked back', async () => {
  const page = await open()
  const question = page.getByRole('group', { name: /gibt es an diesem Tag zweimal/ })
  await question.getByRole('button', { name: 'die zweite (Normalzeit)' }).click()
  expect(
    await question
      .getByRole('button', { name: 'die zweite (Normalzeit)' })
      .getAttribute('aria-pressed'),
  ).toBe('true')
  await page.getByLabel('Beginn, Datum').fill('2026-03-29')
  await page.getByText('Diese Uhrzeit gibt es an diesem Tag nicht').waitFor()
  await page.context().close()
})

test('a dialog takes the focus, closes with Escape and gives the focus back', async () => {
  const page = await open()
  const opener = page.getByRole('button', { name: 'Absagen …' })
  await opener.click()
  await page.getByRole('dialog', { name: '18. Sitzung absagen' }).waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
  expect(await opener.evaluate(element => element === document.activeElement)).toBe(true)
  await page.context().close()
})

async function open(options: BrowserContextOptions = {}, path = '/'): Promise<Page> {
  const context = await browser.newContext({
    locale: 'de-DE',
    timezoneId: 'Europe/Berlin',
    ...options,
  })
  const page = await context.newPage()
  page.on('pageerror', error => complaints.push(error.message))
  page.on('console', message => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await page.goto(site.url + path)
  await page.getByRole('heading', { level: 1 }).waitFor()
  return page
}
