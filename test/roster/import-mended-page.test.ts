import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, sidewaysScroll, violationsOn, type Browsing } from '../support/browser.ts'
import { convene, foundStaff } from '../support/staff.ts'
import { book } from '../support/workbook.ts'

let app: TestApp
let browsing: Browsing
beforeAll(async () => {
  app = await startApp()
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
})

const list = (cells: string[][]) => ({
  name: 'liste.xlsx',
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(book([{ name: 'Stab', cells }])),
})

test('an import shows what it mends once, tells namesakes apart, and keeps in sight what it left out', async () => {
  const staff = await foundStaff(app)
  const { page } = await browsing.visitor({
    as: staff.lead.client,
    viewport: { width: 390, height: 844 },
  })
  await page.goto(`${app.base}/staff/import`)
  const file = page.locator('input[type=file]')
  await file.setInputFiles(
    list([
      ['Name', 'Titel', 'E-Mail', 'Organisation', 'Mobil'],
      ['Müller, Hans', '', 'mueller1@kreis.example', 'Bauhof', '0171\u00a03920025'],
      ['Müller, Hans', 'Dr.', 'mueller2@kreis.example', 'Gesundheitsamt', ''],
      ['Meier, Kläre', '', 'keine Adresse', '', ''],
      ['Yıldız, M\ufffdrz', '', 'yildiz@kreis.example', '', ''],
    ]),
  )
  await page.getByText(/^In 2 Zeilen stand der Nachname vorn\./).waitFor()
  expect(await page.getByText(/Nachname stand vorn/).count()).toBe(0)
  await page.getByText(/„0171\[U\+00A0\]3920025“ → „0171 3920025“/).waitFor()
  await page.getByRole('button', { name: /^Bauhof/ }).waitFor()
  await page.getByText('Dr. Hans Müller').waitFor()
  // a workbook is not saved as another one, the cell is corrected
  await page.getByText(/^In einzelnen Zellen sind Buchstaben beschädigt/).waitFor()
  expect(await page.getByText(/neu als \.xlsx/).count()).toBe(0)
  await page.getByText('Kläre Meier', { exact: true }).waitFor()
  expect(await violationsOn(page)).toEqual([])
  expect(await sidewaysScroll(page)).toBe(0)
  await page.getByRole('button', { name: '2 Zeilen übernehmen' }).click()
  await page.getByRole('heading', { name: 'Nicht übernommen' }).waitFor()
  await page.getByText('Kläre Meier').waitFor()
  await page.getByText(/Zelle C4 \(E-Mail\): „keine Adresse“ – keine Mail-Adresse/).waitFor()
  // no meeting is ahead
  expect(await page.getByText(/Einladungen zu kommenden Sitzungen/).count()).toBe(0)
  expect(await violationsOn(page)).toEqual([])

  await convene(app, staff)
  await page.getByRole('button', { name: 'Weitere Liste' }).click()
  await file.setInputFiles(
    list([
      ['Name', 'E-Mail'],
      ['Uwe Groß', 'gross@kreis.example'],
    ]),
  )
  await page.getByRole('button', { name: '1 Zeile übernehmen' }).click()
  await page.getByText(/Einladungen zu kommenden Sitzungen/).waitFor()
  expect(browsing.complaints).toEqual([])
})
