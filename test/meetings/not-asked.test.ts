import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, type Browsing } from '../support/browser.ts'
import { startMailReceiver, type MailReceiver } from '../support/smtp.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
let browsing: Browsing
let mail: MailReceiver
let staff: { staffId: string; lead: Signed }
let jonas: Signed

beforeAll(async () => {
  mail = await startMailReceiver()
  app = await startApp({ env: { SMTP_URL: mail.url } })
  browsing = await browse(app.base)
  staff = await foundStaff(app)
  jonas = await addMember(app, staff, {
    name: 'Jonas Brandt',
    functions: ['BuMA'],
    withAccount: false,
  })
})
afterAll(async () => {
  expect(browsing.complaints).toEqual([])
  await browsing.close()
  await app.stop()
  await mail.close()
})

type Reminded = { attendeeId: string; name: string; reminder: string | null }
const reminderOf = async (meetingId: string) => {
  const { client } = staff.lead
  const board = await client.get<{ missing: Reminded[] }>(`/api/meetings/${meetingId}/board`)
  const attendees = await client.get<Reminded[]>(`/api/meetings/${meetingId}/attendees`)
  const [shown, listed] = [board.missing, attendees].map(
    all => all.find(({ name }) => name === jonas.name)!.reminder,
  )
  expect(shown).toBe(listed)
  return shown
}

test('somebody counts as reminded only when the mail has left', async () => {
  const { client } = staff.lead
  const meetingId = await convene(app, staff, { inMin: 60 })
  await mail.waitFor(({ to }) => to.includes(jonas.email))
  expect(await reminderOf(meetingId)).toBeNull()
  mail.refuse(jonas.email, 451)
  await client.post(`/api/meetings/${meetingId}/remind`, {})
  expect(await reminderOf(meetingId)).toBe('waiting')
  const { page } = await browsing.visitor({ as: client })
  await page.goto(`${app.base}/meetings/${meetingId}`)
  await page.getByText('Erinnerung wartet').first().waitFor()
  mail.accept(jonas.email)
  // the page follows when the mail leaves
  await page.getByText('Erinnerung wartet').first().waitFor({ state: 'detached', timeout: 60_000 })
  expect(await reminderOf(meetingId)).toBe('sent')
}, 120_000)

test('of a meeting that is only planned, Lage and Teilnahme say that nobody was asked', async () => {
  const meetingId = await convene(app, staff, { inMin: 120, convene: false })
  const { page } = await browsing.visitor({ as: staff.lead.client })
  await page.goto(`${app.base}/meetings/${meetingId}`)
  await page.getByText('Jonas Brandt ist noch nicht gefragt').waitFor()
  await page.getByText('Noch nicht einberufen; gefragt ist noch niemand.').waitFor()
  expect(await page.getByRole('button', { name: 'Erinnern', exact: true }).count()).toBe(0)
  expect(await page.getByText('hat nicht geantwortet').count()).toBe(0)
  await page.goto(`${app.base}/meetings/${meetingId}/attendance`)
  await page.getByText('Noch nicht einberufen; gefragt ist noch niemand.').waitFor()
  await page.getByText('noch nicht gefragt', { exact: true }).first().waitFor()
}, 60_000)
