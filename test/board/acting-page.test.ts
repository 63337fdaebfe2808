import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AttendanceView } from '../../src/attendance/contract.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, sidewaysScroll, violationsOn, type Browsing } from '../support/browser.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
let browsing: Browsing
let staff: { staffId: string; lead: Signed }
let taker: Signed
let kgs: Signed

beforeAll(async () => {
  app = await startApp()
  staff = await foundStaff(app)
  taker = await addMember(app, staff, { name: 'Pelin Öztürk', roles: ['minuteTaker'] })
  kgs = await addMember(app, staff, { name: 'Uwe Groß', roles: ['kgs'] })
  await addMember(app, staff, { name: 'Jonas Brandt', withAccount: false })
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
})

const question = 'Wie sind Sie dabei?'
async function opened(): Promise<string> {
  const meetingId = await convene(app, staff, { minuteTakerId: taker.memberId })
  await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
  return meetingId
}
async function at(who: Signed, path: string, width = 1440) {
  const visitor = await browsing.visitor({ as: who.client, viewport: { width, height: 900 } })
  await visitor.page.goto(app.base + path)
  return visitor
}
async function rowOf(meetingId: string, { memberId }: Signed) {
  const { rows } = await staff.lead.client.get<AttendanceView>(
    `/api/meetings/${meetingId}/attendance`,
  )
  return rows.find(row => row.memberId === memberId)
}

test('after opening on a phone with the list scrolled the question is there at once, and has the focus', async () => {
  const meetingId = await convene(app, staff)
  const { page } = await browsing.visitor({
    as: staff.lead.client,
    viewport: { width: 390, height: 600 },
  })
  // answered after the page has shown the question by itself
  let answer = () => {}
  const held = new Promise<void>(resolve => (answer = resolve))
  await page.route('**/acting', async route => {
    await held
    await route.continue()
  })
  await page.goto(`${app.base}/meetings/${meetingId}`)
  await page.getByRole('heading', { name: 'Tagesordnung' }).scrollIntoViewIfNeeded()
  await page.getByRole('button', { name: 'Eröffnen' }).click()
  await page.getByRole('heading', { name: question }).waitFor()
  const box = (await page.getByRole('heading', { name: question }).boundingBox())!
  expect(box.y).toBeGreaterThan(0)
  expect(box.y).toBeLessThan(600)
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.className))
    .toBe('acting-question')
  answer()
  await page.getByRole('button', { name: /^vor Ort\s*Kreishaus/ }).click()
  await page.getByText(/^Sie: vor Ort seit/).waitFor()
  expect(await page.getByText('Sie: keine Rückmeldung').count()).toBe(0)
})

test('whoever opens is asked in place how they take part, and with one press is there from the opening', async () => {
  const meetingId = await opened()
  for (const width of [390, 1440]) {
    const { page } = await at(staff.lead, `/meetings/${meetingId}`, width)
    await page.getByRole('heading', { name: question }).waitFor()
    for (const name of [/^vor Ort\s*Kreishaus/, /^virtuell/, /^telefonisch/, 'Nicht dabei'])
      await page.getByRole('button', { name }).waitFor()
    expect(await sidewaysScroll(page)).toBe(0)
    expect(await violationsOn(page)).toEqual([])
  }
  const { page, clicks } = await at(staff.lead, `/meetings/${meetingId}`)
  await page.getByRole('button', { name: /^vor Ort\s*Kreishaus/ }).click()
  await page.getByText('Sie sind dabei: vor Ort.').waitFor()
  await page.getByRole('heading', { name: question }).waitFor({ state: 'hidden' })
  expect(clicks()).toBe(1)
  const { openedAt } = await staff.lead.client.get<{ openedAt: string }>(
    `/api/meetings/${meetingId}`,
  )
  expect(await rowOf(meetingId, staff.lead)).toMatchObject({
    now: { mode: 'onSite', since: openedAt },
  })
})

test('virtually is recorded at once with its source, and leads to the lobby; who never connects is named', async () => {
  const meetingId = await opened()
  const { page } = await at(taker, `/meetings/${meetingId}`)
  await page.getByRole('heading', { name: question }).waitFor()
  await page.getByRole('button', { name: /^virtuell\s*gilt sofort, öffnet den Vorraum/ }).click()
  await page.waitForURL(/\/lobby$/)
  const row = await rowOf(meetingId, taker)
  expect(row).toMatchObject({
    now: { mode: 'video' },
    stays: [{ mode: 'video', isOpen: true, sources: ['selfReported'] }],
  })
  await staff.lead.client.post(`/api/meetings/${meetingId}/presence`, {
    memberId: staff.lead.memberId,
    answer: 'onSite',
  })
  const lead = (await at(staff.lead, `/meetings/${meetingId}`)).page
  await lead.getByText('nur gemeldet, nicht verbunden').waitFor()
  await lead.getByRole('button', { name: 'Sitzung schließen …' }).click()
  const dialog = lead.getByRole('dialog')
  await dialog.getByText(/^Pelin Öztürk: als „virtuell“ gemeldet, bisher nie verbunden/).waitFor()
  await dialog.getByRole('button', { name: 'Noch nicht schließen' }).click()
  await lead.goto(`${app.base}/meetings/${meetingId}/desk`)
  await lead.getByText('Öztürk, Pelin: virtuell gemeldet').waitFor()
  await staff.lead.client.post(`/api/meetings/${meetingId}/close`)
  await lead.goto(`${app.base}/meetings/${meetingId}/minutes`)
  await lead.getByText('Pelin Öztürk ist als „virtuell“ gemeldet und war nie verbunden').waitFor()
})

test('whoever keeps the door is asked there; who says no is not asked again on another device', async () => {
  const meetingId = await opened()
  const { page } = await at(kgs, `/meetings/${meetingId}/desk`)
  await page.getByRole('button', { name: 'Kommt: Brandt, Jonas' }).click()
  await page.getByRole('heading', { name: question }).waitFor()
  await page.getByRole('button', { name: 'Nicht dabei' }).click()
  await page.getByText('Sie werden nicht noch einmal gefragt.').waitFor()
  const other = await at(kgs, `/meetings/${meetingId}`)
  await other.page.getByRole('heading', { name: 'Noch fehlen' }).waitFor()
  await other.page.waitForLoadState('networkidle')
  expect(await other.page.getByRole('heading', { name: question }).count()).toBe(0)
})

test('board and closing name who acts and is not recorded, and settle it there', async () => {
  const meetingId = await opened()
  await taker.client.post(`/api/meetings/${meetingId}/log`, { text: 'Deich hält' })
  const { page } = await at(staff.lead, `/meetings/${meetingId}`)
  const panel = page.getByRole('region', { name: 'Handelt, ist nicht erfasst' })
  await panel.getByText('Protokollführung, 1 Eintrag').waitFor()
  await page.getByRole('button', { name: 'Sitzung schließen …' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('2 Personen haben gehandelt und sind nicht erfasst.').waitFor()
  await dialog.getByText(/Ohne Angabe steht im Protokoll „nicht erfasst“/).waitFor()
  expect(await violationsOn(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Pelin Öztürk: telefonisch' }).click()
  await dialog.getByText('Eine Person hat gehandelt und ist nicht erfasst.').waitFor()
  expect(await rowOf(meetingId, taker)).toMatchObject({ now: { mode: 'phone' } })
  await dialog.getByRole('button', { name: 'Sie selbst: vor Ort' }).click()
  await dialog
    .getByText(/nicht erfasst/)
    .first()
    .waitFor({ state: 'hidden' })
  await dialog.getByRole('button', { name: 'Jetzt schließen' }).click()
  await page.waitForURL(/\/minutes$/)
  await page.getByRole('button', { name: 'Freigeben …' }).waitFor()
  expect(await page.getByText(/ist nicht erfasst/).count()).toBe(0)
})

test('who is recorded wrongly is shown beside the release without a click, and settled there', async () => {
  const meetingId = await opened()
  await taker.client.post(`/api/meetings/${meetingId}/log`, { text: 'Deich hält' })
  await staff.lead.client.post(`/api/meetings/${meetingId}/close`)
  const { page, clicks } = await at(staff.lead, `/meetings/${meetingId}/minutes`)
  await page.getByText(`${staff.lead.name} ist nicht erfasst`).waitFor()
  await page.getByText('Pelin Öztürk ist nicht erfasst').waitFor()
  await page.getByText('Lücken in Pflichtfunktionen').first().waitFor()
  expect(clicks()).toBe(0)
  expect(await violationsOn(page)).toEqual([])
  await page.getByRole('button', { name: 'Pelin Öztürk: vor Ort' }).click()
  await page.getByText('Pelin Öztürk ist nachgetragen.').waitFor()
  await page.getByText('Pelin Öztürk ist nicht erfasst').waitFor({ state: 'hidden' })
  expect(await rowOf(meetingId, taker)).toMatchObject({ stays: [{ sources: ['addedLater'] }] })
  expect(browsing.complaints).toEqual([])
})
