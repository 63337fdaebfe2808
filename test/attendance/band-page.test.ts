import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, type Browsing } from '../support/browser.ts'
import { pdfPageTexts } from '../support/pdf-text.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
let browsing: Browsing
let staff: { staffId: string; lead: Signed }
let meetingId: string
const name = 'Friedrich-Wilhelm von Hohenfels-Langenburg'

beforeAll(async () => {
  app = await startApp()
  staff = await foundStaff(app)
  const label = 'Verbindungsperson der Polizeiinspektion Beispielstadt-Süd'
  await staff.lead.client.post(`/api/staffs/${staff.staffId}/functions`, {
    label,
    block: 'Verbindungspersonen',
    isRequired: true,
  })
  const person = await addMember(app, staff, { name, functions: [label], withAccount: false })
  meetingId = await convene(app, staff)
  await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
  await staff.lead.client.post(`/api/meetings/${meetingId}/check-in`, {
    memberId: person.memberId,
    mode: 'onSite',
  })
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
})

test.each([320, 390, 768, 1024, 1440])(
  'where both have no room in the band at %i px, the function is cut and the name is whole',
  async width => {
    const { page } = await browsing.visitor({
      as: staff.lead.client,
      viewport: { width, height: 900 },
    })
    await page.goto(`${app.base}/meetings/${meetingId}/attendance`)
    const shown = page.locator('.band .name').filter({ hasText: name })
    await shown.waitFor()
    const isWhole = () =>
      shown.evaluate(of => {
        const part = of.querySelector('.person-name') ?? of
        const box = part.getBoundingClientRect()
        return (
          part.scrollWidth <= part.clientWidth && box.right <= of.getBoundingClientRect().right + 1
        )
      })
    expect(await isWhole()).toBe(true)
    await page.emulateMedia({ media: 'print' })
    expect(await isWhole()).toBe(true)
    const paper = (await pdfPageTexts(await page.pdf({ preferCSSPageSize: true }))).join('')
    expect(paper).toContain(`·${name.replaceAll(' ', '')}`)
  },
)
