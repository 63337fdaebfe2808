import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, type Browsing } from '../support/browser.ts'
import { convene, foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
let browsing: Browsing
let staff: { staffId: string; lead: Signed }
let ids = 0

beforeAll(async () => {
  app = await startApp()
  staff = await foundStaff(app)
  browsing = await browse(app.base)
  for (const organisation of ['Gesundheitsamt', 'Umweltamt', 'Forstamt', 'Forstamt'])
    await staff.lead.client.post(`/api/staffs/${staff.staffId}/members`, {
      name: organisation === 'Forstamt' ? 'Beate Buche' : 'Anna Müller',
      email: `${ids++}@kreis.example`,
      organisation,
    })
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
})

test('what tells a namesake apart stands once in their row, and still in the name of the buttons', async () => {
  const meetingId = await convene(app, staff)
  const { page } = await browsing.visitor({ as: staff.lead.client })
  for (const path of [
    '/staff',
    `/meetings/${meetingId}/attendance`,
    `/meetings/${meetingId}/desk`,
  ]) {
    await page.goto(app.base + path)
    const row = page.locator('tr, .person').filter({ hasText: 'Umweltamt' }).first()
    await row.waitFor()
    expect((await row.innerText()).match(/Umweltamt/g), path).toHaveLength(1)
    expect(await row.innerText(), path).toMatch(/Anna Müller|Müller, Anna/)
  }
  await page.goto(`${app.base}/staff`)
  await page
    .getByRole('button', { name: /Anna Müller \(Umweltamt\)/ })
    .first()
    .waitFor()
  // who share all facts are told apart by a number, which stands nowhere else
  await page.getByText('Beate Buche (Forstamt, 2)', { exact: true }).waitFor()
})
