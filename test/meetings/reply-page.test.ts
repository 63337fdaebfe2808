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
