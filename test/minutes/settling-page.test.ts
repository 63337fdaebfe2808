import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MinutesView } from '../../src/minutes/contract.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, sidewaysScroll, violationsOn, type Browsing } from '../support/browser.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
let browsing: Browsing
let staff: { staffId: string; lead: Signed }
let taker: Signed

beforeAll(async () => {
  app = await startApp()
  staff = await foundStaff(app)
  taker = await addMember(app, staff, { name: 'Pelin Öztürk', roles: ['minuteTaker'] })
  await addMember(app, staff, { name: 'Beate Weiß', withAccount: false })
  browsing = await browse(app.base)
})
afterAll(async () => {
  expect(browsing.complaints).toEqual([])
  await browsing?.close()
  await app?.stop()
})

/** A draft with an order nobody has, and two points of the agenda without text. */
async function draft(): Promise<string> {
  const meetingId = await convene(app, staff, {
    minuteTakerId: taker.memberId,
    agenda: [
      { title: 'Lagebericht', minutes: 10 },
      { title: 'Presse', minutes: 10 },
    ],
  })
  const { client } = staff.lead
  await client.post(`/api/meetings/${meetingId}/open`)
  await taker.client.post(`/api/meetings/${meetingId}/orders`, { text: 'Sandsäcke füllen' })
  await client.post(`/api/meetings/${meetingId}/close`)
  return meetingId
}
/** in two days, which no question is asked about */
const dueOn = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)
const minutesOf = (meetingId: string) =>
  staff.lead.client.get<MinutesView>(`/api/meetings/${meetingId}/minutes`)

async function at(who: Signed, meetingId: string, width: number): Promise<Page> {
  const { page } = await browsing.visitor({ as: who.client, viewport: { width, height: 900 } })
  await page.goto(`${app.base}/meetings/${meetingId}/minutes`)
  return page
}

test.each([1440, 390])(
  'an order without a person gets one where it is named, %i px',
  async width => {
    const meetingId = await draft()
    const page = await at(staff.lead, meetingId, width)
    const finding = page.getByRole('listitem').filter({ hasText: 'ohne Verantwortliche' })
    const act = finding.getByRole('button', { name: 'Speichern' })
    await finding.getByRole('button', { name: /^Person und Frist von / }).click()
    await finding.getByText('Bitte nennen Sie jemanden.').waitFor()
    expect(await act.getAttribute('aria-disabled')).toBe('true')
    const field = finding.getByLabel('Zuständig')
    expect(await field.evaluate(element => element === document.activeElement)).toBe(true)
    await field.fill('Beate Weiß')
    await finding.getByLabel('Frist, Datum').fill(dueOn)
    await finding.getByLabel('Frist, Uhrzeit').fill('12:00')
    expect(await sidewaysScroll(page)).toBe(0)
    expect(await violationsOn(page)).toEqual([])
    await act.click()
    await finding.waitFor({ state: 'detached' })
    const { record } = await minutesOf(meetingId)
    expect(record.orders).toMatchObject([{ responsible: 'Beate Weiß' }])
    expect(record.orders[0]?.dueAt).toContain(`${dueOn}T12:00`)
  },
)

test('a point without text is told, or said not to have been treated, where it is named', async () => {
  const meetingId = await draft()
  const page = await at(taker, meetingId, 1440)
  await page.getByRole('button', { name: 'Text schreiben: Lagebericht' }).click()
  await page.getByLabel('Text zu „Lagebericht“').fill('Der Pegel fällt.')
  await page.getByRole('button', { name: 'Text übernehmen: Lagebericht' }).click()
  await page.getByText('Ein Punkt der Tagesordnung ohne Text').waitFor()
  await page.getByRole('button', { name: 'Nicht behandelt: Presse' }).click()
  await page.getByText(/der Tagesordnung ohne Text$/).waitFor({ state: 'detached' })
  expect((await minutesOf(meetingId)).record.agenda.map(item => item.text)).toEqual([
    'Der Pegel fällt.',
    'nicht behandelt',
  ])
})

test('who may only read sees what stands out, without an act', async () => {
  const reader = await addMember(app, staff, { name: 'Jonas Brandt' })
  const page = await at(reader, await draft(), 1440)
  await page.getByText(/ohne Verantwortliche$/).waitFor()
  await page.waitForLoadState('networkidle')
  expect(
    await page.getByRole('button', { name: /^(Person und Frist|Nicht behandelt|Text)/ }).count(),
  ).toBe(0)
})
