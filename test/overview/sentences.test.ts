import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { browse, type Browsing } from '../support/browser.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

const clock = new TestClock('2026-11-24T08:00:00Z')
let app: TestApp
let browsing: Browsing
let staff: { staffId: string; lead: Signed }
let jonas: Signed

beforeAll(async () => {
  app = await startApp({ clock })
  browsing = await browse(app.base)
  staff = await foundStaff(app)
  jonas = await addMember(app, staff, { name: 'Jonas Brandt', functions: ['BuMA'] })
})
afterAll(async () => {
  expect(browsing.complaints).toEqual([])
  await browsing.close()
  await app.stop()
})

type Hand = {
  kind: string
  count: number
  more: number
  meetingId: string | null
  meetingTitle: string | null
}
const hands = async (kind: string) =>
  (await staff.lead.client.get<{ needsHand: Hand[] }>('/api/overview')).needsHand.filter(
    each => each.kind === kind,
  )

test('missing replies: not the reader’s own, a row a meeting, and the left-out ones are counted', async () => {
  const ids = []
  for (let day = 1; day <= 5; day++)
    ids.push(await convene(app, staff, { startsAt: `2026-12-0${day}T07:30:00Z` }))
  const rows = await hands('noReply')
  expect(rows).toMatchObject([
    { meetingId: ids[0], count: 1, more: 0 },
    { meetingId: ids[1], count: 1, more: 0 },
    { meetingId: ids[2], count: 1, more: 2 },
  ])
  for (const id of ids) await staff.lead.client.post(`/api/meetings/${id}/cancel`, { reason: 'x' })
})

test('in the last week of a month, the calendar that shows meetings does not say there are none', async () => {
  await convene(app, staff, { startsAt: '2027-02-02T07:30:00Z' })
  const { page } = await browsing.visitor({ as: staff.lead.client })
  await page.goto(`${app.base}/meetings?view=calendar&month=2027-02`)
  // read in a list of links, a link names the day
  await page.getByRole('link', { name: /^Sitzung, .*2\. Februar/ }).waitFor()
  await page.goto(`${app.base}/meetings?view=calendar&month=2027-03`)
  await page.getByText('In diesem Monat ist keine Sitzung.').waitFor()
  await convene(app, staff, { startsAt: '2027-04-02T07:30:00Z' })
  await page.reload()
  await page.getByRole('link', { name: /2\. April/ }).waitFor()
  expect(await page.getByText('In diesem Monat ist keine Sitzung.').count()).toBe(0)
}, 60_000)

test('who may open an overdue meeting does so from the overview, and Jonas may not', async () => {
  const meetingId = await convene(app, staff)
  clock.forward(8 * 60_000)
  const { page } = await browsing.visitor({ as: staff.lead.client })
  await page.clock.setFixedTime(clock.now())
  await page.goto(app.base)
  await page.getByText('überfällig').first().waitFor()
  expect(
    await page.getByRole('link', { name: 'Verschieben oder absagen' }).getAttribute('href'),
  ).toBe(`/meetings/${meetingId}`)
  const member = await browsing.visitor({ as: jonas.client })
  await member.page.clock.setFixedTime(clock.now())
  await member.page.goto(app.base)
  await member.page.getByText('überfällig').first().waitFor()
  expect(await member.page.getByRole('button', { name: 'Eröffnen' }).count()).toBe(0)
  await page.getByRole('button', { name: 'Eröffnen' }).click()
  await page.getByRole('heading', { name: /läuft/ }).waitFor()
  expect(
    await staff.lead.client.get<{ state: string }>(`/api/meetings/${meetingId}`),
  ).toMatchObject({ state: 'open' })
}, 60_000)

test('a numbered meeting is called in the language of its reader everywhere', async () => {
  const { client } = staff.lead
  const { next } = await client.get<{ next: { meetingId: string } }>('/api/overview')
  const m = `/api/meetings/${next.meetingId}`
  await client.post(`${m}/orders`, {
    text: 'Sandsäcke',
    responsibleId: staff.lead.memberId,
  })
  const titles = async () => {
    const overview = await client.get<{
      next: { title: string }
      orders: { meetingTitle: string }[]
    }>('/api/overview')
    const meeting = await client.get<{ title: string }>(m)
    const entries = await client.get<{ meetingTitle: string }[]>(`${m}/entries`)
    return new Set([
      overview.next.title,
      overview.orders[0]!.meetingTitle,
      meeting.title,
      entries[0]!.meetingTitle,
    ])
  }
  expect(await titles()).toEqual(new Set(['1. Sitzung']))
  await client.call('PATCH', '/api/me', { language: 'en' })
  expect(await titles()).toEqual(new Set(['Meeting 1']))
  const { page } = await browsing.visitor({ as: client, locale: 'en-GB' })
  await page.goto(`${app.base}/meetings/${next.meetingId}`)
  await page.getByRole('heading', { level: 1, name: /Meeting 1/ }).waitFor()
  expect(await page.getByText('1. Sitzung').count()).toBe(0)
  clock.forward(10 * 60_000)
  await client.post(`${m}/close`)
  const list = await client.get<{ meetingTitle: string }[]>(`/api/staffs/${staff.staffId}/minutes`)
  expect(list.map(each => each.meetingTitle)).toEqual(['Meeting 1'])
  await client.call('PATCH', '/api/me', { language: 'de' })
  const german = await browsing.visitor({ as: client })
  await german.page.goto(`${app.base}/meetings/${next.meetingId}/attendance`)
  // once for all functions, as in the minutes
  await german.page
    .getByText(/Durchgehend unbesetzt waren .+ und .+\./)
    .first()
    .waitFor()
}, 60_000)

test('a deputy is listed as one', async () => {
  const { client } = staff.lead
  const path = `/api/staffs/${staff.staffId}`
  type Roster = {
    functions: { functionId: string; label: string }[]
    members: { displayName: string; functions: string[] }[]
  }
  const petra = await addMember(app, staff, { name: 'Petra Nowak', withAccount: false })
  const { functions } = await client.get<Roster>(`${path}/roster`)
  const { functionId } = functions.find(fn => fn.label === 'BuMA')!
  await client.call('PUT', `${path}/functions/${functionId}/holders`, {
    holders: [
      { memberId: jonas.memberId, rank: 0 },
      { memberId: petra.memberId, rank: 1 },
    ],
  })
  const { members } = await client.get<Roster>(`${path}/roster`)
  const heldBy = (name: string) => members.find(each => each.displayName === name)!.functions
  expect(heldBy('Jonas Brandt')).toEqual(['BuMA'])
  expect(heldBy('Petra Nowak')).toEqual(['Vertretung BuMA'])
})
