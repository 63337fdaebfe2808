import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BoardView } from '../../src/board/contract.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, sidewaysScroll, violationsOn, type Browsing } from '../support/browser.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
let browsing: Browsing
let staff: { staffId: string; lead: Signed }
let kgs: Signed
const people = new Map<string, Signed>()

const phone = { width: 390, height: 844 }
const holds: [name: string, fn: string, rank: number][] = [
  ['Uwe Groß', 'KGS Innerer Dienst', 0],
  ['Maren Eickhoff', 'KGS Innerer Dienst', 1],
  ['Çiğdem Yıldız', 'SMS Gesundheit', 0],
  ['Falk Ostermann', 'SMS Gesundheit', 1],
  ['Tom Reuter', 'SMS Gesundheit', 2],
  ['Beate Weiß', 'SMS Soziales', 0],
  ['Jonas Brandt', 'BuMA', 0],
  ['Lena Vogt', 'BuMA', 1],
  ['Jörg Müßig', 'SMS Ordnung', 0],
  ['Dr. Sabine Köhler-Özdemir', 'Leiter des Krisenstabes', 0],
]

beforeAll(async () => {
  app = await startApp()
  staff = await foundStaff(app)
  kgs = await addMember(app, staff, { name: 'Aylin Demir', roles: ['kgs'] })
  people.set('Dr. Sabine Köhler-Özdemir', staff.lead)
  type Roster = { functions: { functionId: string; label: string }[] }
  const { functions } = await staff.lead.client.get<Roster>(`/api/staffs/${staff.staffId}/roster`)
  for (const [name] of holds) {
    if (people.has(name)) continue
    const person = await addMember(app, staff, { name, withAccount: false })
    await staff.lead.client.call(
      'PATCH',
      `/api/staffs/${staff.staffId}/members/${person.memberId}`,
      {
        mobile: `0171 39200${10 + people.size}`,
      },
    )
    people.set(name, person)
  }
  for (const { functionId, label } of functions) {
    const holders = holds.flatMap(([name, fn, rank]) =>
      fn === label ? { memberId: people.get(name)!.memberId, rank } : [],
    )
    if (holders.length > 0)
      await staff.lead.client.call(
        'PUT',
        `/api/staffs/${staff.staffId}/functions/${functionId}/holders`,
        { holders },
      )
  }
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
})

async function answer(meetingId: string, name: string, reply: Record<string, unknown>) {
  const path = `/api/meetings/${meetingId}/attendees`
  const all = await staff.lead.client.get<{ attendeeId: string; memberId: string }[]>(path)
  const own = all.find(each => each.memberId === people.get(name)!.memberId)!
  await staff.lead.client.call('PUT', `${path}/${own.attendeeId}/reply`, reply)
}
async function convened(inMin = 20): Promise<string> {
  const meetingId = await convene(app, staff, { inMin })
  await answer(meetingId, 'Jörg Müßig', { kind: 'accepted', mode: 'video' })
  await answer(meetingId, 'Beate Weiß', { kind: 'declined' })
  await answer(meetingId, 'Jonas Brandt', {
    kind: 'declined',
    deputyMemberId: people.get('Lena Vogt')!.memberId,
  })
  return meetingId
}
async function boardAt(meetingId: string, { as = staff.lead, viewport = phone } = {}) {
  const visitor = await browsing.visitor({ as: as.client, viewport })
  await visitor.page.goto(`${app.base}/meetings/${meetingId}`)
  await visitor.page.getByText('Pflichtfunktionen zugesagt').waitFor()
  return visitor
}
const rowOf = (page: Page, label: string) =>
  page.locator('.awaited-row').filter({ has: page.getByText(label, { exact: true }) })
const boardOf = (meetingId: string) =>
  staff.lead.client.get<BoardView>(`/api/meetings/${meetingId}/board`)
const unfilledOf = async (meetingId: string, label: string) =>
  (await boardOf(meetingId)).rows.find(row => row.label === label)!

test('who is missing is on the first screen of a phone, each person once, with a way to each', async () => {
  const meetingId = await convened()
  const { page, clicks } = await boardAt(meetingId)
  await page.getByText('1 von 9').waitFor()
  const missing = page.locator('.awaited-group').first()
  await missing.getByRole('heading', { name: /^Fehlt/ }).waitFor()
  for (const name of ['Uwe Groß', 'Çiğdem Yıldız']) {
    const box = (await missing.getByText(name, { exact: true }).boundingBox())!
    const bar = (await page.locator('.meeting-head .actions').boundingBox())!
    expect(box.y + box.height, name).toBeLessThan(bar.y)
  }
  expect(clicks()).toBe(0)
  for (const group of ['Zugesagt', 'Nicht Pflicht'])
    await page.getByRole('heading', { name: new RegExp(`^${group}`) }).click()
  const names = await page.locator('.awaited-row .who').allInnerTexts()
  const persons = names
    .filter(name => !/^(niemand|Sie selbst)/.test(name))
    .map(name => name.replace(/, \d\. Vertretung$/, ''))
  expect(persons.length).toBeGreaterThan(5)
  expect(new Set(persons).size).toBe(persons.length)
  // nobody calls themselves, and no row is without a way out
  await rowOf(page, 'Leiter des Krisenstabes').getByRole('button', { name: 'Antworten' }).waitFor()
  await rowOf(page, 'SMS Soziales')
    .getByRole('button', { name: /besetzen …$/ })
    .waitFor()
  await rowOf(page, 'SMS Umwelt')
    .getByRole('button', { name: /besetzen …$/ })
    .waitFor()
  await rowOf(page, 'BuMA').getByText('Lena Vogt, 1. Vertretung').waitFor()
  const wayless = await page
    .locator('.awaited-group')
    .filter({ has: page.getByRole('heading', { name: /^(Fehlt|Verhindert)/ }) })
    .locator('.awaited-row:not(:has(button, a))')
    .count()
  expect(wayless).toBe(0)
  expect(await sidewaysScroll(page)).toBe(0)
  expect(await violationsOn(page)).toEqual([])
})

test('not reached leads to the next in one tap, survives a reload, is seen by others and taken back', async () => {
  const meetingId = await convened()
  const { page, clicks } = await boardAt(meetingId)
  const other = await boardAt(meetingId, { as: kgs, viewport: { width: 1440, height: 900 } })
  await rowOf(page, 'SMS Gesundheit').getByRole('link', { name: 'Anrufen: Çiğdem Yıldız' }).click()
  await page.getByRole('button', { name: 'Nicht erreicht → Falk Ostermann' }).click()
  await rowOf(page, 'SMS Gesundheit').getByText('Falk Ostermann, 1. Vertretung').waitFor()
  expect(clicks()).toBe(2)
  for (const each of [page, other.page]) {
    if (each === page) await each.reload()
    await rowOf(each, 'SMS Gesundheit')
      .getByText(/^Çiğdem Yıldız nicht erreicht \d\d:\d\d$/)
      .waitFor()
  }
  await page.getByRole('link', { name: /^Anrufen: Falk Ostermann/ }).click()
  expect(await violationsOn(page)).toEqual([])
  await page.getByRole('button', { name: 'Zurücknehmen: Çiğdem Yıldız' }).click()
  await rowOf(page, 'SMS Gesundheit').getByText('Çiğdem Yıldız', { exact: true }).waitFor()
  await rowOf(other.page, 'SMS Gesundheit').getByText('Çiğdem Yıldız', { exact: true }).waitFor()
  const history = await staff.lead.client.get<{ kind: string; byName: string }[]>(
    `/api/meetings/${meetingId}/history`,
  )
  expect(history.filter(({ kind }) => kind === 'called')).toMatchObject([
    { byName: staff.lead.name },
    { byName: staff.lead.name },
  ])
})

test('a deputy who says on the phone that they come fills the function, invited or not', async () => {
  const meetingId = await convened()
  const { page } = await boardAt(meetingId)
  await page.getByRole('link', { name: 'Anrufen: Çiğdem Yıldız' }).click()
  await page.getByRole('button', { name: /^Nicht erreicht/ }).click()
  const comes = page.getByRole('group', { name: 'Falk Ostermann kommt' })
  await comes.getByRole('button', { name: /virtuell$/ }).click()
  await page.getByText('2 von 9').waitFor()
  expect((await unfilledOf(meetingId, 'SMS Gesundheit')).planned).toMatchObject({
    state: 'promised',
    by: { name: 'Falk Ostermann', mode: 'video' },
  })
})

test('a function without deputy, and one nobody has, is filled from the staff', async () => {
  const meetingId = await convened()
  const { page } = await boardAt(meetingId)
  for (const [label, name] of [
    ['SMS Soziales', 'Tom Reuter'],
    ['SMS Umwelt', 'Aylin Demir'],
  ] as const) {
    await rowOf(page, label)
      .getByRole('button', { name: /besetzen …$/ })
      .click()
    await page.getByRole('button', { name: `Besetzen mit ${name}` }).click()
    await page.getByText(`${name} ist für ${label} eingeladen.`).waitFor()
    const { unfilled } = await unfilledOf(meetingId, label)
    expect(unfilled?.call).toMatchObject({ name, attendeeId: expect.any(String) as string })
  }
})

test('after the opening each person who is missing stands once, with two ways to them', async () => {
  const meetingId = await convened()
  await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
  for (const viewport of [phone, { width: 1440, height: 900 }]) {
    const { page } = await browsing.visitor({ as: staff.lead.client, viewport })
    await page.goto(`${app.base}/meetings/${meetingId}`)
    await page.getByRole('heading', { name: 'Noch fehlen' }).waitFor()
    const { missing } = await boardOf(meetingId)
    expect(missing.length).toBeGreaterThan(3)
    for (const { name } of missing) {
      const row = page.locator('tr, .person, .awaited-row').filter({ hasText: name })
      await expect.poll(() => row.count(), { message: name }).toBe(1)
    }
    const health = page.locator('tr, .awaited-row').filter({ hasText: 'SMS Gesundheit' })
    await health
      .getByRole('button', { name: 'Çiğdem Yıldız anrufen' })
      .or(health.getByRole('link', { name: 'Anrufen: Çiğdem Yıldız' }))
      .waitFor()
    await health.getByRole('button', { name: 'Erinnern: Çiğdem Yıldız' }).waitFor()
    await page.getByText(/bei ihre[rn] Funktion/).waitFor()
    expect(await sidewaysScroll(page)).toBe(0)
    expect(await violationsOn(page)).toEqual([])
  }
})

test('a function whose holder was taken out by hand is filled from the staff, too', async () => {
  const meetingId = await convened()
  const { memberId } = people.get('Beate Weiß')!
  await staff.lead.client.call('DELETE', `/api/meetings/${meetingId}/members/${memberId}`)
  const { page } = await boardAt(meetingId)
  await rowOf(page, 'SMS Soziales')
    .getByRole('link', { name: /^Anrufen/ })
    .click()
  await page.getByRole('button', { name: 'Jemanden aus dem Stab rufen …' }).click()
  await page.getByRole('button', { name: 'Besetzen mit Tom Reuter' }).click()
  await page.getByText('Tom Reuter ist für SMS Soziales eingeladen.').waitFor()
  const { unfilled } = await unfilledOf(meetingId, 'SMS Soziales')
  expect(unfilled?.order.map(each => each.name)).toContain('Tom Reuter')
})

test('after the opening the holder comes first, too, and the message covers no button to call', async () => {
  const meetingId = await convened()
  await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
  const { page } = await browsing.visitor({ as: staff.lead.client, viewport: phone })
  await page.goto(`${app.base}/meetings/${meetingId}`)
  await page.getByRole('link', { name: 'Anrufen: Çiğdem Yıldız' }).click()
  await page.getByRole('button', { name: /^Nicht erreicht/ }).click()
  await page.getByRole('button', { name: 'vor Ort' }).last().waitFor()
  await page.getByRole('group', { name: 'Falk Ostermann kommt' }).waitFor()
  expect(await violationsOn(page)).toEqual([])
})

test('days ahead the page shows what is planned, and calls nobody', async () => {
  const meetingId = await convened(3 * 24 * 60)
  for (const viewport of [phone, { width: 1440, height: 900 }]) {
    const { page } = await boardAt(meetingId, { viewport })
    await page.getByRole('heading', { name: /^Offen/ }).waitFor()
    const planned = page.getByRole('list', { name: 'Geplant' })
    await planned.getByText('virtuell').waitFor()
    expect(await planned.getByRole('listitem').allInnerTexts()).toEqual([
      expect.stringMatching(/^0\s*vor Ort/),
      expect.stringMatching(/^1\s*virtuell/),
      expect.stringMatching(/^0\s*telefonisch/),
      expect.stringMatching(/^\d+\s*ohne Antwort/),
    ])
    expect(await page.getByRole('link', { name: /^Anrufen/ }).count()).toBe(0)
    expect(await page.getByText('Fehlt').count()).toBe(0)
    expect(await sidewaysScroll(page)).toBe(0)
  }
})

test('members see who is expected, and neither numbers nor whom somebody could not reach', async () => {
  const meetingId = await convened()
  const member = await addMember(app, staff, { name: 'Nadine Falk' })
  await staff.lead.client.post(`/api/meetings/${meetingId}/calls`, {
    outcome: 'notReached',
    memberId: people.get('Uwe Groß')!.memberId,
  })
  const seen = JSON.stringify(await member.client.get(`/api/meetings/${meetingId}/board`))
  expect(seen).not.toMatch(/notReached|0171/)
  const history = await member.client.get(`/api/meetings/${meetingId}/history`)
  expect(JSON.stringify(history)).not.toContain('called')
  const { page } = await boardAt(meetingId, { as: member })
  expect(await page.getByRole('link', { name: /^Anrufen/ }).count()).toBe(0)
})

test('a page of the meeting somebody comes back to shows what changed meanwhile', async () => {
  const meetingId = await convened()
  const { page } = await boardAt(meetingId, { viewport: { width: 1440, height: 900 } })
  const go = (view: string) =>
    page.getByRole('navigation', { name: 'Ansichten' }).getByRole('link', { name: view }).click()
  await go('Teilnahme')
  const row = page.getByRole('row').filter({ hasText: 'Groß' }).first()
  await row.waitFor()
  await go('Lage')
  await rowOf(page, 'KGS Innerer Dienst')
    .getByRole('link', { name: /^Anrufen/ })
    .waitFor()
  await answer(meetingId, 'Uwe Groß', { kind: 'accepted', mode: 'phone' })
  await page.getByText('2 von 9').waitFor()
  await go('Teilnahme')
  await row.getByText('zugesagt – telefonisch').waitFor({ timeout: 3_000 })
})

test('the board prints without a button, with the folded groups open', async () => {
  const meetingId = await convened()
  const { page } = await boardAt(meetingId)
  await page.emulateMedia({ media: 'print' })
  expect(await page.locator('.kern-btn:visible').count()).toBe(0)
  await page.getByText('Jörg Müßig').waitFor()
})
