import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, type Browsing } from '../support/browser.ts'
import { startMailReceiver, type MailReceiver } from '../support/smtp.ts'
import { addMember, convene, foundStaff } from '../support/staff.ts'

let receiver: MailReceiver
let app: TestApp
let browsing: Browsing
beforeAll(async () => {
  receiver = await startMailReceiver()
  app = await startApp({ env: { SMTP_URL: receiver.url } })
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
  await receiver?.close()
})

test('who corrects an address is offered to send again what did not arrive', async () => {
  const staff = await foundStaff(app)
  const petra = await addMember(app, staff, {
    name: 'Petra Nowak',
    functions: ['BuMA'],
    withAccount: false,
  })
  receiver.refuse(petra.email)
  await convene(app, staff, { inMin: 120 })
  type Mail = { toAddress: string; state: string }
  await expect
    .poll(async () =>
      (await staff.lead.client.get<Mail[]>(`/api/staffs/${staff.staffId}/outbox`)).find(
        mail => mail.toAddress === petra.email,
      ),
    )
    .toMatchObject({ state: 'failed' })
  const { page } = await browsing.visitor({ as: staff.lead.client })
  await page.goto(`${app.base}/staff`)
  await page.getByRole('button', { name: 'Petra Nowak ändern' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('E-Mail').fill('nowak.petra@kreis.example')
  await dialog.getByRole('button', { name: 'Speichern' }).click()
  await page.getByText('1 Mail an die bisherige Adresse ist nicht angekommen.').waitFor()
  await page.getByRole('button', { name: 'Noch einmal senden' }).click()
  await page.getByText('1 Mail wird an die neue Adresse gesendet.').waitFor()
  const { parsed } = await receiver.waitFor(mail => mail.to.includes('nowak.petra@kreis.example'))
  expect(parsed.subject).toContain('Einladung')
  expect(browsing.complaints).toEqual([])
})
