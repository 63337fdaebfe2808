import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Meeting } from '../../src/meetings/contract/meeting.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, sidewaysScroll, violationsOn, type Browsing } from '../support/browser.ts'
import { convene, foundStaff } from '../support/staff.ts'
import type { Client } from '../support/client.ts'

let app: TestApp
let browsing: Browsing
let lead: Client
const held = { tomorrow: '', now: '', soon: '' }
type Entry = { text: string; dueAt: string | null }

beforeAll(async () => {
  app = await startApp()
  const staff = await foundStaff(app)
  lead = staff.lead.client
  held.tomorrow = await convene(app, staff, { title: 'Morgenlage', inMin: 24 * 60 })
  held.now = await convene(app, staff, { title: 'Lage', inMin: 1 })
  held.soon = await convene(app, staff, { title: 'Stabsrunde', inMin: 2 })
  await lead.post(`/api/meetings/${held.now}/open`)
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
})
const narrow = { width: 390, height: 844 }
const meeting = (id: string) => lead.get<Meeting>(`/api/meetings/${id}`)

test('opening beside another running meeting is asked back, by its name', async () => {
  const { page } = await browsing.visitor({ as: lead, viewport: narrow })
  await page.goto(`${app.base}/meetings/${held.soon}`)
  await page.getByRole('button', { name: 'Eröffnen', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Zwei Sitzungen zugleich?' })
  await dialog.getByText('Eine andere Sitzung dieses Stabes läuft noch.').waitFor()
  await dialog.getByRole('link', { name: /^Lage · / }).waitFor()
  expect(await violationsOn(page)).toEqual([])
  expect(await sidewaysScroll(page)).toBe(0)
  await dialog.getByRole('button', { name: 'Noch nicht' }).click()
  expect((await meeting(held.soon)).state).toBe('convened')
  await page.getByRole('button', { name: 'Eröffnen', exact: true }).click()
  await dialog.getByRole('button', { name: 'Jetzt eröffnen' }).click()
  await page.getByText('Eröffnet.').first().waitFor()
  expect((await meeting(held.soon)).state).toBe('open')
  await lead.post(`/api/meetings/${held.soon}/close`)
  expect(browsing.complaints).toEqual([])
})

test('opening a meeting of another day is asked back, and moves it to now only when meant so', async () => {
  const { page } = await browsing.visitor({ as: lead, viewport: narrow })
  await page.goto(`${app.base}/meetings/${held.tomorrow}`)
  const before = await meeting(held.tomorrow)
  const open = page.getByRole('button', { name: 'Eröffnen', exact: true })
  await open.click()
  const dialog = page.getByRole('dialog', { name: 'Heute eröffnen?' })
  await dialog.getByText(/^Das lässt sich danach nicht rückgängig machen, weil/).waitFor()
  await dialog.getByText('wird sie auf jetzt verschoben').waitFor()
  expect(await violationsOn(page)).toEqual([])
  expect(await sidewaysScroll(page)).toBe(0)
  await dialog.getByRole('button', { name: 'Noch nicht' }).click()
  await dialog.waitFor({ state: 'hidden' })
  expect(await meeting(held.tomorrow)).toMatchObject({
    state: 'convened',
    startsAt: before.startsAt,
  })

  await open.press('Enter')
  await dialog.getByRole('button', { name: 'Jetzt eröffnen' }).press('Enter')
  await expect
    .poll(async () => (await meeting(held.tomorrow)).state, { timeout: 15_000 })
    .toBe('open')
  const { startsAt, movedFrom } = await meeting(held.tomorrow)
  expect(movedFrom).toBe(before.startsAt)
  expect(startsAt < before.startsAt).toBe(true)
  expect(browsing.complaints).toEqual([])
})

for (const [locale, words] of [
  [
    'de-DE',
    {
      order: 'Auftrag',
      fields: 'Person und Frist',
      date: 'Frist, Datum',
      time: 'Frist, Uhrzeit',
      save: 'Speichern',
      past: 'Dieser Termin liegt in der Vergangenheit.',
      refused: 'Der Termin liegt in der Vergangenheit.',
      far: 'Dieser Termin liegt weit in der Zukunft. Ist das Jahr richtig?',
      yes: 'Ja, der Termin ist so gemeint',
    },
  ],
  [
    'en-GB',
    {
      order: 'Order',
      fields: 'Person and due time',
      date: 'Due, date',
      time: 'Due, time',
      save: 'Save',
      past: 'This time is in the past.',
      refused: 'This time is in the past.',
      far: 'This time is far ahead. Is the year right?',
      yes: 'Yes, this time is meant',
    },
  ],
] as const)
  test(`an order due in the past or in a mistyped year is asked back and kept until it is answered (${locale})`, async () => {
    await lead.call('PATCH', '/api/me', { language: locale.slice(0, 2) })
    const viewport = locale === 'de-DE' ? { width: 1440, height: 900 } : narrow
    const { page } = await browsing.visitor({ as: lead, viewport, locale })
    const orders = async () =>
      (await lead.get<Entry[]>(`/api/meetings/${held.now}/entries`)).filter(({ text }) =>
        text.endsWith(locale),
      )
    await page.goto(`${app.base}/meetings/${held.now}`)
    await page.getByRole('button', { name: words.order }).first().click()
    await page
      .getByRole('combobox', { name: new RegExp(`^${words.order}:`) })
      .fill(`Sperren ${locale}`)
    await page.getByRole('button', { name: words.fields, exact: true }).click()
    const year = new Date().getFullYear()
    await page.getByLabel(words.date).fill(`${year - 1}-03-04`)
    await page.getByLabel(words.time).fill('12:00')
    await page.getByText(words.past, { exact: true }).waitFor()
    await page.getByRole('button', { name: words.save, exact: true }).click()
    await page.getByRole('alert').filter({ hasText: words.refused }).waitFor()
    expect(await orders()).toEqual([])
    expect(await violationsOn(page)).toEqual([])
    expect(await sidewaysScroll(page)).toBe(0)

    // another date is another question: the first answer does not count for it
    await page.getByLabel(words.yes).check()
    await page.getByLabel(words.date).fill(`${year + 10}-03-04`)
    await page.getByText(words.far).waitFor()
    expect(await page.getByLabel(words.yes).isChecked()).toBe(false)
    await page.getByLabel(words.yes).check()
    await page.getByRole('button', { name: words.save, exact: true }).click()
    await expect.poll(async () => (await orders()).length, { timeout: 15_000 }).toBe(1)
    expect((await orders())[0]!.dueAt).toMatch(new RegExp(`^${year + 10}-03-04`))
    await expect.poll(() => page.getByLabel(words.date).inputValue()).toBe('')
    expect(browsing.complaints).toEqual([])
  })
