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

const list = [
  'Krisenstab Beispielkreis;;;;',
  'Wer;Erreichbar unter;Tel.;Funktion;Bem.',
  'Kötter, Hüseyin;koetter@kreis.example;0171 392419;Schule/Bildung;',
  'Reuter, Tom;t.reuter@;171392413;KGS Innerer Dienst;Urlaub',
].join('\n')

test.each([
  [1440, 'de-DE', 'Tel.', 'Mobil', /KGS \(vorgeschlagen\)/, /^2 Zeilen übernehmen/, '2 neu'],
  [390, 'en-GB', 'Tel.', 'Mobile', /Minute taker.* \(proposed\)/i, /^Import 2 rows/, '2 new'],
] as const)(
  'columns are mapped and cells corrected where they stand, by keyboard too (%i px, %s)',
  { timeout: 60_000 },
  async (width, locale, column, mobile, roles, take, done) => {
    const { client } = staff.lead
    await client.call('PATCH', '/api/me', { language: locale.slice(0, 2) })
    const viewport = { width, height: 900 }
    const { page, context } = await browsing.visitor({ as: client, locale, viewport })
    await page.goto(`${app.base}/staff/import`)
    await page.locator('input[type=file]').setInputFiles({
      name: 'Stab.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(
        // a place that was taken proposes nothing
        list
          .replaceAll('@kreis', `@w${width}.kreis`)
          .replace('KGS Innerer Dienst', width === 390 ? 'KGS Lage und Dokumentation' : '$&'),
      ),
    })
    await page.getByText('Hüseyin Kötter').first().waitFor()
    await page.locator('.mapping select').nth(2).selectOption({ label: mobile })
    await page.getByText(column).first().waitFor()
    await page.locator('s').filter({ hasText: 'Schule/Bildung' }).waitFor()
    const places = () =>
      page
        .locator('tbody tr')
        .evaluateAll(rows => rows.map(row => /Kötter|Reuter/.exec(row.textContent ?? '')?.[0]))
    const before = await places()
    // pressed, typed, kept with Enter: the row stays where it is and the focus on its cell
    await page.getByRole('button', { name: /t\.reuter@/ }).press('Enter')
    await page.keyboard.press('Control+A')
    await page.keyboard.type(`t.reuter@w${width}.kreis.example`)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: take }).waitFor()
    await page.locator('s').filter({ hasText: '171392413' }).waitFor()
    await page.getByText(roles).waitFor()
    expect(await places()).toEqual(before)
    await page.getByRole('button', { name: /Schule\/Bildung/ }).click()
    await page.keyboard.press('Escape')
    await page.locator('s').filter({ hasText: 'Schule/Bildung' }).waitFor()
    expect(await violationsOn(page)).toEqual([])
    expect(await sidewaysScroll(page)).toBe(0)
    await page.getByRole('button', { name: take }).click()
    await page.getByText(done).first().waitFor()
    const { members } = await client.get<{
      members: { email: string; mobile: string; name: string }[]
    }>(`/api/staffs/${staff.staffId}/roster`)
    expect(
      members.find(member => member.email === `t.reuter@w${width}.kreis.example`),
    ).toMatchObject({
      name: 'Tom Reuter',
      mobile: '0171392413',
    })
    await context.close()
  },
)
