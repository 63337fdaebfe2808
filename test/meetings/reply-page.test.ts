import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, sidewaysScroll, violationsOn, type Browsing } from '../support/browser.ts'
import { addMember, convene, foundStaff, linkOf, type Signed } from '../support/staff.ts'

let app: TestApp
let browsing: Browsing
let staff: { staffId: string; lead: Signed }
let buma: Signed
beforeAll(async () => {
  app = await startApp()
  staff = await foundStaff(app)
  buma = await addMember(app, staff, {
    name: 'Jonas Brandt',
    functions: ['BuMA'],
    withAccount: false,
  })
  for (const name of ['Çiğdem Yıldız', 'Friedrich-Wilhelm von Hohenfels'])
    await addMember(app, staff, { name, withAccount: false })
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
})

test.each([
  ['on a desktop', { viewport: { width: 1440, height: 900 } }],
  [
    'dark, on a phone',
    { viewport: { width: 390, height: 844 }, colorScheme: 'dark' as const, hasTouch: true },
  ],
])(
  'behind a link a deputy is found by three letters, with the keyboard alone: %s',
  async (_, options) => {
    const meetingId = await convene(app, staff)
    const token = await linkOf(staff, meetingId, buma)
    const { page, context } = await browsing.visitor(options)
    await page.goto(`${app.base}/reply#${token}`)
    await page.getByRole('button', { name: /Vertretung benennen/ }).press('Enter')
    const field = page.getByRole('searchbox', {
      name: 'Andere Person: mindestens drei Buchstaben',
    })
    await field.focus()
    await page.keyboard.type('yi')
    expect(await page.getByText('Yıldız').count()).toBe(0)
    await page.keyboard.type('l')
    await page.getByText('1 Person gefunden.').waitFor()
    expect(await violationsOn(page)).toEqual([])
    expect(await sidewaysScroll(page)).toBe(0)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByText(/verhindert, vertreten durch Çiğdem Yıldız/).waitFor()
    await page.getByRole('button', { name: /Vertretung benennen/ }).click()
    await field.fill('xyz')
    await page.getByText(/Niemand im Stab heißt so/).waitFor()
    await context.close()
    expect(browsing.complaints).toEqual([])
  },
)

const looks = [
  ['on a desktop', { viewport: { width: 1440, height: 900 } }],
  [
    'dark, on a phone',
    { viewport: { width: 390, height: 844 }, colorScheme: 'dark' as const, hasTouch: true },
  ],
] as const

test.each(looks)(
  'the page says as what one is asked, and for whom one stands in; later only that one is not needed: %s',
  async (_, options) => {
    const meetingId = await convene(app, staff)
    const deputy = await addMember(app, staff, {
      name: `Aylin Demir ${options.viewport.width}`,
      functions: ['SMS Ordnung'],
      withAccount: false,
    })
    const attendees = `/api/meetings/${meetingId}/attendees`
    const all = await staff.lead.client.get<{ attendeeId: string; memberId: string }[]>(attendees)
    const { attendeeId } = all.find(each => each.memberId === buma.memberId)!
    const reply = (body: object) =>
      staff.lead.client.call('PUT', `${attendees}/${attendeeId}/reply`, body)
    const visitor = await browsing.visitor(options)
    const { page } = visitor
    const open = async (token: string) => {
      await page.goto('about:blank')
      await page.goto(`${app.base}/reply#${token}`)
    }
    await open(await linkOf(staff, meetingId, buma))
    await page.getByText('Funktion: BuMA').waitFor()
    // whoever joins the staff later is invited as the functions say, so she is sent by name
    await reply({ kind: 'declined', deputyMemberId: deputy.memberId })
    const token = await linkOf(staff, meetingId, deputy)
    await open(token)
    await page.getByText('Funktion: SMS Ordnung').waitFor()
    await page.getByText('In Vertretung für Jonas Brandt, BuMA').waitFor()
    expect(await violationsOn(page)).toEqual([])
    expect(await sidewaysScroll(page)).toBe(0)
    const path = `/api/staffs/${staff.staffId}/members/${deputy.memberId}`
    await staff.lead.client.call('DELETE', path)
    await open(token)
    await page.getByRole('heading', { name: 'Sie gehören diesem Stab nicht mehr an.' }).waitFor()
    await page.getByText('Sie müssen nichts tun.').waitFor()
    expect(await page.getByText(/bleibt|neuesten Mail|rufen Sie an|nmelden/).count()).toBe(0)
    await visitor.context.close()
  },
)

test('a link is not said to be old when it never was one', async () => {
  const meetingId = await convene(app, staff)
  const token = await linkOf(staff, meetingId, buma)
  const { page, context } = await browsing.visitor()
  await page.goto(`${app.base}/reply#${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`)
  await page.getByRole('heading', { name: 'Diesen Link gibt es nicht.' }).waitFor()
  await context.close()
})
