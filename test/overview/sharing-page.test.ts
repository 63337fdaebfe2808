import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, sidewaysScroll, violationsOn, type Browsing } from '../support/browser.ts'
import { addMember, foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
let browsing: Browsing
let jonas: Signed
/** who added him to the second staff, where his own has no say */
let desk: Signed
beforeAll(async () => {
  app = await startApp()
  const staff = await foundStaff(app)
  jonas = await addMember(app, staff, { name: 'Jonas Brandt', functions: ['BuMA'] })
  const path = `/api/staffs/${staff.staffId}/members/${jonas.memberId}`
  await staff.lead.client.call('PATCH', path, { mobile: '0171 5550001' })
  const it = await addMember(app, staff, { name: 'Ivo Technik', roles: ['it'] })
  const other = await it.client.post<{ staffId: string }>('/api/staffs', {
    name: 'Krisenstab Nachbarkreis',
    template: 'nrw',
    lead: { name: 'Ute Fremd', email: 'fremd@nachbar.example' },
  })
  const { members } = await it.client.get<{ members: Signed[] }>(
    `/api/staffs/${other.staffId}/roster`,
  )
  const ute = members.find(each => each.name === 'Ute Fremd')!
  const { code } = await it.client.post<{ code: string }>(
    `/api/members/${ute.memberId}/enrolment`,
    { send: 'print' },
  )
  const client = app.client()
  await client.enrol({ token: code, password: 'ein langes Kennwort 42' })
  desk = { ...ute, client }
  await client.post(`/api/staffs/${other.staffId}/members`, {
    name: 'J. Brandt',
    email: jonas.email,
  })
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
})

test('the desk sees why it cannot change somebody of others, and the number once it is shared', async () => {
  const { page, context } = await browsing.visitor({
    as: desk.client,
    viewport: { width: 1440, height: 900 },
  })
  await page.goto(`${app.base}/staff`)
  const row = page.getByRole('row', { name: /Jonas Brandt/ }).last()
  await row.getByText('nicht freigegeben').waitFor()
  await row.getByRole('button', { name: 'Jonas Brandt ändern' }).click()
  await page.getByText(/ist gefragt, ob der Stab Mobilnummer und Organisation sehen darf/).waitFor()
  for (const name of [/^Name/, /^Titel/, /^Mobilnummer/, /^Organisation/, /^Sprache/]) {
    const field = page.getByRole('dialog').getByRole('textbox', { name })
    expect(await field.getAttribute('readonly')).not.toBeNull()
    expect(await field.getAttribute('aria-describedby')).not.toBeNull()
  }
  expect(await violationsOn(page)).toEqual([])
  await page.getByRole('dialog').getByRole('button', { name: 'Abbrechen' }).click()

  await row.getByRole('button', { name: /Zugang/ }).click()
  await page
    .getByText(/Zugang geben Leitung oder IT aller dieser Stäbe/)
    .first()
    .waitFor()
  for (const name of ['Per Mail', 'Code anlegen'])
    expect(
      await page.getByRole('dialog').getByRole('button', { name }).getAttribute('aria-disabled'),
    ).toBe('true')
  expect(await violationsOn(page)).toEqual([])
  await page.keyboard.press('Escape')

  const his = await browsing.visitor({
    as: jonas.client,
    viewport: { width: 390, height: 844 },
    colorScheme: 'dark',
    hasTouch: true,
  })
  await his.page.goto(app.base)
  await his.page
    .getByText('Der Stab „Krisenstab Nachbarkreis“ hat Sie aufgenommen.', { exact: false })
    .waitFor()
  expect(await violationsOn(his.page)).toEqual([])
  expect(await sidewaysScroll(his.page)).toBe(0)
  await his.page.getByRole('button', { name: 'Ja', exact: true }).click()
  await expect.poll(() => his.page.getByText('hat Sie aufgenommen').count()).toBe(0)
  // the page of the desk hears of it by itself
  await row.getByText('0171 5550001').waitFor()

  await his.page.goto(`${app.base}/account`)
  await his.page
    .getByRole('button', { name: 'Krisenstab Nachbarkreis nur noch den Namen zeigen' })
    .click()
  await row.getByText('nicht freigegeben').waitFor()
  await his.page.getByText('sieht nur Ihren Namen').waitFor()
  expect(await violationsOn(his.page)).toEqual([])
  expect(await sidewaysScroll(his.page)).toBe(0)
  await his.page.getByLabel('Titel').fill('Dr.')
  await his.page.getByRole('button', { name: 'Speichern' }).first().click()
  await page.getByText('Dr. Jonas Brandt').first().waitFor()
  await his.context.close()
  await context.close()
  expect(browsing.complaints).toEqual([])
})
