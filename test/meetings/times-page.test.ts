import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Meeting } from '../../src/meetings/contract/meeting.ts'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { browse, sidewaysScroll, violationsOn, type Browsing } from '../support/browser.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
let browsing: Browsing
let staff: { staffId: string; lead: Signed }
const held = { overDays: '', forgotten: '', late: '' }
const hourMs = 3_600_000
const dayMs = 24 * hourMs
// browsers show the present, so the past is played up to it
const nowMs = Date.now()
const clock = new TestClock(nowMs - 5 * dayMs)
const lead = () => staff.lead.client
const post = (meetingId: string, what: string, body: object = {}) =>
  lead().post(`/api/meetings/${meetingId}/${what}`, body)

beforeAll(async () => {
  app = await startApp({ clock })
  staff = await foundStaff(app)
  const jonas = await addMember(app, staff, { name: 'Jonas Brandt', functions: ['BuMA'] })
  const onSite = { memberId: jonas.memberId, mode: 'onSite' }
  held.overDays = await convene(app, staff, { title: 'Über zwei Nächte', inMin: 1 })
  await post(held.overDays, 'open')
  clock.set(nowMs - 4 * dayMs)
  await post(held.overDays, 'check-in', onSite)
  clock.set(nowMs - 3 * dayMs)
  await post(held.overDays, 'close')
  clock.set(nowMs - 5 * hourMs)
  held.forgotten = await convene(app, staff, { title: 'Vergessen', inMin: 1 })
  await post(held.forgotten, 'open')
  await post(held.forgotten, 'check-in', onSite)
  held.late = await convene(app, staff, {
    title: 'Überfällig',
    inMin: 5 * 60 - 11,
    durationMin: 5,
  })
  clock.set(nowMs)
  await lead().get('/api/overview')
  browsing = await browse(app.base)
}, 120_000)
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
})

test('times of another day say their date on the pages of a meeting', async () => {
  const { page } = await browsing.visitor({ as: lead() })
  await page.goto(`${app.base}/meetings/${held.overDays}/attendance`)
  const day = (ms: number) =>
    new Date(ms).toLocaleDateString('de-DE', {
      day: '2-digit',
      month: '2-digit',
      timeZone: 'Europe/Berlin',
    })
  await page
    .getByText(`bis ${day(nowMs - 3 * dayMs)}, `)
    .first()
    .waitFor()
  const row = page.getByRole('row').filter({ hasText: 'Jonas Brandt' }).first()
  await row.getByText(new RegExp(`${day(nowMs - 4 * dayMs)}.*${day(nowMs - 3 * dayMs)}`)).waitFor()
  expect(await violationsOn(page)).toEqual([])
})

test('a meeting that is open long after its end is asked about, once, and can be closed as of then', async () => {
  const { page } = await browsing.visitor({ as: lead() })
  await page.goto(app.base)
  const question = page.getByRole('status').filter({ hasText: 'Vergessen ist' })
  await question.waitFor()
  expect(await violationsOn(page)).toEqual([])
  await question.getByRole('button', { name: 'Läuft noch' }).click()
  await question.waitFor({ state: 'detached' })
  await page.goto(`${app.base}/meetings/${held.forgotten}`)
  await page.getByRole('button', { name: 'Sitzung schließen' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('früher').click()
  // the button says which end is meant
  const close = dialog.getByRole('button', { name: /^Schließen mit Ende / })
  await close.click()
  await dialog.getByText('Bitte einen Grund angeben.').waitFor()
  expect(await violationsOn(page)).toEqual([])
  await dialog.getByLabel('Warum wird das erst jetzt gesagt?').fill('Schließen vergessen')
  await close.click()
  await page.getByText('Begründung: Schließen vergessen').first().waitFor()
  const { closedAt, endsAt } = await lead().get<Meeting>(`/api/meetings/${held.forgotten}`)
  expect(closedAt!.slice(0, 16)).toBe(endsAt.slice(0, 16))
})

test('what is late stays first, and a time in the past is asked back in the form', async () => {
  const { page } = await browsing.visitor({ as: lead(), viewport: { width: 390, height: 844 } })
  await page.goto(app.base)
  await page.getByRole('heading', { name: /Überfällig/ }).waitFor()
  await page.getByText(/seit 1\d min überfällig, noch nicht eröffnet/).waitFor()
  await page.goto(`${app.base}/meetings/${held.late}`)
  await page.getByText(/seit 1\d min überfällig/).waitFor()
  await page.getByRole('button', { name: 'Mehr' }).click()
  await page.getByRole('button', { name: 'Verschieben …' }).click()
  await page.getByLabel('Neuer Beginn, Datum').fill('2025-11-25')
  await page.getByText('Dieser Termin liegt in der Vergangenheit.').waitFor()
  await page.getByText('Dienstag, 25. November 2025.').first().waitFor()
  expect(await sidewaysScroll(page)).toBe(0)
  await page.getByRole('button', { name: 'Verschieben', exact: true }).click()
  await page.getByText('Bitte den Termin bestätigen oder ändern.').waitFor()
  expect(await violationsOn(page)).toEqual([])
  await page.getByLabel('Ja, der Termin ist so gemeint').check()
  await page.getByRole('button', { name: 'Verschieben', exact: true }).click()
  await expect
    .poll(async () => (await lead().get<Meeting>(`/api/meetings/${held.late}`)).startsAt)
    .toMatch(/^2025-11-25/)
  expect(browsing.complaints).toEqual([])
})
