import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, sidewaysScroll, violationsOn, type Browsing } from '../support/browser.ts'
import { foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
let browsing: Browsing
let staff: { staffId: string; lead: Signed }
beforeAll(async () => {
  app = await startApp()
  staff = await foundStaff(app)
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
})

test.each([
  [
    1440,
    'de-DE',
    /^2 Zeilen übernehmen/,
    /^1 Zeile übernehmen/,
    'nichts wurde übernommen',
    '1 neu',
  ],
  [390, 'en-GB', /^Import 2 rows/, /^Import 1 row/, 'nothing was imported', '1 new'],
] as const)(
  'a preview that the roster has overtaken is shown anew and takes nothing over (%i px, %s)',
  { timeout: 60_000 },
  async (width, locale, two, one, refused, done) => {
    const { client } = staff.lead
    await client.call('PATCH', '/api/me', { language: locale.slice(0, 2) })
    const viewport = { width, height: 900 }
    const { page } = await browsing.visitor({ as: client, locale, viewport })
    const [ina, udo] = [`ina-${width}@kreis.example`, `udo-${width}@kreis.example`]
    const members = async () =>
      (
        await client.get<{ members: { email: string }[] }>(`/api/staffs/${staff.staffId}/roster`)
      ).members.map(({ email }) => email)
    await page.goto(`${app.base}/staff/import`)
    await page.locator('input[type=file]').setInputFiles({
      name: 'Stab.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`Name;E-Mail\nIna Amt;${ina}\nUdo Neu;${udo}\n`),
    })
    const take = page.getByRole('button', { name: two })
    await take.waitFor()
    const invited = { name: 'Ina Amt', email: ina }
    await client.post(`/api/staffs/${staff.staffId}/members`, invited)
    await take.click()
    await page.getByRole('alert').filter({ hasText: refused }).waitFor()
    const again = page.getByRole('button', { name: one })
    await again.waitFor()
    expect(await members()).not.toContain(udo)
    expect(await violationsOn(page)).toEqual([])
    expect(await sidewaysScroll(page)).toBe(0)
    await again.click()
    await page.getByText(done).first().waitFor()
    expect(await members()).toContain(udo)
    expect(browsing.complaints).toEqual([])
  },
)
