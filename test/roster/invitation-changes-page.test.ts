import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { browse, type Browsing } from '../support/browser.ts'
import { addMember, foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
let browsing: Browsing
let staff: { staffId: string; lead: Signed }
let meetingId: string
const clock = new TestClock('2026-11-24T08:00:00Z')

beforeAll(async () => {
  app = await startApp({ clock })
  browsing = await browse(app.base)
  staff = await foundStaff(app)
  const { client } = staff.lead
  const jonas = await addMember(app, staff, { name: 'Jonas Brandt', withAccount: false })
  const lena = await addMember(app, staff, { name: 'Lena Vogt', withAccount: false })
  const path = `/api/staffs/${staff.staffId}`
  const { functions } = await client.get<{ functions: { functionId: string; label: string }[] }>(
    `${path}/roster`,
  )
  const { functionId } = functions.find(fn => fn.label === 'BuMA')!
  await client.call('PUT', `${path}/functions/${functionId}/holders`, {
    holders: [
      { memberId: jonas.memberId, rank: 0, validUntil: '2026-11-30' },
      { memberId: lena.memberId, rank: 0, validFrom: '2026-12-01' },
    ],
  })
  const planned = await client.post<{ meetings: { meetingId: string }[] }>(`${path}/series`, {
    incident: { title: 'Hochwasser (erfunden)', kind: 'operation' },
    date: '2026-11-25',
    time: '08:30',
    durationMin: 50,
    rule: { every: 'day', until: '2026-11-27' },
  })
  meetingId = planned.meetings[0]!.meetingId
})
afterAll(async () => {
  expect(browsing.complaints).toEqual([])
  await browsing.close()
  await app.stop()
})

test('what a change of the roster does to invitations stands in its dialog, and moving says it, too', async () => {
  const { page } = await browsing.visitor({ as: staff.lead.client })
  await page.goto(`${app.base}/staff`)
  await page.getByRole('button', { name: 'BuMA besetzen' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('An den Einladungen zu Sitzungen ändert das nichts.').waitFor()
  await dialog.getByRole('button', { name: 'Jonas Brandt entfernen' }).click()
  await dialog.getByText('3 Sitzungen: eine Person weniger').waitFor()
  await dialog.getByText('Nicht mehr eingeladen: Jonas Brandt (3)').waitFor()
  await page.keyboard.press('Escape')

  await page.goto(`${app.base}/meetings/${meetingId}`)
  await page.getByRole('button', { name: 'Mehr' }).click()
  await page.getByRole('button', { name: 'Verschieben …' }).click()
  await page.locator('input[type=date]').first().fill('2026-12-02')
  await page.getByText('1 Sitzung: eine Person mehr, eine weniger').waitFor()
  await page.getByText('Neu eingeladen: Lena Vogt.').waitFor()
}, 60_000)
