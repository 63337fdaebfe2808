import type { Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, violationsOn, type Browsing } from '../support/browser.ts'
import { foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
let browsing: Browsing
let lead: Signed
let staffId: string

beforeAll(async () => {
  app = await startApp()
  const staff = await foundStaff(app)
  ;({ lead, staffId } = staff)
  await lead.client.post(`/api/staffs/${staffId}/incidents`, {
    title: 'Hochwasser (erfunden)',
    kind: 'operation',
  })
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
})

const asked = '**/series/preview?*'

/**
 * The form with a daily series over the end of summer time, at a time that is shown twice on the
 * second day.
 */
async function planning() {
  const { page } = await browsing.visitor({ as: lead.client })
  await page.goto(`${app.base}/meetings/new`)
  await page.locator('input[type=date]').first().fill('2027-10-30')
  await page.locator('input[type=time]').fill('02:30')
  await page.getByText('täglich').click()
  const until = page.getByLabel('bis einschließlich')
  const preview = page.getByRole('group', { name: 'Vorschau' })
  return { page, until, preview }
}

test('a series is shown as it will be planned, with what is asked on the day of the clock change', async () => {
  const { page, until, preview } = await planning()
  await until.fill('2027-11-01')
  await preview.getByText('3 Sitzungen').waitFor()
  await page.getByRole('button', { name: 'Nur planen' }).click()
  await page.getByText('Bitte für die Tage der Zeitumstellung wählen.').waitFor()
  await page.getByText('die zweite').click()
  await preview.getByRole('button', { name: /1\. November.* findet statt$/ }).click()
  const days = await preview.getByRole('listitem').allTextContents()
  expect(days).toHaveLength(3)
  expect(days.join()).not.toContain('?')
  await page.getByRole('button', { name: 'Nur planen' }).click()
  await page.getByText('3 Sitzungen sind geplant.').waitFor()
  const made = await lead.client.get<{ startsAt: string }[]>(
    `/api/staffs/${staffId}/meetings?from=2027-10-01T00:00:00Z&until=2027-12-01T00:00:00Z`,
  )
  expect(made.map(meeting => meeting.startsAt)).toEqual([
    '2027-10-30T00:30:00.000Z',
    '2027-10-31T01:30:00.000Z',
    '2027-11-01T01:30:00.000Z',
  ])
})

test('planning shows holidays at their day, and days can be left out', async () => {
  const { page, context } = await browsing.visitor({ as: lead.client })
  await page.goto(`${app.base}/meetings/new`)
  await page.locator('input[type=date]').first().fill('2027-10-29')
  await page.locator('input[type=time]').first().fill('08:30')
  await page.getByText('Montag bis Freitag').click()
  await page.getByLabel('bis einschließlich').fill('2027-11-03')
  const preview = page.getByRole('group', { name: 'Vorschau' })
  await preview.getByText('4 Sitzungen').waitFor()
  await preview.getByText('Allerheiligen').waitFor()
  await page.getByRole('button', { name: 'Nur planen' }).click()
  await page.getByText('Bitte für jeden Feiertag entscheiden').waitFor()
  await preview.getByRole('button', { name: /1\. November.* entfällt$/ }).click()
  await preview.getByRole('button', { name: /3\. November.* auslassen$/ }).click()
  await preview.getByText('2 Sitzungen').waitFor()
  expect(await violationsOn(page)).toEqual([])
  await page.getByRole('button', { name: 'Nur planen' }).click()
  await page.getByText('2 Sitzungen sind geplant.').waitFor()
  await context.close()
})

test('while the next preview is on its way the last one stays', async () => {
  const { page, until, preview } = await planning()
  await until.fill('2027-11-01')
  await preview.getByText('3 Sitzungen').waitFor()
  const slow = Promise.withResolvers<void>()
  await page.route(asked, async route => {
    await slow.promise
    await route.continue()
  })
  await until.fill('2027-11-02')
  await preview.getByText('Die Vorschau wird erneuert').waitFor()
  expect(await preview.getByRole('listitem').count()).toBe(3)
  slow.resolve()
  await preview.getByText('4 Sitzungen').waitFor()
  await until.fill('2027-10-29')
  await page.getByText('Dieser Tag liegt vor dem ersten Termin.').waitFor()
  expect(await preview.count()).toBe(0)
})

test('without a connection the form says so, and shows the days once there is one again', async () => {
  const { page, until, preview } = await planning()
  await page.route(asked, route => route.abort())
  await until.fill('2027-11-01')
  const trouble = page.getByRole('alert').filter({ hasText: 'Die Vorschau fehlt' })
  await trouble.waitFor()
  await page.unroute(asked)
  await trouble.getByRole('button').click()
  await preview.getByText('3 Sitzungen').waitFor()
  expect(await trouble.count()).toBe(0)
  expect(browsing.complaints).toEqual([])
})

describe('when no answer comes to planning a meeting, and the form is changed and sent again', () => {
  async function planned(day: string, lose: (route: Route) => Promise<unknown>) {
    const { page } = await browsing.visitor({ as: lead.client })
    await page.goto(`${app.base}/meetings/new`)
    await page.locator('input[type=date]').first().fill(day)
    await page.locator('input[type=time]').first().fill('08:30')
    await page.route('**/meetings', async route => {
      if (route.request().method() !== 'POST') return void (await route.fallback())
      await lose(route)
      await route.abort()
      await page.unroute('**/meetings')
    })
    const plan = page.getByRole('button', { name: 'Nur planen' })
    await plan.click()
    await page.getByText('Der Server ist nicht erreichbar.').first().waitFor()
    await page.getByLabel(/^Ort/).first().fill('Feuerwache')
    await plan.click()
    return { page, plan }
  }
  const places = async (day: string) =>
    (
      await lead.client.get<{ place: string }[]>(
        `/api/staffs/${staffId}/meetings?from=${day}T00:00:00Z&until=${day}T23:00:00Z`,
      )
    ).map(({ place }) => place)

  test('and it had arrived, that is said, and nothing is planned a second time unasked', async () => {
    const { page, plan } = await planned('2027-06-07', route => route.fetch())
    await page.getByText(/Ihre erste Eingabe war doch angekommen/).waitFor()
    expect(await places('2027-06-07')).toEqual([''])
    await plan.click()
    await expect.poll(() => places('2027-06-07')).toContain('Feuerwache')
  })

  test('and it had not arrived, the changed one is planned', async () => {
    await planned('2027-06-08', async () => {})
    await expect.poll(() => places('2027-06-08')).toEqual(['Feuerwache'])
  })
})
