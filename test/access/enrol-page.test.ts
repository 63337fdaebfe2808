import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, sidewaysScroll, violationsOn, type Browsing } from '../support/browser.ts'
import { addMember, foundStaff } from '../support/staff.ts'

let app: TestApp
let browsing: Browsing
let code: string

beforeAll(async () => {
  app = await startApp()
  const staff = await foundStaff(app)
  const { memberId } = await addMember(app, staff, { name: 'Beate Weiß', withAccount: false })
  ;({ code } = await staff.lead.client.post<{ code: string }>(
    `/api/members/${memberId}/enrolment`,
    { send: 'print' },
  ))
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
})

test.each([390, 1440])(
  'at %i px the app is named, and a phone opens it before it shows a picture',
  async width => {
    const { page, context } = await browsing.visitor({ viewport: { width, height: 844 } })
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.goto(`${app.base}/enrol#${code}`)
    const top = async (of: ReturnType<typeof page.locator>) => (await of.boundingBox())!.y
    const picture = page.getByAltText('QR-Code für die Authenticator-App')
    await page.getByText(/zum Beispiel FreeOTP oder 2FAS/).waitFor()
    const open = page.getByRole('link', { name: 'In der App auf diesem Gerät öffnen' })
    const key = page.locator('.key')
    if (width < 640) {
      expect(await top(open)).toBeLessThan(await top(picture))
      expect(await top(key)).toBeLessThan(await top(picture))
    } else expect(await top(picture)).toBeLessThan(await top(key))
    await page.getByRole('button', { name: 'Schlüssel kopieren' }).click()
    await page.getByText('Der Schlüssel ist kopiert.').waitFor()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toBe((await key.textContent())!.replaceAll(' ', ''))
    expect(await sidewaysScroll(page)).toBe(0)
    expect(await violationsOn(page)).toEqual([])
  },
)
