import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, sidewaysScroll, violationsOn, type Browsing } from '../support/browser.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
let browsing: Browsing
let lead: Signed
let meetingId: string
beforeAll(async () => {
  app = await startApp()
  const staff = await foundStaff(app)
  lead = staff.lead
  await addMember(app, staff, { name: 'Ines Roth', functions: ['BuMA'], withAccount: false })
  await addMember(app, staff, { name: 'Paul Pohl', withAccount: false })
  await addMember(app, staff, { name: 'Gerd Gast', roles: ['guest'], withAccount: false })
  meetingId = await convene(app, staff, { inMin: 1 })
  await lead.client.post(`/api/meetings/${meetingId}/open`)
  await lead.client.post(`/api/meetings/${meetingId}/close`)
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
})

const wide = { width: 1440, height: 900 }
const narrow = { width: 390, height: 844 }

async function renameTo(
  name: string,
  { viewport, isSlip }: { viewport: typeof wide; isSlip: boolean },
) {
  const { page, context } = await browsing.visitor({ as: lead.client, viewport })
  await page.goto(`${app.base}/staff`)
  if (viewport === narrow)
    await page.getByRole('button', { name: /^Einzelheiten: .*, Ines$/ }).click()
  await page
    .getByRole('button', { name: /^Ines .* ändern$/ })
    .first()
    .click()
  const dialog = page.getByRole('dialog')
  expect(await dialog.getByText('Seit wann heißt es so?').count()).toBe(0)
  await dialog.getByRole('textbox', { name: /^Name/ }).fill(name)
  await dialog.getByText(/behalten, was damals galt/).waitFor()
  if (isSlip) {
    await dialog.getByRole('button', { name: 'schon immer (Schreibfehler)' }).click()
    await dialog.getByText('Freigegebene Protokolle ändern sich nie.').waitFor()
  }
  expect(await violationsOn(page)).toEqual([])
  expect(await sidewaysScroll(page)).toBe(0)
  await dialog.getByRole('button', { name: 'Speichern' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await context.close()
}

test('a new name holds from now on, a typing error always, and records see what somebody is called today', async () => {
  await renameTo('Ines Zannder', { viewport: wide, isSlip: false })
  for (const [viewport, language, today] of [
    [wide, 'de', /heute: Ines Zannder\s*erst nach der Sitzung geändert/],
    [narrow, 'en', /today: Ines Zannder\s*changed only after the meeting/],
  ] as const) {
    await lead.client.call('PATCH', '/api/me', { language })
    const { page, context } = await browsing.visitor({ as: lead.client, viewport })
    await page.goto(`${app.base}/meetings/${meetingId}/attendance`)
    const row = page.getByRole('row', { name: /Ines Roth/ })
    await row.waitFor()
    expect(await row.innerText()).toMatch(today)
    expect(await violationsOn(page)).toEqual([])
    expect(await sidewaysScroll(page)).toBe(0)
    await context.close()
  }
  await lead.client.call('PATCH', '/api/me', { language: 'de' })
  await renameTo('Ines Zander', { viewport: narrow, isSlip: true })
  const { page } = await browsing.visitor({ as: lead.client, viewport: wide })
  await page.goto(`${app.base}/meetings/${meetingId}/attendance`)
  await page.getByRole('row', { name: /heute: Ines Zander/ }).waitFor()
  // who has no function is no guest for that
  await page
    .getByRole('row', { name: /Paul Pohl/ })
    .getByText('ohne Funktion')
    .waitFor()
  await page
    .getByRole('row', { name: /Gerd Gast/ })
    .getByText('Gast', { exact: true })
    .waitFor()
})
