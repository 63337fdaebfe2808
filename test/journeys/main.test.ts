import { readFile } from 'node:fs/promises'
import type { Download, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import {
  browse,
  eachStepOnTheLast,
  violationsOn,
  type Browsing,
  type Visitor,
} from '../support/browser.ts'
import { Client } from '../support/client.ts'
import { joinRoom, type Participant } from '../support/participant.ts'
import { pdfText } from '../support/pdf-text.ts'
import { startMailReceiver, type MailReceiver } from '../support/smtp.ts'
import { appCode } from '../support/totp.ts'

/**
 * A county that has never seen the product, from the first start to the exported attendance; all by
 * hand, in a real browser.
 */
let app: TestApp
let mail: MailReceiver
let browsing: Browsing
let lead: Visitor
const participants: Participant[] = []
const password = 'drei Pegel und ein Deich'

beforeAll(async () => {
  mail = await startMailReceiver()
  app = await startApp({ video: 'real', env: { SMTP_URL: mail.url } })
  browsing = await browse(app.base)
})
afterAll(async () => {
  for (const participant of participants) await participant.cut()
  await browsing?.close()
  await app?.stop()
  await mail?.close()
})

eachStepOnTheLast(() => browsing)

const list = [
  'Name;E-Mail;Organisation;Mobil;Funktion;Rollen',
  'Uwe Groß;gross@kreis.example;Kreis;0171 3920003;KGS Innerer Dienst;KGS',
  'Aylin Demir;demir@kreis.example;Kreis;0171 3920004;KGS Lage und Dokumentation;Protokollführung',
  'Jörg Müßig;muessig@kreis.example;Ordnungsamt;0171 3920005;SMS Ordnung;Mitglied',
  'Beate Weiß;weiss@kreis.example;Sozialamt;0171 3920006;SMS Soziales;Mitglied',
  'Łukasz Nowak;nowak@kreis.example;Umweltamt;0171 3920007;SMS Umwelt;Mitglied',
  'Dr. Çiğdem Yıldız;yildiz@kreis.example;Gesundheitsamt;0171 3920008;SMS Gesundheit;Mitglied',
].join('\r\n')

test(
  'first start: a staff of one’s own, its lead with a second factor',
  { timeout: 60_000 },
  async () => {
    lead = await browsing.visitor()
    const { page } = lead
    await page.goto(`${app.base}/first-start#${app.running.opening!.code}`)
    await page.getByRole('heading', { name: 'Eigenen Stab einrichten' }).waitFor()
    expect(await violationsOn(page)).toEqual([])
    await page.getByRole('button', { name: 'Einrichten' }).click()
    await page.getByLabel('Name des Stabes').fill('Krisenstab Beispielkreis')
    await page.getByLabel('Behörde').fill('Beispielkreis (erfunden)')
    await page.getByLabel('Name', { exact: true }).fill('Sabine Köhler-Özdemir')
    await page.getByLabel('E-Mail').fill('koehler@kreis.example')
    await page.getByLabel('Passwort', { exact: true }).fill(password)
    expect(await violationsOn(page)).toEqual([])
    await page.getByRole('button', { name: 'Weiter zum zweiten Faktor' }).click()
    await enterAppCode(page)
    await page.getByRole('button', { name: 'Fertig einrichten und anmelden' }).click()
    await page.getByText('Vier Schritte bis zur ersten Sitzung').waitFor()
    expect(await violationsOn(page)).toEqual([])
  },
)

test('members come from a list as German Excel saves it', { timeout: 60_000 }, async () => {
  const { page } = lead
  await page.getByRole('link', { name: 'Liste einlesen' }).click()
  await page.getByRole('heading', { name: 'Mitglieder importieren' }).waitFor()
  await page.locator('input[type=file]').setInputFiles({
    name: 'mitglieder.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`\uFEFF${list}`),
  })
  await page.getByRole('button', { name: '6 Zeilen übernehmen' }).click()
  await page.getByText('6 neu').waitFor()
  await page.getByRole('link', { name: 'Zum Stab' }).first().click()
  await page.getByText('Łukasz Nowak').first().waitFor()
  expect(await violationsOn(page)).toEqual([])
})

test(
  'a meeting is convened from the overview, and everybody gets a mail with its calendar entry',
  { timeout: 60_000 },
  async () => {
    const { page, clicks } = lead
    await page.getByRole('link', { name: 'Übersicht' }).click()
    await page.getByRole('button', { name: 'Jetzt einberufen …' }).first().waitFor()
    const before = clicks()
    await page.getByRole('button', { name: 'Jetzt einberufen …' }).first().click()
    await page.getByLabel('Name der neuen Lage').fill('Hochwasser an der Beispielache (erfunden)')
    expect(await violationsOn(page)).toEqual([])
    await page.getByRole('dialog').getByRole('button', { name: 'Jetzt einberufen' }).click()
    await page.getByText('ist einberufen').first().waitFor()
    expect(clicks() - before).toBeLessThanOrEqual(3)
    const invitation = await mail.waitFor(m => m.to.includes('weiss@kreis.example'))
    expect(invitation.parsed.subject).toMatch(/^Einladung: Einsatz Hochwasser an der /)
    expect(
      invitation.parsed.attachments.some(part => part.contentType.startsWith('text/calendar')),
    ).toBe(true)
  },
)

test(
  'one click in the mail, one on the page answers, mode included, without signing in',
  { timeout: 60_000 },
  async () => {
    const invitation = await mail.waitFor(m => m.to.includes('weiss@kreis.example'))
    const { page, clicks } = await browsing.visitor({
      viewport: { width: 390, height: 844 },
      hasTouch: true,
    })
    await page.goto(linkIn(invitation.parsed.text ?? '', '/reply'))
    await page.getByRole('heading', { name: 'Wie nehmen Sie teil?' }).waitFor()
    expect(
      await page.locator('main button[aria-pressed=true]').count(),
      'nothing is preselected',
    ).toBe(0)
    expect(await violationsOn(page)).toEqual([])
    await page.getByRole('button', { name: /^telefonisch/ }).click()
    await page.getByText('Ihre Antwort ist gespeichert:').waitFor()
    expect(clicks()).toBe(1)
    expect(await violationsOn(page)).toEqual([])
    // the lead's page knows without being touched
    await lead.page.goto(app.base)
    await lead.page.getByRole('link', { name: 'Zur Sitzung', exact: true }).click()
    await lead.page
      .locator('.awaited-row')
      .filter({ hasText: 'Weiß' })
      .getByText('telefonisch')
      .waitFor({ timeout: 2_000 })
  },
)

test(
  'a member sets up access by the link of a mail and joins by video; two browsers see each other',
  { timeout: 120_000 },
  async () => {
    const leadPage = lead.page
    await leadPage.getByRole('link', { name: 'Stab', exact: true }).click()
    await leadPage
      .getByRole('row', { name: /Jörg Müßig.*Ordnungsamt/ })
      .getByRole('button', { name: /Zugang/ })
      .click()
    await leadPage.getByRole('dialog').getByRole('button', { name: /Mail/ }).first().click()
    const letter = await mail.waitFor(
      m => m.to.includes('muessig@kreis.example') && (m.parsed.text ?? '').includes('/enrol'),
    )
    await leadPage.keyboard.press('Escape')

    const member = await browsing.visitor()
    await member.page.goto(linkIn(letter.parsed.text ?? '', '/enrol'))
    await member.page.getByLabel('Neues Passwort').fill('ein Boot liegt am Wehr')
    expect(await violationsOn(member.page)).toEqual([])
    await enterAppCode(member.page)
    await member.page.getByRole('button', { name: 'Einrichten und anmelden' }).click()
    await member.page.getByRole('link', { name: 'Jetzt zuschalten' }).waitFor()
    expect(await violationsOn(member.page)).toEqual([])

    // the lead opens, then joins besides
    await leadPage.getByRole('link', { name: 'Übersicht' }).click()
    await leadPage.getByRole('link', { name: 'Zur Sitzung', exact: true }).click()
    await leadPage.getByRole('button', { name: 'Eröffnen' }).click()
    const early = leadPage.getByRole('button', { name: 'Jetzt eröffnen' })
    await leadPage.getByText('eröffnet').or(early).first().waitFor()
    if (await early.isVisible()) await early.click()
    await leadPage.getByRole('button', { name: 'Unterbrechen' }).waitFor()

    const before = member.clicks()
    await member.page.getByRole('link', { name: 'Jetzt zuschalten' }).click()
    await member.page.getByText('Erfasst wird, von wann bis wann').waitFor()
    expect(await violationsOn(member.page)).toEqual([])
    await member.page
      .getByRole('link', { name: 'Jetzt zuschalten' })
      .or(member.page.getByRole('button', { name: 'Jetzt zuschalten' }))
      .click()
    await member.page
      .getByRole('button', { name: 'Verlassen' })
      .or(member.page.getByRole('link', { name: 'Verlassen' }))
      .waitFor()
    expect(member.clicks() - before).toBe(2)

    const second = await lead.context.newPage()
    await second.goto(`${app.base}/meetings/${meetingIdOf(leadPage)}/lobby`)
    await second
      .getByRole('link', { name: 'Jetzt zuschalten' })
      .or(second.getByRole('button', { name: 'Jetzt zuschalten' }))
      .click()
    for (const page of [member.page, second])
      await page.waitForFunction(
        () =>
          [...document.querySelectorAll('video')].filter(video => video.videoWidth > 0).length >= 2,
      )
    expect(await violationsOn(second)).toEqual([])

    for (const email of ['yildiz@kreis.example', 'nowak@kreis.example', 'demir@kreis.example'])
      participants.push(await joinFromElsewhere(email))
    await member.page.getByText('Łukasz Nowak').first().waitFor()
    await leadPage.getByRole('row', { name: /SMS Gesundheit.*virtuell/ }).waitFor()
    await second.close()
  },
)

test('the door: a name typed, Enter, and the next', { timeout: 60_000 }, async () => {
  const { page } = lead
  await page.getByRole('link', { name: 'Empfang' }).click()
  await page.getByRole('heading', { name: 'Empfang' }).waitFor()
  await page.getByRole('searchbox').waitFor()
  expect(await violationsOn(page)).toEqual([])
  for (const typed of ['gross', 'köhler']) {
    await page.keyboard.type(typed)
    await page.keyboard.press('Enter')
  }
  await page.getByText('Groß, Uwe: gekommen').first().waitFor()
  await page.getByText('Köhler-Özdemir, Sabine: gekommen').first().waitFor()
  await page.getByRole('link', { name: 'Zur Sitzung' }).click()
  await page.getByRole('row', { name: /KGS Innerer Dienst.*Uwe Groß.*vor Ort/ }).waitFor()
})

test('one key, the text, Enter: a decision; an order with its dash', async () => {
  const { page } = lead
  await page.locator('h1').click()
  await page.keyboard.press('b')
  await page.keyboard.type('Bürgertelefon öffnet um 7 Uhr – Anrufe seit 5 Uhr')
  await page.keyboard.press('Enter')
  await page.getByRole('listitem').filter({ hasText: 'Begründung: Anrufe seit 5 Uhr' }).waitFor()
  expect(await violationsOn(page)).toEqual([])
  expect(await page.getByText('beschlussfähig').count()).toBe(0)
})

test(
  'two clicks close the meeting and hold the draft; its PDF has every name',
  { timeout: 60_000 },
  async () => {
    const { page, clicks } = lead
    const before = clicks()
    await page.getByRole('button', { name: 'Sitzung schließen …' }).click()
    expect(await violationsOn(page)).toEqual([])
    await page.getByRole('dialog').getByRole('button', { name: 'Jetzt schließen' }).click()
    await page.getByText('Die Sitzung ist geschlossen.').first().waitFor()
    expect(clicks() - before).toBe(2)
    await page.getByRole('link', { name: 'PDF/A-3a, für das Archiv' }).first().waitFor()
    expect(await violationsOn(page)).toEqual([])
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'PDF/A-3a, für das Archiv' }).first().click(),
    ])
    const text = await pdfText(await bytesOf(download))
    for (const name of ['Köhler-Özdemir', 'UweGroß', 'ŁukaszNowak', 'ÇiğdemYıldız', 'JörgMüßig'])
      expect(text).toContain(name)
    expect(text).toContain('Bürgertelefonöffnetum7Uhr')
  },
)

test(
  'the attendance of the meeting as a file that German Excel opens',
  { timeout: 60_000 },
  async () => {
    const { page } = lead
    await page.getByRole('link', { name: 'Nachweise' }).click()
    await page.getByRole('button', { name: 'Dieser Monat' }).click()
    await page.getByText('CSV roh', { exact: true }).click()
    expect(await violationsOn(page)).toEqual([])
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Ausgeben' }).click(),
    ])
    const text = (await bytesOf(download)).toString('utf8')
    expect(text).toMatch(/^\uFEFFSitzung;Funktion;Name;/)
    expect(text).toContain('SMS Umwelt;Łukasz Nowak;Umweltamt;;')
    expect(text.split('\r\n').find(line => line.includes('Beate Weiß'))).toContain(
      'telefonisch;abwesend',
    )
  },
)

test('no page asked a stranger for anything or did what its policy forbids', () => {
  expect(browsing.complaints).toEqual([])
})

async function enterAppCode(page: Page): Promise<void> {
  const secret = (await page.locator('.key').innerText()).replaceAll(/\s/g, '')
  await page.getByLabel('Sechsstelliger Code').fill(appCode(secret, Date.now()))
}

/**
 * A member of whom we have no browser: access by a printed code, then a real participant of the
 * room.
 */
async function joinFromElsewhere(email: string): Promise<Participant> {
  const client = new Client(app.base)
  const desk = await signedInLead()
  const members = (
    await desk.get<{ members: { memberId: string; email: string }[] }>(
      `/api/staffs/${staffId}/roster`,
    )
  ).members
  const { memberId } = members.find(m => m.email === email)!
  const { code } = await desk.post<{ code: string }>(`/api/members/${memberId}/enrolment`, {
    send: 'print',
  })
  await client.enrol({ token: code, password: 'die Brücke ist gesperrt' })
  const ticket = await client.post<{ url: string; token: string }>(
    `/api/meetings/${meetingIdOf(lead.page)}/join`,
    { device: 'Laptop' },
  )
  return joinRoom(ticket)
}

let staffId = ''
/** The lead's session, used from outside the browser. */
async function signedInLead(): Promise<Client> {
  const client = new Client(app.base)
  client.adopt(await lead.context.cookies(app.base.replace('http:', 'https:')))
  staffId = (await client.get<{ me: { memberships: { staffId: string }[] } }>('/api/session')).me
    .memberships[0]!.staffId
  return client
}

function meetingIdOf(page: Page): string {
  return /mtg_[0-9a-z]{26}/.exec(page.url())![0]
}

function linkIn(text: string, path: string): string {
  const link = new RegExp(`${app.base}${path}[^\\s>)]*`).exec(text)?.[0]
  expect(link, `a link to ${path} in the mail:\n${text}`).toBeDefined()
  return link!
}

async function bytesOf(download: Download): Promise<Buffer> {
  return readFile(await download.path())
}
