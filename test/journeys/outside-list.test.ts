import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, sidewaysScroll, violationsOn, type Browsing } from '../support/browser.ts'
import { foundStaff, type Signed } from '../support/staff.ts'
import { book, rowOf } from '../support/workbook.ts'

let app: TestApp
let browsing: Browsing
let lead: Signed
beforeAll(async () => {
  app = await startApp()
  const staff = await foundStaff(app)
  lead = staff.lead
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
})

const head = ['Name', 'E-Mail', 'Funktion']
const list = book([
  { name: 'Deckblatt', cells: [['Krisenstab, Stand November']] },
  {
    name: 'Stab',
    rows: [
      rowOf(1, head),
      rowOf(2, ['Müller, Hans', 'mueller@kreis.example', 'BuMA']),
      rowOf(3, ['Anna Vogt', 'mailto:vogt@kreis.example', '']),
      rowOf(4, ['Uwe Groß', 'gross@kreis.example', ''], 'hidden="1"'),
    ].join(''),
    behind: '<mergeCells><mergeCell ref="C2:C3"/></mergeCells>',
  },
  { name: 'Reserve', cells: [head, ['Lena\u202e Beck', 'beck@kreis.example']] },
])

const isFocused = (field: Locator) =>
  field.evaluate(element => element === element.ownerDocument.activeElement)

test.each([1440, 390])(
  'the preview at %i px says what is read, turned, cleaned and given, and lets people choose',
  { timeout: 60_000 },
  async width => {
    const { page, context } = await browsing.visitor({
      viewport: { width, height: 900 },
      as: lead.client,
    })
    await page.goto(`${app.base}/staff/import`)
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'Stab.xlsx', mimeType: '', buffer: Buffer.from(list) })
    await page.getByText('Gelesen wird das Blatt „Stab“: 2 Zeilen (Zeile 2 bis 3).').waitFor()
    await page.getByText(/^In 1 Zeile stand der Nachname vorn/).waitFor()
    await page.getByText('Zelle A2: „Müller, Hans“').waitFor()
    await page.getByText('Hans Müller', { exact: true }).waitFor()
    await page.getByText('BuMA (Vertretung 1)').waitFor()
    expect(await violationsOn(page)).toEqual([])
    expect(await sidewaysScroll(page)).toBe(0)
    const held = Promise.withResolvers<void>()
    await page.route('**/import/preview*', async route => {
      await held.promise
      await route.continue()
    })
    const hidden = page.getByLabel('1 ausgeblendete Zeile mitlesen')
    await hidden.focus()
    await page.keyboard.press('Space')
    await page.getByRole('button', { name: 'wird neu gelesen …' }).waitFor()
    expect(await hidden.isChecked()).toBe(true)
    await page.getByText(/^In 1 Zeile stand der Nachname vorn/).waitFor()
    expect(await page.locator('[role=status][aria-busy=true]').count()).toBe(1)
    held.resolve()
    await page.getByText('Uwe Groß', { exact: true }).waitFor()
    expect(await hidden.isChecked()).toBe(true)
    expect(await isFocused(hidden)).toBe(true)
    const sheet = page.getByLabel('Blatt')
    await sheet.focus()
    await sheet.selectOption('Reserve')
    await page.getByText('Lena[U+202E] Beck').first().waitFor()
    expect(await isFocused(sheet)).toBe(true)
    await page.getByText('Uwe Groß', { exact: true }).waitFor({ state: 'detached' })
    expect(await sidewaysScroll(page)).toBe(0)
    if (width === 390) {
      await page.getByRole('button', { name: '1 Zeile übernehmen' }).click()
      await page.getByText('1 neu').waitFor()
    }
    expect(browsing.complaints).toEqual([])
    await context.close()
  },
)

test('a part that cannot be read leaves what is shown, and says why, in English too', async () => {
  await lead.client.call('PATCH', '/api/me', { language: 'en' })
  const { page, context } = await browsing.visitor({ as: lead.client })
  await page.goto(`${app.base}/staff/import`)
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'Stab.xlsx', mimeType: '', buffer: Buffer.from(list) })
  await page.getByText('The sheet “Stab” is read: 2 rows (row 2 to 3).').waitFor()
  expect(await violationsOn(page)).toEqual([])
  expect(await page.locator('main').innerText()).not.toMatch(/Zeile|Blatt „|gelesen/)
  await page.getByLabel('Sheet').selectOption('Deckblatt')
  await page.getByText('The list has no headings for name and email address.').waitFor()
  await page.getByText('The sheet “Stab” is read: 2 rows (row 2 to 3).').waitFor()
  expect(await page.getByLabel('Sheet').inputValue()).toBe('Stab')
  await context.close()
})
