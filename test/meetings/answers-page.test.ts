import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { browse, sidewaysScroll, violationsOn, type Browsing } from '../support/browser.ts'
import { revise } from '../support/revised.ts'
import { addMember, foundStaff, linkOf, type Signed } from '../support/staff.ts'

let app: TestApp
let browsing: Browsing
let staff: { staffId: string; lead: Signed }
let jonas: Signed
beforeAll(async () => {
  app = await startApp({ clock: new TestClock('2026-11-24T08:00:00Z') })
  staff = await foundStaff(app)
  jonas = await addMember(app, staff, { name: 'Jonas Brandt', functions: ['BuMA'] })
  for (const name of ['Çiğdem Yıldız', 'Anna Müller'])
    await addMember(app, staff, { name, withAccount: false })
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
})

const looks = [
  ['on a desktop', { viewport: { width: 1440, height: 900 } }],
  [
    'dark, on a phone',
    { viewport: { width: 390, height: 844 }, colorScheme: 'dark' as const, hasTouch: true },
  ],
] as const

const plan = (time: string) =>
  staff.lead.client
    .post<{ meeting: { meetingId: string } }>(`/api/staffs/${staff.staffId}/meetings`, {
      incident: { title: 'Hochwasser (erfunden)', kind: 'operation' },
      date: '2026-12-03',
      time,
      durationMin: 60,
      place: 'Kreishaus',
    })
    .then(({ meeting }) => meeting.meetingId)
const move = (meetingId: string, date: string, time: string) => {
  const path = `/api/meetings/${meetingId}/move`
  return revise(staff.lead.client, ['POST', path, { date, time, durationMin: 60 }])
}

test.each(looks)(
  'a moved meeting shows the old answer, and one press confirms or answers anew: %s',
  async (_, options) => {
    const meetingId = await plan('08:30')
    const accepted = { kind: 'accepted', mode: 'onSite' }
    await jonas.client.call('PUT', `/api/meetings/${meetingId}/reply`, accepted)
    await move(meetingId, '2026-12-03', '14:00')
    const token = await linkOf(staff, meetingId, jonas)
    const { page, context } = await browsing.visitor(options)
    await page.goto(`${app.base}/reply#${token}`)
    await page.getByText(/beginnt jetzt um 14:00 Uhr. Ihre Antwort galt 08:30 Uhr/).waitFor()
    expect(await violationsOn(page)).toEqual([])
    expect(await sidewaysScroll(page)).toBe(0)
    await page.getByRole('button', { name: 'Antwort bestätigen' }).click()
    await page.getByText(/Ihre Antwort galt/).waitFor({ state: 'detached' })
    await move(meetingId, '2026-12-04', '14:00')
    await page.reload()
    await page.getByText(/Sie hatten für .*3. Dezember 2026 geantwortet/).waitFor()
    await page.getByText('Noch keine Antwort.', { exact: false }).waitFor()
    await page.getByRole('button', { name: /^virtuell/ }).click()
    await page.getByText(/zugesagt – virtuell/).waitFor()
    await page.getByText(/Sie hatten für/).waitFor({ state: 'detached' })
    await context.close()
    expect(browsing.complaints).toEqual([])
  },
)

test.each(looks)(
  'whoever is to be named and has declined is shown so, to the desk and signed in: %s',
  async (_, options) => {
    const meetingId = await plan('18:00')
    const attendees = `/api/meetings/${meetingId}/attendees`
    const all = await staff.lead.client.get<{ attendeeId: string; name: string }[]>(attendees)
    const { attendeeId } = all.find(each => each.name === 'Anna Müller')!
    await staff.lead.client.call('PUT', `${attendees}/${attendeeId}/reply`, { kind: 'declined' })
    const { page, context } = await browsing.visitor({ ...options, as: staff.lead.client })
    await page.goto(`${app.base}/meetings/${meetingId}/attendance`)
    const row = page.getByRole('row').filter({ hasText: 'Jonas Brandt' })
    await row.getByRole('button', { name: 'Antwort eintragen …' }).click()
    const dialog = page.getByRole('dialog', { name: 'Antwort von Jonas Brandt' })
    await dialog.getByRole('button', { name: /Vertretung benennen …/ }).click()
    const deputy = 'Anna Müller (hat selbst abgesagt)'
    await dialog.getByRole('searchbox', { name: 'Wer vertritt?' }).fill('mueller')
    expect(await violationsOn(page)).toEqual([])
    await dialog.getByRole('button', { name: `Vertreten durch ${deputy}` }).click()
    await row.getByText('verhindert; Vertretung Anna Müller ist auch verhindert').waitFor()
    expect(await sidewaysScroll(page)).toBe(0)
    await context.close()
    expect(browsing.complaints).toEqual([])
  },
)

test('at the desk an answer for another day is told as the other person’s', async () => {
  const meetingId = await plan('20:00')
  const accepted = { kind: 'accepted', mode: 'onSite' }
  await jonas.client.call('PUT', `/api/meetings/${meetingId}/reply`, accepted)
  await move(meetingId, '2026-12-05', '20:00')
  const { page, context } = await browsing.visitor({ as: staff.lead.client })
  await page.goto(`${app.base}/meetings/${meetingId}/attendance`)
  const row = page.getByRole('row').filter({ hasText: 'Jonas Brandt' })
  await row.getByRole('button', { name: 'Antwort eintragen …' }).click()
  const dialog = page.getByRole('dialog', { name: 'Antwort von Jonas Brandt' })
  await dialog.getByText(/Jonas Brandt hatte für .*3. Dezember 2026 geantwortet/).waitFor()
  expect(await dialog.getByText(/Sie hatten/).count()).toBe(0)
  await context.close()
  expect(browsing.complaints).toEqual([])
})
