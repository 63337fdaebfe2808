import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, type Browsing } from '../support/browser.ts'
import { convene, foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
let browsing: Browsing
let lead: Signed
let staffIds: string[]

beforeAll(async () => {
  app = await startApp()
  const first = await foundStaff(app)
  lead = first.lead
  const second = await lead.client.post<{ staffId: string }>('/api/staffs', {
    name: 'Krisenstab Nachbarkreis',
    template: 'nrw',
  })
  staffIds = [first.staffId, second.staffId]
  await convene(app, first, { title: 'Deichschau' })
  await convene(app, { ...second, lead }, { title: 'Stromausfall' })
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
})

test('after changing the staff no meeting of the other one is shown, even before the answer is there', async () => {
  const { page } = await browsing.visitor({ as: lead.client })
  await page.goto(`${app.base}/meetings`)
  await page.getByLabel('Stab wechseln').selectOption(staffIds[0]!)
  await page.getByRole('link', { name: 'Deichschau' }).waitFor()
  const slow = Promise.withResolvers<void>()
  await page.route(`**/api/staffs/${staffIds[1]}/meetings?*`, async route => {
    await slow.promise
    await route.continue()
  })
  await page.getByLabel('Stab wechseln').selectOption(staffIds[1]!)
  await page.getByRole('status').filter({ hasText: 'Sitzungen' }).waitFor()
  expect(await page.getByRole('link', { name: 'Deichschau' }).count()).toBe(0)
  slow.resolve()
  await page.getByRole('link', { name: 'Stromausfall' }).waitFor()
})

test('asking for earlier meetings leaves the ones in sight where they are', async () => {
  const { page } = await browsing.visitor({ as: lead.client })
  await page.goto(`${app.base}/meetings`)
  await page.getByLabel('Stab wechseln').selectOption(staffIds[0]!)
  await page.getByRole('link', { name: 'Deichschau' }).waitFor()
  const slow = Promise.withResolvers<void>()
  const asked = page.waitForRequest(request => request.url().includes('/meetings?'))
  await page.route(`**/api/staffs/${staffIds[0]}/meetings?*`, async route => {
    await slow.promise
    await route.continue()
  })
  await page.getByRole('button', { name: /Auch Sitzungen vor/ }).click()
  await asked
  expect(await page.getByRole('link', { name: 'Deichschau' }).count()).toBe(1)
  slow.resolve()
  expect(browsing.complaints).toEqual([])
})
