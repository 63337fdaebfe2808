import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, type Browsing, type Visitor } from '../support/browser.ts'
import { makeSample, type Sample } from '../support/sample.ts'
import { startMailReceiver, type MailReceiver } from '../support/smtp.ts'

/**
 * The tasks of a staff and the clicks they may take, with the invented staff of the first start.
 */
let app: TestApp
let sample: Sample
let browsing: Browsing
let receiver: MailReceiver
beforeAll(async () => {
  receiver = await startMailReceiver()
  app = await startApp({
    env: { SMTP_URL: receiver.url, MAIL_FROM: 'lagerunde@kreis.example' },
  })
  sample = await makeSample(app)
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
  await receiver?.close()
})

async function at(
  person: string,
  path = '/',
  viewport = { width: 1440, height: 900 },
): Promise<Visitor> {
  const visitor = await browsing.visitor({ as: await sample.as(person), viewport })
  await visitor.page.goto(app.base + path)
  return visitor
}

test('lead: plan the next meeting like the last one, 3 clicks', async () => {
  const { page, clicks } = await at('Köhler')
  await page.getByRole('link', { name: 'Wie die letzte planen' }).click()
  await page.getByRole('button', { name: 'Planen und einberufen' }).click()
  await page.waitForURL(/\/meetings\/mtg_/)
  await page.getByRole('heading', { level: 1, name: /^Sitzung am / }).waitFor()
  expect(clicks()).toBeLessThanOrEqual(3)
})

test('lead: see on the first screen of a phone who is missing, 0 clicks', async () => {
  const phone = { width: 390, height: 844 }
  const { page, clicks } = await at('Köhler', `/meetings/${sample.nextId}`, phone)
  await page.getByText(/^\d+ von \d+$/).waitFor()
  const missing = page.locator('.awaited-group').first()
  await missing.getByRole('heading', { name: /^Fehlt/ }).waitFor()
  const shown = (await missing.locator('.awaited-row').first().boundingBox())!
  const bar = (await page.locator('.meeting-head .actions').boundingBox())!
  expect(shown.y + shown.height).toBeLessThan(bar.y)
  expect(await page.evaluate(() => scrollY)).toBe(0)
  expect(clicks()).toBe(0)
})

test('lead: see who is missing at one glance and have the deputy’s number, 2 clicks', async () => {
  const lead = await sample.as('Köhler')
  await lead.post(`/api/meetings/${sample.nextId}/open`)
  const { page, clicks } = await at('Köhler', `/meetings/${sample.nextId}`)
  await page.getByRole('heading', { name: 'Noch fehlen' }).waitFor()
  await page.getByRole('button', { name: 'Aylin Demir anrufen' }).click()
  const dial = page.getByRole('link', { name: /3920011/ }).first()
  await dial.waitFor()
  expect(await dial.getAttribute('href')).toBe('tel:01713920011')
  // the second click would dial
  expect(clicks() + 1).toBeLessThanOrEqual(2)
})

test('member: change the mode five minutes before, 2 clicks', async () => {
  const { page, clicks } = await at('Brinkmann')
  await page.getByRole('button', { name: /^telefonisch/ }).click()
  await page.getByText('zugesagt – telefonisch').first().waitFor()
  expect(clicks()).toBeLessThanOrEqual(2)
})

test('member: the same from the meeting’s own page, 2 clicks', async () => {
  const { page, clicks } = await at('Overbeck', `/meetings/${sample.nextId}`)
  await page.getByRole('button', { name: 'Ändern', exact: true }).click()
  const dialog = page.getByRole('dialog')
  // nobody presses a button that is still moving
  await dialog.getByRole('button', { name: 'Verhindert ohne Vertretung' }).waitFor()
  await dialog.getByRole('button', { name: /^vor Ort/ }).click()
  await page.getByText('Sie: zugesagt – vor Ort').waitFor()
  expect(clicks()).toBe(2)
})

test('records: the attendance of a month as a file that German Excel opens, 4 clicks', async () => {
  const { page, clicks } = await at('Achterberg')
  await page.getByRole('link', { name: 'Nachweise', exact: true }).first().click()
  await page.getByRole('button', { name: 'Dieser Monat' }).click()
  await page.getByText('CSV roh', { exact: true }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Ausgeben' }).click(),
  ])
  expect(clicks()).toBeLessThanOrEqual(4)
  expect(download.suggestedFilename()).toMatch(/\.csv$/)
  const rows = parse(await readFile(await download.path(), 'utf8'), {
    bom: true,
    delimiter: ';',
    columns: true,
  }) as Record<string, string>[]
  expect(rows.find(row => row.Name === 'Jonas Brandt')).toMatchObject({
    Geplant: 'verhindert',
    Status: 'vertreten durch Aylin Demir',
    'Vertreten durch': 'Aylin Demir',
  })
  // an export leaves its trace, and names nobody
  const [trace] = await app.deps.database
    .sql`select action, details from audit_trail where action = 'records.exported'`
  expect(trace).toMatchObject({ details: { subject: 'persons', format: 'csv' } })
})

test('door: take back a mistake after a reload, 2 taps', async () => {
  const { page, clicks } = await at('Yıldız', `/meetings/${sample.nextId}/desk`)
  await page.getByRole('button', { name: 'Kommt: Brinkmann, Thomas' }).click()
  await page.getByRole('button', { name: /^Berichtigen: Brinkmann, Thomas: gekommen/ }).waitFor()
  await page.reload()
  const before = clicks()
  await page.getByRole('button', { name: /^Berichtigen: Brinkmann, Thomas: gekommen/ }).click()
  await page.getByRole('button', { name: 'War ein Versehen' }).click()
  await page.getByText(/^zurückgenommen von/).waitFor()
  expect(clicks() - before).toBe(2)
})

test('minute taker: the next kind of entry, 1 key', async () => {
  const { page, clicks } = await at('Yıldız', `/meetings/${sample.nextId}`)
  const field = page.getByRole('combobox', { name: /^Beschluss/ })
  await field.waitFor()
  await page.keyboard.press('b')
  await page.keyboard.type('Bürgertelefon öffnet')
  await page.keyboard.press('Enter')
  await page.getByText(/zuletzt .* Bürgertelefon öffnet$/).waitFor()
  await page.keyboard.press('Alt+a')
  await page.keyboard.type('Dienstplan schreiben')
  await page.keyboard.press('Enter')
  await page.getByText(/zuletzt .* Auftrag .*: Dienstplan schreiben$/).waitFor()
  expect(clicks()).toBe(0)
})

test('lead: see before the release who is recorded wrongly, 0 clicks', async () => {
  const lead = await sample.as('Köhler')
  await lead.post(`/api/meetings/${sample.nextId}/close`)
  const { page, clicks } = await at('Köhler', `/meetings/${sample.nextId}/minutes`)
  await page.getByText(/Köhler.* ist nicht erfasst/).waitFor()
  expect(clicks()).toBe(0)
})

/** A series of the sample's staff on all working days of two weeks; all its mails are out. */
async function series(): Promise<string[]> {
  const lead = await sample.as('Köhler')
  const { me } = await lead.get<{ me: { memberships: { staffId: string }[] } }>('/api/session')
  const { meetings } = await lead.post<{ meetings: { meetingId: string }[] }>(
    `/api/staffs/${me.memberships[0]!.staffId}/series`,
    {
      incident: { title: 'Hochwasser Ruhr und Volme (erfunden)', kind: 'operation' },
      date: '2027-10-18',
      time: '08:30',
      durationMin: 50,
      place: 'Kreishaus, Raum 101',
      rule: { every: 'weekdays', until: '2027-10-29' },
    },
  )
  await allSent()
  return meetings.map(({ meetingId }) => meetingId)
}

async function allSent(): Promise<void> {
  const waiting = async () => {
    const [row] = await app.deps.database
      .sql`select count(*)::int as count from mails where state in ('pending', 'sending')`
    return row?.count as number
  }
  await expect.poll(waiting, { timeout: 30_000 }).toBe(0)
}

test('lead: place for this and all following, 5 clicks', async () => {
  const ids = await series()
  const { page, clicks } = await at('Köhler', `/meetings/${ids[4]}`)
  await page.getByRole('button', { name: 'Mehr' }).click()
  await page.getByRole('link', { name: 'Diese und folgende ändern …' }).click()
  const place = page.getByLabel('Ort', { exact: true })
  await place.click()
  await place.fill('Feuerwache, Lageraum')
  await page.getByText('6 werden geändert').waitFor()
  await page.getByRole('button', { name: /^Ändern und \d+ Personen benachrichtigen$/ }).click()
  await page.getByText('6 Sitzungen sind geändert.').waitFor()
  expect(clicks()).toBeLessThanOrEqual(5)
})

test('lead: another cadence from here on, 6 clicks and one mail each', async () => {
  const ids = await series()
  const before = receiver.mails.length
  const { page, clicks } = await at('Köhler', `/meetings/${ids[0]}`)
  await page.getByRole('button', { name: 'Mehr' }).click()
  await page.getByRole('link', { name: 'Diese und folgende ändern …' }).click()
  for (const day of ['Dienstag', 'Donnerstag', 'Samstag'])
    await page.getByRole('button', { name: day, exact: true }).click()
  await page.getByText('6 bleiben · 4 entfallen · eine neu').waitFor()
  const act = page.getByRole('button', { name: /^Ändern und \d+ Personen benachrichtigen$/ })
  const told = Number(/\d+/.exec(await act.innerText())![0])
  await act.click()
  await page.getByText('Gespeichert. 4 entfallen. Eine ist neu.').waitFor()
  expect(clicks()).toBeLessThanOrEqual(6)
  await allSent()
  const reached = receiver.mails.slice(before).flatMap(mail => mail.to)
  expect(reached).toHaveLength(told)
  expect(new Set(reached).size).toBe(told)
})

test('no page asked a stranger for anything or did what its policy forbids', () => {
  expect(browsing.complaints).toEqual([])
})
