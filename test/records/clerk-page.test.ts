import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, sidewaysScroll, violationsOn, type Browsing } from '../support/browser.ts'
import { pdfText } from '../support/pdf-text.ts'
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

test('no page of a meeting asks for what the records desk may not see', async () => {
  const lead = await sample.as('Köhler')
  const { page } = await browsing.visitor({ as: await sample.as('Achterberg') })
  const refused: string[] = []
  page.on('response', answer => {
    if (answer.status() === 403) refused.push(new URL(answer.url()).pathname)
  })
  const walk = async (meetingId: string, views: readonly string[]) => {
    for (const view of views) {
      await page.goto(`${app.base}/meetings/${meetingId}${view}`)
      await page.waitForLoadState('networkidle')
    }
  }
  await lead.post(`/api/meetings/${sample.nextId}/open`)
  await walk(sample.nextId, ['', '/agenda', '/attendance', '/minutes', '/wall', '/lobby'])
  await lead.post(`/api/meetings/${sample.nextId}/close`)
  await walk(sample.nextId, ['', '/wall', '/minutes'])
  await page.getByText('Dieses Protokoll ist noch ein Entwurf.').waitFor()
  // by the links, too, which load what comes before the page changes
  await walk(sample.lastId, ['/minutes'])
  for (const name of ['Lage', 'Tagesordnung', 'Teilnahme', 'Protokoll']) {
    await page.getByRole('link', { name, exact: true }).click()
    await page.waitForLoadState('networkidle')
  }
  expect(refused).toEqual([])
})

test.each([
  [1440, 'de-DE', 'Als Auskunft (PDF)', 'oder Zeitraum …', 'Vom', 'Bis zum'],
  [390, 'en-GB', 'As statement (PDF)', 'or a period …', 'From', 'Until'],
] as const)(
  'the answer, and a whole period, are handed over as a PDF (%i px, %s)',
  async (width, locale, statement, orPeriod, from, until) => {
    const client = await sample.as('Achterberg')
    await client.call('PATCH', '/api/me', { language: locale.slice(0, 2) })
    const { page, context } = await browsing.visitor({
      as: client,
      locale,
      viewport: { width, height: 900 },
    })
    const { openedAt } = await client.get<{ openedAt: string }>(`/api/meetings/${sample.lastId}`)
    const { me } = await client.get<{ me: { memberships: { staffId: string }[] } }>('/api/session')
    const functions = await client.get<{ functionId: string; label: string }[]>(
      `/api/records/functions?staffId=${me.memberships[0]!.staffId}`,
    )
    const { functionId } = functions.find(fn => fn.label === 'Leiter des Krisenstabes')!
    const at = new Date(Date.parse(openedAt) + 20 * 60_000).toISOString()
    await page.goto(`${app.base}/records?functionId=${functionId}&at=${at}`)
    const saved = async () => {
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: statement }).click(),
      ])
      return pdfText(await readFile(await file.path()))
    }
    expect(await saved()).toContain('Köhler-Özdemir')
    await page.getByRole('button', { name: orPeriod }).click()
    const day = new Date(openedAt).toLocaleDateString('sv', { timeZone: 'Europe/Berlin' })
    await page.getByLabel(from, { exact: true }).fill(day)
    await page.getByLabel(until, { exact: true }).fill(day)
    expect(await saved()).toContain('Köhler-Özdemir')
    expect(await violationsOn(page)).toEqual([])
    expect(await sidewaysScroll(page)).toBe(0)
    await page.getByLabel(until, { exact: true }).fill('2000-01-01')
    await page.getByRole('button', { name: statement }).waitFor()
    expect(await page.getByRole('link', { name: statement }).count()).toBe(0)
    await context.close()
    await client.call('PATCH', '/api/me', { language: 'de' })
  },
)

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
