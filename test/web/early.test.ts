import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, type Browsing } from '../support/browser.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

vi.setConfig({ testTimeout: 60_000 })

let app: TestApp
let browsing: Browsing
let lead: Signed
let meetingId: string

beforeAll(async () => {
  app = await startApp()
  const staff = await foundStaff(app)
  lead = staff.lead
  await addMember(app, staff, { name: 'Jonas Weber', functions: ['SMS Ordnung'] })
  meetingId = await convene(app, staff)
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
})
afterEach(() => expect(browsing.complaints).toEqual([]))

test.each(['/', '/meetings/$', '/meetings/$/attendance', '/meetings/$/wall', '/staff'])(
  'what %s asks before its files have come is not asked again',
  async path => {
    const { page, context } = await browsing.visitor({ as: lead.client })
    const asked = questionsOf(page)
    const follows = page.waitForRequest(/\/api\/live/)
    await page.goto(app.base + path.replace('$', meetingId))
    await follows
    const before = asked.slice(
      0,
      asked.findIndex(each => each.includes('/api/live')),
    )
    expect(before.length).toBeGreaterThan(1)
    expect(before).toEqual([...new Set(before)])
    await context.close()
  },
)

test('the answer page asks once, and its token stands in no address', async () => {
  const [attendee] = await lead.client.get<{ attendeeId: string }[]>(
    `/api/meetings/${meetingId}/attendees`,
  )
  const { url } = await lead.client.post<{ url: string }>(
    `/api/meetings/${meetingId}/attendees/${attendee!.attendeeId}/link`,
  )
  const { hash } = new URL(url)
  const { page, context } = await browsing.visitor()
  const asked = questionsOf(page)
  await page.goto(`${app.base}/reply${hash}`)
  await page.getByRole('button', { name: 'virtuell' }).waitFor()
  expect(asked.filter(each => each.includes('/api/')).sort()).toEqual([
    'GET /api/session',
    'POST /api/answer/read',
  ])
  expect(asked.filter(each => each.includes(hash.slice(1)))).toEqual([])
  await context.close()
})

function questionsOf(page: Page): string[] {
  const asked: string[] = []
  page.on('request', request => {
    const { pathname, search } = new URL(request.url())
    asked.push(`${request.method()} ${pathname}${search}`)
  })
  return asked
}
