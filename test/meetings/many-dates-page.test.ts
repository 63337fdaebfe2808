import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, sidewaysScroll, violationsOn, type Browsing } from '../support/browser.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
let browsing: Browsing
let staff: { staffId: string; lead: Signed }
let tech: Signed

beforeAll(async () => {
  app = await startApp()
  staff = await foundStaff(app)
  tech = await addMember(app, staff, { name: 'Ingo Technik', roles: ['it'] })
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
})
const day = (after: number) =>
  new Date(app.deps.clock.now().getTime() + after * 86_400_000).toISOString().slice(0, 10)

test('cancelled dates to come are folded, once there are several', async () => {
  const { meetings } = await staff.lead.client.post<{ meetings: { meetingId: string }[] }>(
    `/api/staffs/${staff.staffId}/series`,
    {
      incident: { title: 'Hochwasser (erfunden)', kind: 'operation' },
      place: 'Kreishaus, Raum 101',
      date: day(1),
      time: '08:30',
      durationMin: 50,
      rule: { every: 'day', until: day(6) },
    },
  )
  for (const { meetingId } of meetings.slice(0, 3))
    await staff.lead.client.post(`/api/meetings/${meetingId}/cancel`, { reason: 'entfällt' })
  const { page } = await browsing.visitor({ as: staff.lead.client })
  await page.goto(`${app.base}/meetings`)
  const rows = page.getByRole('table').getByText('abgesagt', { exact: true })
  await page.getByRole('button', { name: '3 abgesagt anzeigen' }).waitFor()
  expect(await rows.count()).toBe(0)
  await page.getByRole('button', { name: '3 abgesagt anzeigen' }).click()
  await expect.poll(() => rows.count()).toBe(3)
  expect(await violationsOn(page)).toEqual([])
})

test('whose role sees no meetings is told who does, at every address of one', async () => {
  const meetingId = await convene(app, staff)
  const { page } = await browsing.visitor({
    as: tech.client,
    viewport: { width: 390, height: 844 },
  })
  for (const path of ['', '/wall', '/lobby', '/minutes', '/desk'].map(
    part => `/meetings/${meetingId}${part}`,
  )) {
    await page.goto(app.base + path)
    await page.getByText('Sitzungen sehen nur, wer im Stab mitarbeitet.').waitFor()
    expect(await page.getByText('Das hat nicht geklappt').count(), path).toBe(0)
  }
  await page.goto(`${app.base}/meetings`)
  await page.getByText('Sitzungen sehen nur, wer im Stab mitarbeitet.').waitFor()
  expect(await sidewaysScroll(page)).toBe(0)
})

test('what is comes before the plan on the overview, and a door without promises says so', async () => {
  const meetingId = await convene(app, staff, { inMin: 2 })
  const { page } = await browsing.visitor({ as: staff.lead.client })
  await page.goto(`${app.base}/meetings/${meetingId}/desk`)
  await page.getByText('Niemand hat „vor Ort“ zugesagt.').waitFor()
  await staff.lead.client.post(`/api/meetings/${meetingId}/check-in`, {
    memberId: staff.lead.memberId,
  })
  await page.goto(app.base)
  await page.getByText(/^Sie sind da: vor Ort seit/).waitFor()
  await page.goto(`${app.base}/meetings/${meetingId}`)
  await page.getByText(/^Sie: vor Ort seit/).waitFor()
})
