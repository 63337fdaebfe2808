import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, sidewaysScroll, violationsOn, type Browsing } from '../support/browser.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'
import { startMailReceiver, type MailReceiver } from '../support/smtp.ts'

let app: TestApp
let mail: MailReceiver
let browsing: Browsing
let staff: { staffId: string; lead: Signed }
beforeAll(async () => {
  mail = await startMailReceiver()
  app = await startApp({ env: { SMTP_URL: mail.url } })
  staff = await foundStaff(app)
  for (const [name, functions] of [
    ['Beate Weiß', ['SMS Soziales']],
    ['Jonas Brandt', ['BuMA']],
    ['Ute Ohne', []],
    ['Klaus Keine', []],
  ] as const)
    await addMember(app, staff, { name, functions: [...functions], withAccount: false })
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
  await mail?.close()
})

const begin = (title: string, kind: string) =>
  staff.lead.client.post<{ incidentId: string }>(`/api/staffs/${staff.staffId}/incidents`, {
    title,
    kind,
  })

async function convening(viewport = { width: 390, height: 844 }) {
  const { page, clicks } = await browsing.visitor({ as: staff.lead.client, viewport })
  await page.goto(app.base)
  const before = clicks()
  await page.getByRole('button', { name: 'Jetzt einberufen …' }).first().click()
  const dialog = page.getByRole('dialog')
  const press = dialog.getByRole('button', { name: 'Jetzt einberufen' })
  await press.waitFor()
  return { page, dialog, press, taps: () => clicks() - before }
}

test('while only an exercise goes on nothing is chosen: an operation is named, 2 taps and one line', async () => {
  await begin('Stabsübung Deichbruch', 'exercise')
  const { page, dialog, press, taps } = await convening()
  expect(await dialog.getByRole('radio', { name: /Neue Lage/ }).isChecked()).toBe(true)
  // the exercise stands last, with its kind
  const offered = await dialog.getByRole('group', { name: 'Zu welcher Lage?' }).locator('label')
  expect(await offered.allTextContents()).toEqual(['Neue Lage …', 'Stabsübung DeichbruchÜbung'])
  await press.click()
  await dialog.getByText('Bitte der Lage einen Namen geben.').waitFor()
  expect(await violationsOn(page)).toEqual([])
  await dialog.getByLabel('Name der neuen Lage').fill('Hochwasser (erfunden)')
  await press.click()
  await page.waitForURL(/\/meetings\/mtg_/)
  expect(taps()).toBe(3)
  const { subject } = (await mail.waitFor(m => m.to.includes('beatewei@kreis.example'))).parsed
  expect(subject).toMatch(/^Einladung: Einsatz Hochwasser/)
})

test('what is called and by how many stays in sight with the keyboard open, also for an exercise', async () => {
  const { page, dialog, press } = await convening({ width: 390, height: 450 })
  const isInSight = async (text: string) => {
    const box = (await dialog.getByText(text).first().boundingBox())!
    return box.y >= 0 && box.y + box.height <= 450
  }
  await dialog.getByRole('radio', { name: /Neue Lage/ }).check()
  await dialog.getByLabel('Name der neuen Lage').focus()
  expect(await isInSight('5 Personen werden sofort per Mail eingeladen')).toBe(true)
  expect(await dialog.getByText('ÜBUNG – kein Einsatz').count()).toBe(0)
  await dialog.getByRole('radio', { name: /Stabsübung/ }).check()
  await dialog.getByLabel('Ort').focus()
  expect(await isInSight('ÜBUNG – kein Einsatz')).toBe(true)
  expect(await isInSight('5 Personen werden sofort per Mail eingeladen')).toBe(true)
  const box = (await press.boundingBox())!
  expect(box.y + box.height).toBeLessThanOrEqual(450)
  // the fields keep room to be used
  const body = (await dialog.locator('.kern-dialog__body').boundingBox())!
  expect(body.height).toBeGreaterThan(120)
  expect(await sidewaysScroll(page)).toBe(0)
})

test('the only operation that goes on is chosen, so 2 taps convene; people are left out and brought back by one', async () => {
  const { page, dialog, press, taps } = await convening()
  expect(await dialog.getByRole('radio', { name: /^Hochwasser/ }).isChecked()).toBe(true)
  await dialog.getByText('Ohne Funktion: 2 Personen').waitFor()
  await dialog.getByText('5 Personen werden').waitFor()
  await dialog.getByRole('button', { name: 'Beate Weiß auslassen' }).click()
  await dialog.getByText('4 Personen werden').waitFor()
  await dialog.getByRole('button', { name: 'Beate Weiß wieder einladen' }).click()
  await dialog.getByRole('searchbox', { name: 'Person suchen' }).fill('ohn')
  await dialog.getByRole('button', { name: 'Ute Ohne auslassen' }).click()
  // Enter in the search convenes nobody
  await dialog.getByRole('searchbox', { name: 'Person suchen' }).press('Enter')
  await dialog.getByText('4 Personen werden').waitFor()
  await dialog.getByRole('button', { name: 'Ute Ohne wieder einladen' }).waitFor()
  expect(await violationsOn(page)).toEqual([])
  const before = taps()
  await press.click()
  await page.waitForURL(/\/meetings\/mtg_/)
  expect(taps() - before).toBe(1)
  const id = page.url().match(/mtg_\w+/)![0]
  const people = await staff.lead.client.get<{ name: string }[]>(`/api/meetings/${id}/attendees`)
  expect(people.map(each => each.name)).not.toContain('Ute Ohne')
  expect(people).toHaveLength(4)
})

test('with two operations nothing is chosen until somebody chooses', async () => {
  await begin('Sturm (erfunden)', 'operation')
  const { dialog, press } = await convening()
  expect(await dialog.getByRole('radio', { name: /Neue Lage/ }).isChecked()).toBe(true)
  const rows = dialog.getByRole('group', { name: 'Zu welcher Lage?' }).locator('label')
  expect(
    (await rows.allTextContents()).map(text => text.replace(/(Einsatz|Übung)$/, ' $1')),
  ).toEqual([
    'Sturm (erfunden) Einsatz',
    'Hochwasser (erfunden) Einsatz',
    'Neue Lage …',
    'Stabsübung Deichbruch Übung',
  ])
  await press.click()
  await dialog.getByText('Bitte der Lage einen Namen geben.').waitFor()
})

test('the planning page says the same people by the same rule, and sends who was left out', async () => {
  const { page } = await browsing.visitor({ as: staff.lead.client })
  await page.goto(`${app.base}/meetings/new`)
  expect(await page.getByLabel('Zu welcher Lage?').inputValue()).toBe('new')
  await page.getByLabel('Zu welcher Lage?').selectOption({ label: 'Sturm (erfunden) · Einsatz' })
  // a day on which nobody has another meeting
  const inAWeek = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10)
  await page.locator('input[type=date]').first().fill(inAWeek)
  await page.getByText('lädt 5 Personen per Mail mit Kalendereintrag ein').waitFor()
  await page.getByText('Ohne Funktion: 2 Personen').click()
  await page.getByRole('button', { name: 'Alle ohne Funktion auslassen' }).click()
  await page.getByText('lädt 3 Personen per Mail mit Kalendereintrag ein').waitFor()
  expect(await violationsOn(page)).toEqual([])
  await page.getByRole('button', { name: 'Planen und einberufen' }).click()
  await page.waitForURL(/\/meetings\/mtg_/)
  const id = page.url().match(/mtg_\w+/)![0]
  const people = await staff.lead.client.get<{ name: string }[]>(`/api/meetings/${id}/attendees`)
  expect(people.map(each => each.name).sort()).toEqual(
    ['Beate Weiß', 'Jonas Brandt', staff.lead.name].sort(),
  )
})

test('no page asked a stranger for anything or did what its policy forbids', () => {
  expect(browsing.complaints).toEqual([])
})

test('who has another meeting at that time is named before anything is sent', async () => {
  const { client } = staff.lead
  const path = `/api/staffs/${staff.staffId}`
  const incident = { title: 'Sturm (erfunden)', kind: 'operation' }
  const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()
  await client.post(`${path}/meetings/at`, {
    incident,
    startsAt: inHours(3.5),
    durationMin: 60,
    convene: false,
  })
  const { page, dialog } = await convening()
  const told = dialog.getByText(/^Zur selben Zeit in einer anderen Sitzung/)
  const minutes = dialog.getByLabel('oder in Minuten')
  await minutes.fill('200')
  await dialog.getByText(/anderen Sitzung, 5 Personen: .*Beate Weiß/).waitFor()
  await dialog.getByRole('button', { name: 'Beate Weiß auslassen' }).click()
  await dialog.getByText(/anderen Sitzung, 4 Personen: /).waitFor()
  expect(await told.textContent()).not.toContain('Beate Weiß')
  expect(await violationsOn(page)).toEqual([])
  await minutes.fill('120')
  await told.waitFor({ state: 'detached' })

  const asked = { startsAt: inHours(3.5), durationMin: 10 }
  const beate = (
    await client.get<{ members: { memberId: string; displayName: string }[] }>(`${path}/roster`)
  ).members.find(each => each.displayName === 'Beate Weiß')!
  expect(await client.post(`${path}/overlaps`, { ...asked, memberIds: [beate.memberId] })).toEqual({
    overlapping: ['Beate Weiß'],
  })
})

test('a meeting that runs is said to run, with its incident', async () => {
  const meetingId = await convene(app, staff, {
    inMin: 1,
    incident: { title: 'Stromausfall (erfunden)', kind: 'operation' },
  })
  await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
  const { dialog } = await convening()
  await dialog
    .getByText(/^Es läuft schon: 1\. Sitzung · Stromausfall \(erfunden\), seit \d\d:\d\d/)
    .waitFor()
})
