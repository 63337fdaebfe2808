import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { browse, type Browsing } from '../support/browser.ts'
import { addMember, convene, foundStaff, type Signed, testPassword } from '../support/staff.ts'
import { appCode } from '../support/totp.ts'
import { deskOf } from '../meetings/support.ts'

type Person = { email: string; secret: string }

const clock = new TestClock(Date.now())
let app: TestApp
let browsing: Browsing
let staff: { staffId: string; lead: Signed }
let lea: Person
let otto: Person
let closedId: string
let seriesId: string

beforeAll(async () => {
  app = await startApp({ clock })
  staff = await foundStaff(app)
  const desk = deskOf(app, staff)
  lea = await withApp('Lea Tippt')
  otto = await withApp('Otto Ander')
  closedId = await convene(app, staff, { inMin: 1 })
  await desk.open(closedId)
  await staff.lead.client.post(`/api/meetings/${closedId}/decisions`, { text: 'Deich sichern' })
  await desk.close(closedId)
  const day = (days: number) =>
    new Date(clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10)
  const { meetings } = await staff.lead.client.post<{ meetings: { meetingId: string }[] }>(
    `/api/staffs/${staff.staffId}/series`,
    {
      incident: { title: 'Serie', kind: 'operation' },
      date: day(5),
      time: '08:30',
      durationMin: 50,
      place: 'Raum 101',
      rule: { every: 'day', until: day(12) },
    },
  )
  seriesId = meetings[0]!.meetingId
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
})

async function withApp(name: string): Promise<Person> {
  const { email, memberId } = await addMember(app, staff, {
    name,
    roles: ['lead', 'member'],
    withAccount: false,
  })
  const { code: token } = await staff.lead.client.post<{ code: string }>(
    `/api/members/${memberId}/enrolment`,
    { send: 'print' },
  )
  const client = app.client()
  const { totp } = await client.post<{ totp: { secret: string } }>('/api/enrolment/read', { token })
  await client.enrol({ token, password: testPassword, totpSecret: totp.secret })
  return { email, secret: totp.secret }
}

async function signIn(page: Page, { email, secret }: Person) {
  // a code counts once
  clock.forward(60_000)
  await page.getByLabel('E-Mail').fill(email)
  await page.getByLabel('Passwort', { exact: true }).fill(testPassword)
  await page.keyboard.press('Enter')
  await page.getByLabel('Sechsstelliger Code').fill(appCode(secret, clock.now().getTime()))
  await page.keyboard.press('Enter')
  await page.waitForURL(url => !url.pathname.startsWith('/sign-in'))
}
const endSessions = () => app.deps.database.sql`delete from sessions`
const stored = async () =>
  JSON.stringify(await staff.lead.client.get(`/api/meetings/${closedId}/minutes`))

test('what was typed into the minutes is found again by whoever typed it, and by nobody else', async () => {
  const { page } = await browsing.visitor()
  await page.goto(`${app.base}/meetings/${closedId}/minutes`)
  await signIn(page, lea)
  const field = page.locator('textarea').first()
  await field.waitFor()
  await endSessions()
  await field.fill('Entwurf von Lea')
  await page.waitForURL(/\/sign-in/)
  await signIn(page, otto)
  await field.waitFor()
  expect(await page.getByText('Entwurf von Lea').count()).toBe(0)
  expect(await field.inputValue()).not.toContain('Lea')
  // saved the moment after typing, and with it whatever else the page had kept
  await field.fill('Text von Otto')
  await expect.poll(stored, { timeout: 15_000 }).toContain('Text von Otto')
  expect(await stored()).not.toContain('Entwurf von Lea')
  await endSessions()
  await field.fill('Zweiter Text von Otto')
  await page.waitForURL(/\/sign-in/)
  await signIn(page, lea)
  await page.getByText('Entwurf von Lea').first().waitFor()
  expect(await stored()).not.toContain('Zweiter Text')
})

test('what was typed into the change of a series is there after signing in again', async () => {
  const { page } = await browsing.visitor()
  await page.goto(`${app.base}/meetings/${seriesId}/following`)
  await signIn(page, lea)
  const place = page.getByLabel('Ort', { exact: true })
  await place.waitFor()
  await endSessions()
  await place.fill('Saal der Feuerwehr')
  await page.waitForURL(/\/sign-in/)
  await signIn(page, lea)
  await expect.poll(() => place.inputValue()).toBe('Saal der Feuerwehr')
  await endSessions()
  await place.fill('Saal der Feuerwehr 2')
  await page.waitForURL(/\/sign-in/)
  await signIn(page, otto)
  await expect.poll(() => place.inputValue()).toBe('Raum 101')
})

test('what is typed in a tab does not count as of somebody who signed in in another tab', async () => {
  const { page, context } = await browsing.visitor()
  await page.goto(`${app.base}/meetings/${closedId}/minutes`)
  await signIn(page, lea)
  const field = page.locator('textarea').first()
  await field.waitFor()
  await endSessions()
  const other = await context.newPage()
  await other.goto(`${app.base}/`)
  await signIn(other, otto)
  const refused = page.waitForResponse(answer => answer.status() === 401)
  await field.fill('Noch ein Text von Lea')
  await refused
  await page
    .getByRole('button', { name: /Otto Ander/ })
    .first()
    .waitFor()
  await expect.poll(() => field.inputValue()).not.toContain('Lea')
  await field.fill('Noch ein Text von Otto')
  await expect.poll(stored, { timeout: 15_000 }).toContain('Noch ein Text von Otto')
  expect(await stored()).not.toContain('Noch ein Text von Lea')
})
