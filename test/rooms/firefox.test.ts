import type { Browser, Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { button, firefoxPageAs, firefoxPath, launchFirefox } from '../support/firefox.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

if (!firefoxPath) console.warn('No Firefox on the PATH, so nothing is tried in it.')

describe.skipIf(!firefoxPath)('Firefox as it comes', () => {
  let app: TestApp
  let browser: Browser
  let meetingId: string
  let first: Signed
  let second: Signed

  beforeAll(async () => {
    app = await startApp({ video: 'real' })
    const staff = await foundStaff(app)
    first = await addMember(app, staff, { name: 'Jörg Müßig', functions: ['SMS Ordnung'] })
    second = await addMember(app, staff, { name: 'Çiğdem Yıldız', functions: ['SMS Gesundheit'] })
    meetingId = await convene(app, staff, { inMin: 1 })
    await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
    browser = await launchFirefox()
  })
  afterAll(async () => {
    await browser?.close()
    await app?.stop()
  })

  test('two on one machine find video good in the lobby, and see and hear each other', async () => {
    const pages = [await enter(first), await enter(second)]
    for (const page of pages) {
      // the pages are tabs of one window, and a hidden tab is sent no pictures
      await page.bringToFront()
      await page.waitForFunction(
        () =>
          [...document.querySelectorAll('video')].filter(each => each.videoWidth > 0).length >= 2,
      )
      await page.waitForFunction(() =>
        [...document.querySelectorAll('audio')].some(each => each.srcObject && !each.paused),
      )
    }
  })

  async function enter({ client }: Signed): Promise<Page> {
    const page = await firefoxPageAs(browser, { client, base: app.base })
    await page.goto(`${app.base}/meetings/${meetingId}/lobby`)
    await page.locator('::-p-text(Server und Video erreichbar)').wait()
    await page.locator(button('Jetzt zuschalten')).click()
    return page
  }
})
