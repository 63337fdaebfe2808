import { readFile } from 'node:fs/promises'
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
import { pdfText } from '../support/pdf-text.ts'
import { startMailReceiver, type MailReceiver } from '../support/smtp.ts'
import { appCode } from '../support/totp.ts'

/**
 * The main path for somebody who reads English: first start, convening, the mail, the reply, the
 * door, a decision, the minutes.
 */
let app: TestApp
let mail: MailReceiver
let browsing: Browsing
let lead: Visitor
beforeAll(async () => {
  mail = await startMailReceiver()
  app = await startApp({ env: { SMTP_URL: mail.url } })
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
  await mail?.close()
})

eachStepOnTheLast(() => browsing)

test('first start in English', { timeout: 60_000 }, async () => {
  lead = await browsing.visitor({ locale: 'en-GB' })
  const { page } = lead
  await page.goto(`${app.base}/first-start#${app.running.opening!.code}`)
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByRole('button', { name: 'Set up' }).click()
  await page.getByLabel('Name of the staff').fill('Krisenstab Beispielkreis')
  await page.getByLabel('Name', { exact: true }).fill('Sabine Köhler-Özdemir')
  await page.getByLabel('Email address').fill('koehler@kreis.example')
  await page.getByLabel('Password', { exact: true }).fill('three gauges and a dyke')
  await page.getByRole('button', { name: 'Continue to the second factor' }).click()
  const secret = (await page.locator('.key').innerText()).replaceAll(/\s/g, '')
  await page.getByLabel('Six-digit code').fill(appCode(secret, Date.now()))
  await page.getByRole('button', { name: 'Finish and sign in' }).click()
  await page.getByRole('button', { name: 'Convene now …' }).first().waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('en')
})

test(
  'a meeting is convened, and who reads English gets an English mail and page',
  { timeout: 60_000 },
  async () => {
    const client = new Client(app.base)
    client.adopt(await lead.context.cookies(app.base.replace('http:', 'https:')))
    const { me } = await client.get<{ me: { memberships: { staffId: string }[] } }>('/api/session')
    const { staffId } = me.memberships[0]!
    const { functions } = await client.get<{ functions: { functionId: string; label: string }[] }>(
      `/api/staffs/${staffId}/roster`,
    )
    const { functionId } = functions.find(fn => fn.label === 'SMS Gesundheit')!
    const member = {
      name: 'Aoife Byrne',
      email: 'byrne@kreis.example',
      language: 'en',
      functions: [{ functionId, rank: 0 }],
    }
    await client.post(`/api/staffs/${staffId}/members`, member)

    const { page } = lead
    await page.getByRole('button', { name: 'Convene now …' }).first().click()
    await page.getByLabel('Name of the new incident').fill('Flood on the Beispielache (invented)')
    await page.getByRole('dialog').getByRole('button', { name: 'Convene now' }).click()
    await page.getByText('is convened; the invitations are going out').first().waitFor()

    const invitation = await mail.waitFor(m => m.to.includes('byrne@kreis.example'))
    const link = new RegExp(`${app.base}/reply[^\\s>)]*`).exec(invitation.parsed.text ?? '')
    const guest = await browsing.visitor({ locale: 'en-GB' })
    await guest.page.goto(link![0])
    await guest.page.getByRole('heading', { name: 'How will you take part?' }).waitFor()
    await guest.page.getByRole('button', { name: /^on site/ }).click()
    await guest.page.getByText('Your reply is saved:').waitFor()
    expect(guest.clicks()).toBe(1)
    expect(await violationsOn(guest.page)).toEqual([])
  },
)

test('door, decision, close and minutes in English', { timeout: 60_000 }, async () => {
  const { page } = lead
  await page.goto(app.base)
  await page.getByRole('link', { name: 'To the meeting', exact: true }).click()
  await page.getByRole('button', { name: 'Open', exact: true }).click()
  const early = page.getByRole('button', { name: 'Open now' })
  const close = page.getByRole('button', { name: 'Close meeting …' })
  await early.or(close).first().waitFor()
  if (await early.isVisible()) await early.click()
  await close.waitFor()

  await page.getByRole('link', { name: 'Front desk' }).click()
  await page.getByRole('searchbox').waitFor()
  await page.keyboard.type('byrne')
  await page.keyboard.press('Enter')
  await page.getByText('Byrne, Aoife: came').first().waitFor()
  await page.getByRole('link', { name: 'To the meeting' }).click()
  await page.getByRole('row', { name: /SMS Gesundheit.*Aoife Byrne.*on site/ }).waitFor()

  await page.locator('h1').click()
  await page.keyboard.press('b')
  await page.keyboard.type('Hotline opens at seven – calls since five')
  await page.keyboard.press('Enter')
  await page.getByRole('listitem').filter({ hasText: 'Reason: calls since five' }).waitFor()
  await close.click()
  await page.getByRole('dialog').getByRole('button', { name: 'Close now' }).click()
  await page.getByText('The draft minutes are being made').first().waitFor()
  const file = page
    .getByRole('group', { name: 'English' })
    .getByRole('link', { name: 'PDF/A-3a, for the archive' })
  const [download] = await Promise.all([page.waitForEvent('download'), file.click()])
  const text = await pdfText(await readFile(await download.path()))
  for (const said of ['Minutes', 'AoifeByrne', 'Hotlineopensatseven', 'onsite'])
    expect(text).toContain(said)
})

test('no page asked a stranger for anything or did what its policy forbids', () => {
  expect(browsing.complaints).toEqual([])
})
