import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, sidewaysScroll, violationsOn, type Browsing } from '../support/browser.ts'
import { addMember, convene, foundStaff, linkOf, type Signed } from '../support/staff.ts'

let app: TestApp
let browsing: Browsing
let staff: { staffId: string; lead: Signed }
let jonas: Signed

beforeAll(async () => {
  app = await startApp()
  staff = await foundStaff(app)
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
})
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true }
const settings = async (json: object) => {
  const path = `/api/staffs/${staff.staffId}`
  const { revision } = await staff.lead.client.get<{ revision: number }>(path)
  await staff.lead.client.call('PATCH', path, { ...json, revision })
}

test('a new staff is told that dial-in and hotline are missing, and comes to the field in one step', async () => {
  const { page, context } = await browsing.visitor({ as: staff.lead.client })
  await page.goto(app.base)
  await page.getByRole('heading', { name: 'Vier Schritte bis zur ersten Sitzung' }).waitFor()
  const step = page.getByRole('listitem').filter({ hasText: 'Einwahl und Hotline eintragen' })
  expect(await step.getByText('erledigt').count()).toBe(0)
  await step.getByRole('link', { name: 'Eintragen' }).click()
  const field = page.getByLabel(/^Einwahlnummer/)
  await field.waitFor()
  await expect.poll(() => field.evaluate(each => each === document.activeElement)).toBe(true)
  expect(await violationsOn(page)).toEqual([])
  await context.close()
})

test('the lobby says whom to call without a number, and the lead where to enter one', async () => {
  jonas = await addMember(app, staff, { name: 'Jonas Brandt' })
  const id = await convene(app, staff, { inMin: 5 })
  for (const [who, mayEnter] of [
    [jonas, false],
    [staff.lead, true],
  ] as const) {
    const { page, context } = await browsing.visitor({ ...phone, as: who.client })
    await page.goto(`${app.base}/meetings/${id}/lobby`)
    await page
      .getByText(/Rufen Sie die KGS unter der Nummer an, die Sie von ihr haben/)
      .first()
      .waitFor()
    const link = page.getByRole('link', { name: 'Einwahl und Hotline eintragen' })
    expect((await link.count()) > 0).toBe(mayEnter)
    expect(await violationsOn(page)).toEqual([])
    expect(await sidewaysScroll(page)).toBe(0)
    await context.close()
  }
})

test('the page for replying leads into the room from a quarter of an hour before, and signing in leads there', async () => {
  const open = async (token: string) => {
    const visitor = await browsing.visitor(phone)
    await visitor.page.goto(`${app.base}/reply#${token}`)
    return visitor
  }
  const late = await convene(app, staff, { inMin: 300, hasVirtualRoom: true })
  const before = await open(await linkOf(staff, late, jonas))
  await before.page.getByText(/ab \d\d:\d\d Uhr hier zuschalten/).waitFor()
  expect(await before.page.getByRole('link', { name: 'Jetzt zuschalten' }).count()).toBe(0)
  await before.context.close()

  const id = await convene(app, staff, { inMin: 5, hasVirtualRoom: true })
  await staff.lead.client.post(`/api/meetings/${id}/open`)
  const { page, context } = await open(await linkOf(staff, id, jonas))
  await page.getByText('Die Sitzung läuft.').waitFor()
  expect(await violationsOn(page)).toEqual([])
  expect(await sidewaysScroll(page)).toBe(0)
  await page.getByRole('link', { name: 'Jetzt zuschalten' }).click()
  await page.getByLabel('Passwort').waitFor()
  expect(decodeURIComponent(page.url())).toContain(`target=/meetings/${id}/lobby`)
  await context.close()
})

test('the page for all dates leads there, too', async () => {
  const { meetings } = await staff.lead.client.post<{ meetings: { meetingId: string }[] }>(
    `/api/staffs/${staff.staffId}/series`,
    {
      incident: { title: 'Hochwasser', kind: 'operation' },
      date: '2031-03-03',
      time: '08:30',
      durationMin: 50,
      hasVirtualRoom: true,
      rule: { every: 'day', until: '2031-03-05' },
      convene: true,
      meant: 'farAhead',
    },
  )
  const { page, context } = await browsing.visitor(phone)
  const token = await linkOf(staff, meetings[0]!.meetingId, jonas)
  await page.goto(`${app.base}/reply#${token}`)
  await page.getByRole('link', { name: /auf einer Seite/ }).click()
  await page.getByText('ab Mo 3.3., 08:15 Uhr hier zuschalten').waitFor()
  await context.close()
})

test('whoever takes part by phone reads who enters them, and dials the hotline in one press', async () => {
  await settings({ hotline: '02336 93-4444' })
  const id = await convene(app, staff, { inMin: 300 })
  const { page, context } = await browsing.visitor(phone)
  await page.goto(`${app.base}/reply#${await linkOf(staff, id, jonas)}`)
  await page.getByRole('button', { name: /telefonisch/ }).click()
  await page.getByText(/Rufen Sie zu Beginn die KGS an: Sie hört Sie und trägt Sie ein/).waitFor()
  const hotline = page.getByRole('link', { name: 'IT-Hotline 02336 93-4444' })
  expect(await hotline.first().getAttribute('href')).toBe('tel:02336934444')
  await settings({ dialInNumber: '02336 93-1111' })
  await page.reload()
  await page.getByText(/Die KGS trägt Sie ein, wenn Sie anrufen/).waitFor()
  expect(await violationsOn(page)).toEqual([])
  expect(await sidewaysScroll(page)).toBe(0)
  await context.close()
})
