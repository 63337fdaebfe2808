import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { startApp, type TestApp } from '../../support/app.ts'
import { browse, sidewaysScroll, violationsOn, type Browsing } from '../../support/browser.ts'
import { convene, foundStaff, type Signed } from '../../support/staff.ts'

vi.setConfig({ testTimeout: 60_000 })

let app: TestApp
let browsing: Browsing
let lead: Signed
let meetingId: string

beforeAll(async () => {
  app = await startApp()
  const staff = await foundStaff(app)
  lead = staff.lead
  meetingId = await convene(app, staff)
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
})
afterEach(() => expect(browsing.complaints).toEqual([]))

test.each([
  ['on a desktop', { viewport: { width: 1440, height: 900 } }],
  ['at 200 %', { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 }],
  ['on a phone', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }],
  ['on a small phone', { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true }],
])('menus open below their button and wholly in sight, %s', async (_, options) => {
  const { page, context } = await browsing.visitor({ ...options, as: lead.client })
  await page.goto(`${app.base}/meetings/${meetingId}`)
  for (const button of [more(page), person(page)]) {
    await button.click()
    const menu = page.locator('.menu:popover-open')
    await expectOpen(button, true)
    const [box, opener] = [(await menu.boundingBox())!, (await button.boundingBox())!]
    const { width } = page.viewportSize()!
    expect(box.x).toBeGreaterThanOrEqual(0)
    expect(box.x + box.width).toBeLessThanOrEqual(width)
    expect(box.y).toBeGreaterThanOrEqual(opener.y + opener.height - 1)
    expect(box.y - opener.y - opener.height).toBeLessThan(24)
    expect(await sidewaysScroll(page)).toBe(0)
    expect(await violationsOn(page)).toEqual([])
    await page.keyboard.press('Escape')
  }
  await context.close()
})

test('a menu closes by Escape, by a press elsewhere and by what is picked, and gives the focus back', async () => {
  const { page, context } = await browsing.visitor({ as: lead.client })
  await page.goto(`${app.base}/meetings/${meetingId}`)
  for (const button of [more(page), person(page)]) {
    await button.focus()
    await page.keyboard.press('Enter')
    await expectOpen(button, true)
    await page.keyboard.press('Tab')
    expect(await isIn(page.locator('.menu:popover-open'))).toBe(true)
    await page.keyboard.press('Escape')
    await expectOpen(button, false)
    expect(await button.evaluate(element => element === document.activeElement)).toBe(true)
    await button.click()
    await page.getByRole('heading', { level: 1 }).click()
    await expectOpen(button, false)
    await button.click()
    await button.click()
    await expectOpen(button, false)
  }
  await more(page).click()
  await page.getByRole('button', { name: 'Verlauf' }).click()
  await expect.poll(() => page.locator('.menu:popover-open').count()).toBe(0)
  await page.getByRole('button', { name: 'Schließen', exact: true }).click()
  expect(await more(page).evaluate(element => element === document.activeElement)).toBe(true)
  await person(page).click()
  await page.getByRole('link', { name: 'Mein Konto' }).click()
  await page.getByRole('heading', { name: 'Mein Konto' }).waitFor()
  await expect.poll(() => page.locator('.menu:popover-open').count()).toBe(0)
  await context.close()
})

const more = (page: Page) => page.getByRole('button', { name: 'Mehr' })
const person = (page: Page) =>
  page
    .locator('header')
    .getByRole('button', { name: /Menü|Köhler/ })
    .first()
const expectOpen = (button: Locator, isOpen: boolean) =>
  expect.poll(() => button.getAttribute('aria-expanded')).toBe(String(isOpen))
const isIn = (box: Locator) => box.evaluate(element => element.contains(document.activeElement))
