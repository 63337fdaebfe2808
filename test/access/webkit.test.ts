import { By, until, type WebDriver } from 'selenium-webdriver'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { startApp, type TestApp, TestClock } from '../support/app.ts'
import {
  addMember,
  convene,
  foundStaff,
  linkOf,
  type Signed,
  testPassword,
} from '../support/staff.ts'
import { hasWebKit, launchWebKit } from '../support/webkit.ts'
import { appCode } from '../support/totp.ts'
import { minute } from './support.ts'

if (!hasWebKit) console.warn('No WebKitGTK with its driver, so nothing is tried in it.')

describe.skipIf(!hasWebKit)('WebKit as it comes, on plain http', () => {
  let app: TestApp
  let page: WebDriver
  let close: () => Promise<void>
  let staff: Awaited<ReturnType<typeof foundStaff>>
  let member: Signed
  let meetingId: string
  const clock = new TestClock(new Date().toISOString())

  beforeAll(async () => {
    app = await startApp({ clock, video: 'real' })
    staff = await foundStaff(app)
    member = await addMember(app, staff, { name: 'Çiğdem Yıldız', functions: ['BuMA'] })
    meetingId = await convene(app, staff)
    clock.forward(minute)
    ;({ page, close } = await launchWebKit())
  })
  afterAll(async () => {
    await close?.()
    await app?.stop()
  })

  test('signs in with both factors and stays signed in', async () => {
    await page.get(app.base)
    await type('E-Mail', staff.lead.email)
    await type('Passwort', testPassword)
    await press('Weiter')
    await type('Sechsstelliger Code', appCode(staff.appSecret, clock.now().getTime()))
    await press('Anmelden')
    await there('//h1[starts-with(., "Sitzung")]')
    await page.navigate().refresh()
    await there('//h1[starts-with(., "Sitzung")]')
  })

  test('answers an invitation by its link', async () => {
    await page.get(`${app.base}/reply#${await linkOf(staff, meetingId, member)}`)
    await press('virtuell')
    await there('//button[starts-with(., "virtuell") and @aria-pressed="true"]')
  })

  test('says in the lobby that it has no video calls', async () => {
    await page.get(`${app.base}/meetings/${meetingId}/lobby`)
    await there('//*[contains(., "Dieser Browser kann keine Videogespräche führen")]')
  })

  const there = (xpath: string) => page.wait(until.elementLocated(By.xpath(xpath)), 30_000)
  const field = (label: string) => there(`//input[@id=//label[normalize-space()='${label}']/@for]`)
  const type = async (label: string, text: string) => (await field(label)).sendKeys(text)
  const press = async (name: string) =>
    (await there(`//button[starts-with(normalize-space(), '${name}')]`)).click()
})
