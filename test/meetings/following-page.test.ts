import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, sidewaysScroll, violationsOn, type Browsing } from '../support/browser.ts'
import { foundStaff, type Signed } from '../support/staff.ts'
import { deskOf } from './support.ts'

let app: TestApp
let browsing: Browsing
let staff: { staffId: string; lead: Signed }
let desk: ReturnType<typeof deskOf>
let jonas: Signed
/** Monday to Friday of two weeks far enough ahead, 08:30; the second Friday is All Saints' Day. */
const first = '2027-10-18'

beforeAll(async () => {
  app = await startApp()
  staff = await foundStaff(app)
  desk = deskOf(app, staff)
  jonas = await desk.add('Jonas Brandt')
  await desk.hold('BuMA', jonas)
  browsing = await browse(app.base)
})
afterAll(async () => {
  expect(browsing.complaints).toEqual([])
  await browsing?.close()
  await app?.stop()
})

async function series(until = '2027-10-29') {
  const { meetings } = await staff.lead.client.post<{ meetings: { meetingId: string }[] }>(
    `/api/staffs/${staff.staffId}/series`,
    {
      incident: { title: 'Hochwasser Ruhr und Volme', kind: 'operation' },
      date: first,
      time: '08:30',
      durationMin: 50,
      place: 'Kreishaus, Raum 101',
      seats: 12,
      rule: { every: 'weekdays', until },
    },
  )
  return meetings.map(({ meetingId }) => meetingId)
}
const meeting = (id: string) =>
  staff.lead.client.get<{ place: string; state: string; startsAt: string }>(`/api/meetings/${id}`)

const looks = [
  ['on a desktop', { viewport: { width: 1440, height: 900 } }],
  [
    'dark, on a phone',
    { viewport: { width: 390, height: 844 }, colorScheme: 'dark' as const, hasTouch: true },
  ],
] as const

test.each(looks)('place for this and all following, 5 clicks: %s', async (_, options) => {
  const ids = await series()
  const { page, clicks, context } = await browsing.visitor({ as: staff.lead.client, ...options })
  await page.goto(`${app.base}/meetings/${ids[4]}`)
  await page.getByRole('button', { name: 'Mehr' }).click()
  await page.getByRole('link', { name: 'Diese und folgende ändern …' }).click()
  await page.getByText('Noch ist nichts geändert.').waitFor()
  const place = page.getByLabel('Ort', { exact: true })
  await place.click()
  await place.fill('Feuerwache, Lageraum')
  await page.getByText('6 werden geändert').waitFor()
  expect(await violationsOn(page)).toEqual([])
  expect(await sidewaysScroll(page)).toBe(0)
  await page.getByRole('button', { name: 'Ändern und 2 Personen benachrichtigen' }).click()
  await page.getByText('6 Sitzungen sind geändert.').waitFor()
  expect(clicks()).toBeLessThanOrEqual(5)
  const places = await Promise.all(ids.map(async id => (await meeting(id)).place))
  expect(places).toEqual([
    ...Array(4).fill('Kreishaus, Raum 101'),
    ...Array(6).fill('Feuerwache, Lageraum'),
  ])
  await context.close()
})

test.each(looks)('another cadence from here on, 6 clicks, answers kept: %s', async (_, options) => {
  const ids = await series()
  await desk.accepts(ids[0]!, jonas)
  await desk.accepts(ids[1]!, jonas)
  const { page, clicks, context } = await browsing.visitor({ as: staff.lead.client, ...options })
  await page.goto(`${app.base}/meetings/${ids[0]}`)
  await page.getByRole('button', { name: 'Mehr' }).click()
  await page.getByRole('link', { name: 'Diese und folgende ändern …' }).click()
  for (const day of ['Dienstag', 'Donnerstag', 'Samstag'])
    await page.getByRole('button', { name: day, exact: true }).click()
  await page.getByText('6 bleiben · 4 entfallen · eine neu').waitFor()
  await page.getByText('1 zugesagt, bleiben').waitFor()
  await page.getByText('1 zugesagt, werden informiert').waitFor()
  expect(await violationsOn(page)).toEqual([])
  expect(await sidewaysScroll(page)).toBe(0)
  await page.getByRole('button', { name: 'Ändern und 2 Personen benachrichtigen' }).click()
  await page.getByText('Gespeichert. 4 entfallen. Eine ist neu.').waitFor()
  expect(clicks()).toBeLessThanOrEqual(6)
  const states = await Promise.all(ids.map(async id => (await meeting(id)).state))
  expect(states.filter(state => state === 'cancelled')).toHaveLength(4)
  expect((await desk.row(ids[0]!, jonas))!.reply).toMatchObject({ kind: 'accepted' })
  await context.close()
})

test('a holiday is named at its day and decided before anything can be sent', async () => {
  const ids = await series()
  const { page, context } = await browsing.visitor({ as: staff.lead.client })
  await page.goto(`${app.base}/meetings/${ids[0]}/following`)
  await page.getByLabel('bis einschließlich').fill('2027-11-02')
  await page.getByText('Allerheiligen').first().waitFor()
  await page.getByText(/^Bitte entscheiden: .*1\. November.*, Allerheiligen\./).waitFor()
  await page.getByRole('button', { name: /1\. November.* entfällt$/ }).click()
  await page.getByText('10 bleiben · eine neu · ein Tag ausgelassen').waitFor()
  await page.getByRole('button', { name: /1\. November.* findet statt$/ }).click()
  await page.getByText('10 bleiben · 2 neu').waitFor()
  await page.getByRole('button', { name: /^Ändern und/ }).click()
  await page.getByText('Gespeichert. 2 sind neu.').waitFor()
  await context.close()
})

test('single days are left out and kept, and what was changed singly says so', async () => {
  const ids = await series()
  await desk.move(ids[4]!, '2027-10-22T10:00:00Z')
  const { page, context } = await browsing.visitor({ as: staff.lead.client })
  await page.goto(`${app.base}/meetings/${ids[0]}/following`)
  await page.getByText('einzeln geändert: Uhrzeit').waitFor()
  await page.getByRole('button', { name: 'Dienstag', exact: true }).click()
  await page.getByText('8 bleiben · 2 entfallen').waitFor()
  await page.getByRole('button', { name: /19\. Oktober.* behalten$/ }).click()
  await page.getByRole('button', { name: /20\. Oktober.* auslassen$/ }).click()
  await page.getByText('7 bleiben · 2 entfallen · eine behalten').waitFor()
  await page.getByRole('button', { name: /^Ändern und/ }).click()
  await page.getByText('Gespeichert. 2 entfallen.').waitFor()
  expect((await meeting(ids[1]!)).state).toBe('convened')
  expect((await meeting(ids[2]!)).state).toBe('cancelled')
  expect((await meeting(ids[4]!)).startsAt).toBe('2027-10-22T10:00:00.000Z')
  await context.close()
})

test('somebody else was quicker: the preview is renewed, and nothing was changed', async () => {
  const ids = await series()
  const { page, context } = await browsing.visitor({ as: staff.lead.client })
  await page.goto(`${app.base}/meetings/${ids[0]}/following`)
  await page.getByLabel('Ort', { exact: true }).fill('Feuerwache')
  await page.getByText('10 werden geändert').waitFor()
  await staff.lead.client.call('PATCH', `/api/meetings/${ids[3]}`, { place: 'Rathaus' })
  await page.getByRole('button', { name: /^Ändern und/ }).click()
  await page.getByText('Inzwischen hat jemand diese Serie geändert.').waitFor()
  await page.getByText('einzeln geändert: Ort').waitFor()
  expect((await meeting(ids[0]!)).place).toBe('Kreishaus, Raum 101')
  await page.getByRole('button', { name: /^Ändern und/ }).click()
  await page.getByText('9 Sitzungen sind geändert.').waitFor()
  expect((await meeting(ids[3]!)).place).toBe('Rathaus')
  await context.close()
})
