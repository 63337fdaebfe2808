import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, sidewaysScroll, violationsOn, type Browsing } from '../support/browser.ts'
import { addMember, foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
let browsing: Browsing
let staff: { staffId: string; lead: Signed }

beforeAll(async () => {
  app = await startApp()
  staff = await foundStaff(app)
  for (const letter of 'ABCDEFGHIJKLMNOPQR')
    await addMember(app, staff, { name: `Person ${letter}dorf`, withAccount: false })
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
})

test('on a phone a person is two lines, and opening them shows the rest and what can be done', async () => {
  const { page } = await browsing.visitor({
    as: staff.lead.client,
    viewport: { width: 390, height: 844 },
  })
  await page.goto(`${app.base}/staff`)
  const members = page.getByRole('region', { name: 'Mitglieder' })
  const row = members.getByRole('row').filter({ hasText: 'Person Adorf' })
  await row.waitFor()
  expect((await row.boundingBox())!.height).toBeLessThan(90)
  const change = members.getByRole('button', { name: 'Person Adorf ändern' })
  expect(await change.isVisible()).toBe(false)
  await members.getByRole('button', { name: 'Einzelheiten: Adorf, Person' }).click()
  await row.getByText('personadorf@kreis.example').waitFor()
  await row.getByRole('button', { name: /ändern|Ändern/ }).click()
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  expect(await sidewaysScroll(page)).toBe(0)
  expect(await violationsOn(page)).toEqual([])
})
