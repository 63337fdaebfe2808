import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, sidewaysScroll, violationsOn, type Browsing } from '../support/browser.ts'
import { addMember, foundStaff, linkOf, type Signed } from '../support/staff.ts'
import { deskOf } from './support.ts'

let app: TestApp
let browsing: Browsing
let staff: { staffId: string; lead: Signed }
let desk: ReturnType<typeof deskOf>
let jonas: Signed
let petra: Signed

beforeAll(async () => {
  app = await startApp()
  staff = await foundStaff(app)
  desk = deskOf(app, staff)
  jonas = await addMember(app, staff, { name: 'Jonas Brandt' })
  petra = await desk.add('Petra Adler')
  await desk.add('Çiğdem Yıldız')
  await desk.hold('BuMA', jonas, petra)
  browsing = await browse(app.base)
})
afterAll(async () => {
  expect(browsing.complaints).toEqual([])
  await browsing?.close()
  await app?.stop()
})

let incident = 0
async function series() {
  const { meetings } = await staff.lead.client.post<{ meetings: { meetingId: string }[] }>(
    `/api/staffs/${staff.staffId}/series`,
    {
      incident: { title: `Hochwasser ${++incident}`, kind: 'operation' },
      date: '2027-10-18',
      time: '08:30',
      durationMin: 50,
      place: 'Kreishaus, Raum 101',
      rule: { every: 'weekdays', until: '2027-10-29' },
    },
  )
  return meetings.map(({ meetingId }) => meetingId)
}
const modes = async (ids: string[]) =>
  Promise.all(
    ids.map(async id => {
      const { reply } = (await desk.row(id, jonas))!
      return reply?.mode ?? reply?.kind ?? null
    }),
  )

const looks = [
  ['on a desktop', { viewport: { width: 1440, height: 900 } }],
  [
    'dark, on a phone',
    { viewport: { width: 390, height: 844 }, colorScheme: 'dark' as const, hasTouch: true },
  ],
] as const

test.each(looks)('ten dates with one tap, two exceptions with one each: %s', async (_, options) => {
  const ids = await series()
  const token = await linkOf(staff, ids[0]!, jonas)
  const { page, clicks, context } = await browsing.visitor(options)
  await page.goto(`${app.base}/reply#${token}`)
  await page.getByRole('link', { name: 'Alle 10 Termine dieser Serie auf einer Seite' }).click()
  await page.getByRole('heading', { name: '10 Sitzungen' }).waitFor()
  await page.getByText('0 von 10 beantwortet').waitFor()
  expect(await page.locator('.series-answers [aria-pressed=true]').count()).toBe(0)
  expect(await violationsOn(page)).toEqual([])
  const before = clicks()
  await page.getByRole('button', { name: 'vor Ort alle 10' }).click()
  await page.getByText('10 vor Ort').waitFor()
  const row = (name: RegExp) => page.getByRole('group', { name })
  await row(/20\. Oktober/)
    .getByRole('button', { name: 'virtuell' })
    .click()
  await row(/22\. Oktober/)
    .getByRole('button', { name: 'nein' })
    .click()
  await page.getByText('8 vor Ort, 1 virtuell, 1 nein').waitFor()
  expect(clicks() - before).toBe(3)
  const who = page.getByRole('group', { name: /Wer vertritt Sie am .*22\. Oktober/ })
  await who.getByRole('button', { name: 'Vertreten durch Petra Adler' }).click()
  await page.getByText('verhindert, vertreten durch Petra Adler').waitFor()
  await page.getByText('gespeichert', { exact: true }).waitFor()
  expect(await violationsOn(page)).toEqual([])
  expect(await sidewaysScroll(page)).toBe(0)
  const given = await modes(ids)
  expect(given[2]).toBe('video')
  expect(given[4]).toBe('declined')
  expect(given.filter(mode => mode === 'onSite')).toHaveLength(8)
  // another mode for all keeps the date that was declined, and can be taken back
  await page.getByRole('button', { name: /^virtuell 1 Tag/ }).click()
  await page.getByText('9 virtuell, 1 nein').waitFor()
  await page.getByRole('button', { name: 'Rückgängig' }).click()
  await page.getByText('8 vor Ort, 1 virtuell, 1 nein').waitFor()
  await context.close()
})

test('what is over says why, and the mail of a closed date leads to the others', async () => {
  const ids = await series()
  const token = await linkOf(staff, ids[0]!, jonas)
  await staff.lead.client.post(`/api/meetings/${ids[0]}/cancel`, { reason: 'Lage beruhigt' })
  const { page, context } = await browsing.visitor()
  await page.goto(`${app.base}/reply#${token}`)
  await page.getByRole('heading', { name: 'Diese Sitzung ist abgesagt.' }).waitFor()
  await page.getByRole('link', { name: 'Die anderen 9 Termine der Serie beantworten' }).click()
  await page.getByText('Sie findet nicht statt.').waitFor()
  await page.getByRole('button', { name: 'telefonisch alle 9' }).click()
  await page.getByText('9 telefonisch').waitFor()
  await page.getByText('gespeichert', { exact: true }).waitFor()
  expect(await modes(ids)).toEqual([null, ...Array(9).fill('phone')])
  await context.close()
})

test('a tap without connection says so, stays, and is sent as soon as there is one', async () => {
  const ids = await series()
  const token = await linkOf(staff, ids[0]!, jonas)
  const { page, context } = await browsing.visitor()
  await page.goto(`${app.base}/reply#series/${token}`)
  const row = (name: RegExp) => page.getByRole('group', { name })
  await row(/18\. Oktober/).waitFor()
  await context.setOffline(true)
  await row(/18\. Oktober/)
    .getByRole('button', { name: 'vor Ort' })
    .click()
  await page.getByText('Noch nicht gespeichert: keine Verbindung.').waitFor()
  await row(/19\. Oktober/)
    .getByRole('button', { name: 'virtuell' })
    .click()
  await page.getByText('2 von 10 beantwortet').waitFor()
  await context.setOffline(false)
  await page.getByText('gespeichert', { exact: true }).waitFor()
  expect((await modes(ids)).slice(0, 3)).toEqual(['onSite', 'video', null])
  await context.close()
})

test('signed in, in English, with the keyboard, and another deputy by name', async () => {
  const ids = await series()
  await jonas.client.call('PATCH', '/api/me', { language: 'en' })
  const { page, context } = await browsing.visitor({ as: jonas.client, locale: 'en-GB' })
  await page.goto(`${app.base}/meetings/${ids[0]}`)
  await page.getByRole('link', { name: 'Answer all dates' }).click()
  await page.getByRole('heading', { level: 1, name: 'My replies to the series' }).waitFor()
  await page.getByRole('button', { name: /^by video all 10/ }).press('Enter')
  await page.getByText('10 by video').waitFor()
  const row = page.getByRole('group', { name: /21 October/ })
  await row.getByRole('button', { name: 'no', exact: true }).press('Enter')
  await page.getByRole('button', { name: 'others …' }).press('Enter')
  await page.getByRole('searchbox').fill('yıl')
  await page.getByRole('button', { name: /Çiğdem Yıldız/ }).press('Enter')
  await page.getByText(/represented by Çiğdem Yıldız/).waitFor()
  expect(await violationsOn(page)).toEqual([])
  expect((await modes(ids))[3]).toBe('declined')
  await context.close()
})
