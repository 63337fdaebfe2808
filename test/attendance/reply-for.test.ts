import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, violationsOn, type Browsing } from '../support/browser.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
let browsing: Browsing
let staff: { staffId: string; lead: Signed }
let lead: Signed
let meetingId: string

beforeAll(async () => {
  app = await startApp()
  staff = await foundStaff(app)
  lead = staff.lead
  await addMember(app, staff, { name: 'Beate Weiß', functions: ['SMS Soziales'] })
  await addMember(app, staff, { name: 'Jörg Müßig', functions: [] })
  meetingId = await convene(app, staff, { seats: 2 })
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
})

test('what somebody says on the phone is entered in the form in which they would answer themselves', async () => {
  const { page } = await browsing.visitor({ as: lead.client })
  await page.goto(`${app.base}/meetings/${meetingId}/attendance`)
  const row = page
    .getByRole('row')
    .filter({ hasText: 'Beate Weiß', has: page.getByRole('button', { name: /Antwort eintragen/ }) })
  const dialog = page.getByRole('dialog', { name: 'Antwort von Beate Weiß' })
  const open = async () => {
    await row.getByRole('button', { name: /Antwort eintragen/ }).click()
    await dialog.getByRole('heading', { name: 'Wie nimmt Beate Weiß teil?' }).waitFor()
  }
  await open()
  await dialog.getByText('Noch keine Antwort.').waitFor()
  await dialog.getByRole('button', { name: /^vor Ort\s*2 Plätze frei/ }).waitFor()
  expect(await violationsOn(page)).toEqual([])
  await dialog.getByRole('button', { name: /^vor Ort/ }).click()
  await dialog.waitFor({ state: 'hidden' })
  await row.getByText('zugesagt – vor Ort').waitFor()

  await open()
  await dialog.getByRole('button', { name: /Vertretung benennen …/ }).click()
  await dialog.getByRole('searchbox', { name: 'Wer vertritt?' }).fill('muss')
  await dialog.getByRole('button', { name: 'Vertreten durch Jörg Müßig' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByText('verhindert, vertreten durch Jörg Müßig').first().waitFor()
  expect(browsing.complaints).toEqual([])
})

test('who is not needed is taken out of the meeting with one press, and back again with another', async () => {
  const { page } = await browsing.visitor({ as: lead.client })
  await page.goto(`${app.base}/meetings/${meetingId}/attendance`)
  const row = page.getByRole('row', { name: 'SMS Soziales Beate Weiß' })
  await row.getByRole('button', { name: /Antwort eintragen/ }).click()
  await page.getByRole('button', { name: 'Aus der Sitzung nehmen' }).click()
  await page.getByText('Beate Weiß ist nicht mehr eingeladen.').waitFor()
  await row.waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: 'Rückgängig' }).click()
  await page.getByText('Beate Weiß ist eingeladen.').waitFor()
  await row.waitFor()
  expect(browsing.complaints).toEqual([])
})

test('nobody is reminded of a meeting before it is convened, and the button says so', async () => {
  const planned = await convene(app, staff, { convene: false })
  const { page } = await browsing.visitor({ as: lead.client })
  await page.goto(`${app.base}/meetings/${planned}/attendance`)
  const remindAll = page.getByRole('button', { name: /ohne bestätigte Rückmeldung erinnern/ })
  await expect.poll(() => remindAll.isDisabled()).toBe(true)
  await page.getByText('Noch nicht einberufen; gefragt ist noch niemand.').waitFor()
  await page.getByRole('row').filter({ hasText: 'Beate Weiß' }).first().waitFor()
  expect(await page.getByRole('button', { name: /^Erinnern/ }).count()).toBe(0)
})
