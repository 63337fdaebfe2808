import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MailSummary } from '../../src/mail/contract.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, sidewaysScroll, violationsOn, type Browsing } from '../support/browser.ts'
import { addMember, convene, foundStaff, linkOf, type Signed } from '../support/staff.ts'

let app: TestApp
let browsing: Browsing
let staff: { staffId: string; lead: Signed }

beforeAll(async () => {
  app = await startApp()
  browsing = await browse(app.base)
  staff = await foundStaff(app)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
})

test.each([
  ['de', 'close', 'Diese Sitzung ist vorbei', 390],
  ['en', 'cancel', 'This meeting is cancelled', 1280],
] as const)(
  'in %s, a reply page on which the meeting ends (%s) says so, and a link opened later says no more',
  async (lang, how, title, width) => {
    const name = how === 'close' ? 'Ida Ende' : 'Carl Cancel'
    const who = await addMember(app, staff, { name, withAccount: false })
    const path = `/api/staffs/${staff.staffId}/members/${who.memberId}`
    await staff.lead.client.call('PATCH', path, { language: lang })
    const meetingId = await convene(app, staff)
    const link = `${app.base}/reply#${await linkOf(staff, meetingId, who)}`
    const { page } = await browsing.visitor({
      viewport: { width, height: 800 },
      locale: lang === 'de' ? 'de-DE' : 'en-GB',
    })
    await page.goto(link)
    await page.getByRole('heading', { name: /Sitzung|Meeting/ }).waitFor()
    if (how === 'close') await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
    await staff.lead.client.post(
      `/api/meetings/${meetingId}/${how}`,
      how === 'cancel' ? { reason: 'Pegel' } : {},
    )
    await page.getByRole('button', { name: /virtuell|video/i }).click()
    await isOver(page, title)
    const { page: later } = await browsing.visitor({
      viewport: { width, height: 800 },
      locale: lang === 'de' ? 'de-DE' : 'en-GB',
    })
    await later.goto(link)
    await isOver(later, title)
    expect(await later.locator('main').innerText()).not.toMatch(
      new RegExp(`${name}|Kreishaus|Hochwasser|Pegel|Krisenstab`),
    )
    expect(await violationsOn(later)).toEqual([])
    expect(await sidewaysScroll(later)).toBe(0)
    expect(browsing.complaints).toEqual([])
  },
  60_000,
)

test('the dialog says what a leaving ends, and the Postausgang what became of the mails', async () => {
  const who = await addMember(app, staff, { name: 'Wanda Warte', withAccount: false })
  await convene(app, staff)
  const { page } = await browsing.visitor({ as: staff.lead.client })
  await page.goto(`${app.base}/staff`)
  await page.getByRole('button', { name: 'Wanda Warte ändern' }).click()
  await page.getByRole('heading', { name: 'Aus dem Stab nehmen' }).waitFor()
  await page.getByText('Nicht mehr eingeladen: Wanda Warte.').waitFor()
  await page.getByRole('button', { name: 'Aus dem Stab nehmen' }).click()
  await page.getByText('Wanda Warte gehört nicht mehr zum Stab.').waitFor()
  await page.goto(`${app.base}/outbox`)
  await page.getByText('Ausscheiden aus dem Stab').first().waitFor()
  await page.getByText(/^zurückgezogen \(1\)$/).click()
  await page
    .getByRole('row', { name: /Wanda Warte.*zurückgezogen/ })
    .getByRole('link')
    .click()
  await page
    .getByText(
      'Wanda Warte gehört dem Stab nicht mehr an oder nimmt an keiner Sitzung mehr teil. Die Mail wird deshalb nicht gesendet.',
    )
    .waitFor()
  expect(await page.getByRole('button', { name: 'Jetzt senden' }).count()).toBe(0)
  expect(await violationsOn(page)).toEqual([])
  expect((await outboxOf(who)).map(m => [m.kind, m.state]).sort()).toEqual([
    ['invitation', 'withdrawn'],
    ['left', 'unsent'],
  ])
  expect(browsing.complaints).toEqual([])
}, 60_000)

test('the account page says that überall abmelden ends the calendar address and the links', async () => {
  const { page } = await browsing.visitor({ as: staff.lead.client })
  await page.goto(`${app.base}/account`)
  await page.getByText(/Auch Ihre Kalender-Adresse und die persönlichen Links/).waitFor()
  expect(await violationsOn(page)).toEqual([])
}, 60_000)

async function isOver(page: Page, title: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
  await expect.poll(() => page.title()).toBe(`${title} · Lagerunde`)
  expect(await page.getByRole('button', { name: /virtuell|video/i }).count()).toBe(0)
}

async function outboxOf(who: Signed): Promise<MailSummary[]> {
  const all = await staff.lead.client.get<MailSummary[]>(`/api/staffs/${staff.staffId}/outbox`)
  return all.filter(m => m.toAddress === who.email)
}
