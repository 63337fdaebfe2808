import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, sidewaysScroll, violationsOn, type Browsing } from '../support/browser.ts'
import { makeSample, type Sample } from '../support/sample.ts'

/** The records desk, months later: it finds meetings, sees no fault, and gets an answer. */
let app: TestApp
let sample: Sample
let browsing: Browsing
beforeAll(async () => {
  app = await startApp()
  sample = await makeSample(app)
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
})

test('meetings are in the navigation, and none of their pages calls a missing permission a fault', async () => {
  const { page } = await browsing.visitor({ as: await sample.as('Achterberg') })
  await page.goto(`${app.base}/`)
  await page.getByRole('navigation').getByRole('link', { name: 'Sitzungen' }).click()
  await page.getByRole('heading', { level: 1, name: 'Sitzungen' }).waitFor()
  for (const view of ['', '/agenda', '/attendance', '/minutes']) {
    await page.goto(`${app.base}/meetings/${sample.lastId}${view}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.waitForLoadState('networkidle')
    expect(await page.getByRole('button', { name: 'Erneut versuchen' }).count(), view).toBe(0)
    expect(await page.getByText('Das hat nicht geklappt').count(), view).toBe(0)
  }
  await page.goto(`${app.base}/meetings/${sample.lastId}`)
  await page
    .getByText('Beschlüsse und Aufträge stehen für Sie im freigegebenen Protokoll.')
    .waitFor()
})

test.each([
  [1440, 'de-DE', 'Antwort suchen', 'Funktion', 'Uhrzeit', 'Drucken'],
  [390, 'en-GB', 'Find the answer', 'Function', 'Time', 'Print'],
] as const)(
  'who had a function when is answered with a name first (%i px, %s)',
  async (width, locale, act, fn, time, print) => {
    const client = await sample.as('Achterberg')
    await client.call('PATCH', '/api/me', { language: locale.slice(0, 2) })
    const { page, context } = await browsing.visitor({
      as: client,
      locale,
      viewport: { width, height: 900 },
    })
    const last = await client.get<{ openedAt: string }>(`/api/meetings/${sample.lastId}`)
    const [day, clock] = new Date(Date.parse(last.openedAt) + 20 * 60_000)
      .toLocaleString('sv', { timeZone: 'Europe/Berlin' })
      .split(' ')
    await page.goto(`${app.base}/records`)
    await page.getByLabel(fn, { exact: true }).selectOption({ label: 'Leiter des Krisenstabes' })
    await page.locator('.holder-question input[type=date]').fill(day!)
    await page.getByLabel(time, { exact: true }).fill(clock!.slice(0, 5))
    await page.getByRole('button', { name: act }).click()
    const answer = page.locator('.holder-answer')
    await answer.locator('.headline').filter({ hasText: 'Köhler' }).waitFor()
    await page.getByRole('button', { name: print }).waitFor()
    expect(new URL(page.url()).searchParams.get('at')).toMatch(/Z$/)
    expect(await violationsOn(page)).toEqual([])
    expect(await sidewaysScroll(page)).toBe(0)
    // the address alone asks the same again
    await page.reload()
    await answer.locator('.headline').filter({ hasText: 'Köhler' }).waitFor()
    await context.close()
    await client.call('PATCH', '/api/me', { language: 'de' })
  },
)
