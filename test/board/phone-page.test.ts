import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AttendanceView } from '../../src/attendance/contract.ts'
import type { BoardView } from '../../src/board/contract.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, sidewaysScroll, violationsOn, type Browsing } from '../support/browser.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
let browsing: Browsing
let staff: { staffId: string; lead: Signed }
let kgs: Signed
const people: Signed[] = []
const phone = { width: 390, height: 844 }
const names = [
  'Uwe Groß',
  'Maren Eickhoff',
  'Çiğdem Yıldız',
  'Falk Ostermann',
  'Friedrich-Wilhelm von Hohenfels',
  'Beate Weiß',
  'Jonas Brandt',
  'Lena Vogt',
  'Jörg Müßig',
  'Tom Reuter',
]

beforeAll(async () => {
  app = await startApp({ video: 'real' })
  staff = await foundStaff(app)
  kgs = await addMember(app, staff, { name: 'Aylin Demir', roles: ['kgs'] })
  type Roster = { functions: { label: string; isRequired: boolean }[] }
  const { functions } = await staff.lead.client.get<Roster>(`/api/staffs/${staff.staffId}/roster`)
  const required = functions.filter(fn => fn.isRequired)
  for (const [i, { label }] of required.entries()) {
    const name = names[i] ?? `Nina Nummer${i}`
    const person = await addMember(app, staff, { name, functions: [label], withAccount: false })
    await staff.lead.client.call(
      'PATCH',
      `/api/staffs/${staff.staffId}/members/${person.memberId}`,
      { mobile: `0171 39200${10 + i}` },
    )
    people.push(person)
  }
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
})

/** All but six required functions are filled. */
async function opened(): Promise<string> {
  const meetingId = await convene(app, staff)
  await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
  const there = [staff.lead, kgs, ...people.slice(6)]
  for (const { memberId } of there) await isThere(meetingId, memberId)
  return meetingId
}
const isThere = (meetingId: string, memberId: string) =>
  staff.lead.client.post(`/api/meetings/${meetingId}/presence`, { memberId, answer: 'onSite' })
async function at(who: Signed, path: string, viewport = phone): Promise<Page> {
  const { page } = await browsing.visitor({ as: who.client, viewport })
  await page.goto(app.base + path)
  return page
}
const endOf = async (part: Locator) => {
  const box = (await part.boundingBox())!
  return box.y + box.height
}
const topOf = async (part: Locator) => (await part.boundingBox())!.y

test('after the opening a phone lists everybody who is missing on its first screen, in short lines', async () => {
  const meetingId = await opened()
  const page = await at(staff.lead, `/meetings/${meetingId}`)
  const list = page.getByRole('region', { name: 'Funktionen und wer sie besetzt' })
  const rows = list.locator(':scope > ul > li')
  await page.getByRole('combobox', { name: /^Beschluss/ }).waitFor()
  await expect.poll(() => rows.count()).toBe(6)
  const bar = page.locator('.entry-bar')
  expect(await endOf(rows.nth(5))).toBeLessThanOrEqual(await topOf(bar))
  await rows.nth(0).getByText('seit Beginn').waitFor()
  await rows.nth(0).getByRole('link', { name: 'Anrufen: Uwe Groß' }).waitFor()
  await rows.nth(0).getByRole('button', { name: 'Erinnern: Uwe Groß' }).waitFor()
  expect(await page.getByRole('heading', { name: 'Noch fehlen' }).count()).toBe(1)
  expect(await page.getByText('Uwe Groß').count()).toBe(1)
  const filled = list.getByText(staff.lead.name)
  expect(await filled.isVisible()).toBe(false)
  await list.getByRole('heading', { name: /^Besetzt/ }).click()
  await list.getByText(people[6]!.name).first().waitFor()
  await rows.nth(0).getByRole('link', { name: 'Anrufen: Uwe Groß' }).click()
  await page.getByRole('button', { name: /^Nicht erreicht/ }).waitFor()
  expect(await sidewaysScroll(page)).toBe(0)
  expect(await violationsOn(page)).toEqual([])
})

test('the smallest phone shows figures and the first who is missing above the line for entries', async () => {
  const meetingId = await opened()
  const page = await at(staff.lead, `/meetings/${meetingId}`, { width: 320, height: 640 })
  await page.getByRole('combobox', { name: /^Beschluss/ }).waitFor()
  const row = page.locator('.short > ul > li').first()
  await row.waitFor()
  expect(await endOf(row)).toBeLessThanOrEqual(await topOf(page.locator('.entry-bar')))
  const tabs = page.getByRole('navigation', { name: 'Ansichten der Sitzung' }).getByRole('link')
  expect(await topOf(tabs.first())).toBe(await topOf(tabs.last()))
  const actions = ['Zuschalten', 'Sitzung schließen …', 'Mehr']
  const tops = await Promise.all(
    actions.map(name => topOf(page.locator('.actions').getByText(name).first())),
  )
  expect(Math.max(...tops) - Math.min(...tops)).toBeLessThan(20)
  await page.getByRole('button', { name: 'Mehr' }).click()
  await page.getByRole('button', { name: 'Unterbrechen' }).waitFor()
  await page.keyboard.press('Escape')
  expect(await sidewaysScroll(page)).toBe(0)
})

test('no page of a meeting scrolls sideways while entries are added to it later', async () => {
  const meetingId = await opened()
  await staff.lead.client.post(`/api/meetings/${meetingId}/orders`, {
    text: 'Sandsäcke an der Beispielbrücke verteilen und die Zufahrt sperren',
  })
  await staff.lead.client.post(`/api/meetings/${meetingId}/close`)
  for (const width of [390, 320]) {
    const page = await at(staff.lead, `/meetings/${meetingId}`, { width, height: 844 })
    await page.getByText('Nachtrag, bis das Protokoll freigegeben ist').waitFor()
    await page.getByText(/^zuletzt/).waitFor()
    expect(await sidewaysScroll(page)).toBe(0)
  }
})

test('who came and left is not missing: not on the board, in the sentence, or to be reminded', async () => {
  const meetingId = await opened()
  const { attendeeId, name } = await leave(meetingId, people[7]!)
  const board = await staff.lead.client.get<BoardView>(`/api/meetings/${meetingId}/board`)
  expect(board.missing.map(person => person.attendeeId)).not.toContain(attendeeId)
  expect(board.left).toMatchObject([{ attendeeId, name }])
  const page = await at(staff.lead, `/meetings/${meetingId}`, { width: 1440, height: 900 })
  await page.getByText(new RegExp(`^Gegangen: ${name}`)).waitFor()
  await page.goto(`${app.base}/meetings/${meetingId}/attendance`)
  const row = page.getByRole('row').filter({ hasText: name })
  await row.getByText(/^gegangen/).waitFor()
  expect(await row.getByRole('button', { name: 'Erinnern' }).count()).toBe(0)
  expect((await page.getByText(/^Noch fehlen/).allInnerTexts()).join()).not.toContain(name)
})

test('nobody is asked to call or remind themselves', async () => {
  const own = kgs
  await staff.lead.client.call('PATCH', `/api/staffs/${staff.staffId}/members/${own.memberId}`, {
    mobile: '0171 3920099',
  })
  const meetingId = await convene(app, staff)
  for (const isOpen of [false, true]) {
    if (isOpen) await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
    const page = await at(own, `/meetings/${meetingId}/attendance`, { width: 1440, height: 900 })
    const row = page.getByRole('row').filter({ hasText: own.name })
    await row.getByRole('button', { name: 'Antwort eintragen …' }).waitFor()
    expect(await row.getByRole('link').count()).toBe(0)
    expect(await row.getByRole('button', { name: 'Erinnern' }).count()).toBe(0)
  }
})

async function leave(meetingId: string, { memberId, name }: Signed) {
  const path = `/api/meetings/${meetingId}/attendance`
  const { rows } = await staff.lead.client.get<AttendanceView>(path)
  const { attendeeId } = rows.find(row => row.memberId === memberId)!
  await staff.lead.client.post(`/api/meetings/${meetingId}/check-out`, { attendeeId })
  return { attendeeId, name }
}
