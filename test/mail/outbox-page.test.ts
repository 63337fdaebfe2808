import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listMails } from '../../src/mail/store.ts'
import { mails } from '../../src/mail/tables.ts'
import type { MeetingId, StaffId } from '../../src/lib/ids.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, violationsOn } from '../support/browser.ts'
import { addMember, convene, foundStaff } from '../support/staff.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.stop())

let staff: Awaited<ReturnType<typeof foundStaff>>

test('a mail that did not arrive stays in the list, however many were written since', async () => {
  staff = await foundStaff(app)
  const { name } = await addMember(app, staff, {
    name: 'Jörg Müßig',
    functions: ['SMS Ordnung'],
    withAccount: false,
  })
  await convene(app, staff)
  const { db } = app.deps.database
  await db
    .update(mails)
    .set({ state: 'failed', problem: '550 no such user' })
    .where(eq(mails.toName, name))
  await convene(app, staff)
  await convene(app, staff)
  // the answer of founding names it
  const list = await listMails(db, staff.staffId as StaffId, 2)
  expect(list.length).toBe(3)
  expect(list.at(-1)).toMatchObject({ toName: name, state: 'failed' })
  expect(list.map(mail => mail.createdAt.getTime())).toEqual(
    list.map(mail => mail.createdAt.getTime()).sort((a, b) => b - a),
  )
})

test('on a phone, whoever opens a mail below a long list is led to its beginning', async () => {
  const browsing = await browse(app.base)
  try {
    const { page } = await browsing.visitor({
      as: staff.lead.client,
      viewport: { width: 390, height: 700 },
    })
    await page.goto(`${app.base}/outbox`)
    await page.getByRole('row').getByRole('link').first().click()
    await page.getByRole('heading', { name: 'Text' }).waitFor()
    await expect
      .poll(() =>
        page
          .locator('.mail-panel')
          .evaluate(panel => Math.abs(Math.round(panel.getBoundingClientRect().top))),
      )
      .toBeLessThan(40)
    expect(browsing.complaints).toEqual([])
  } finally {
    await browsing.close()
  }
})

test('without a mail server the lead shows the link of one person at the mail, and prints it', async () => {
  const browsing = await browse(app.base)
  try {
    const { page } = await browsing.visitor({ as: staff.lead.client })
    await page.goto(`${app.base}/outbox`)
    await page.getByText(/Keine dieser Mails ist versandt/).waitFor()
    await page
      .getByRole('row', { name: /Jörg Müßig/ })
      .getByRole('link')
      .first()
      .click()
    await page.getByRole('button', { name: 'Link für Jörg Müßig anzeigen' }).click()
    const sheet = page.getByRole('region', { name: 'Persönlicher Link für Jörg Müßig' })
    await sheet.getByRole('img', { name: /QR-Code/ }).waitFor()
    const url = await sheet.getByText(/\/reply#att_/).innerText()
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByText(/Keine dieser Mails ist versandt/).isVisible()).toBe(false)
    expect(await sheet.isVisible()).toBe(true)
    await page.emulateMedia({ media: 'screen' })
    expect(await violationsOn(page)).toEqual([])
    await page.goto(url)
    await page.getByText('Einladung an Jörg Müßig').waitFor()
    expect(browsing.complaints).toEqual([])
  } finally {
    await browsing.close()
  }
})

test('at the mail of a cancelled meeting ahead it is not said to be over', async () => {
  const meetingId = await convene(app, staff, { inMin: 24 * 60 })
  await staff.lead.client.post(`/api/meetings/${meetingId}/cancel`, { reason: '' })
  const { db } = app.deps.database
  const [mail] = await db
    .select()
    .from(mails)
    .where(eq(mails.meetingId, meetingId as MeetingId))
  const browsing = await browse(app.base)
  try {
    const { page } = await browsing.visitor({ as: staff.lead.client })
    await page.goto(`${app.base}/outbox#${mail!.id}`)
    await page.getByText('Die Sitzung ist abgesagt; zu antworten gibt es nichts mehr.').waitFor()
    expect(await page.getByText(/Sitzung ist vorbei/).count()).toBe(0)
  } finally {
    await browsing.close()
  }
})

test('IT sees to whom a mail goes and what became of it, and gives an access code at its mail', async () => {
  const it = await addMember(app, staff, { name: 'Ivo Technik', roles: ['it'] })
  const roster = await staff.lead.client.get<{ members: { memberId: string; name: string }[] }>(
    `/api/staffs/${staff.staffId}/roster`,
  )
  const { memberId } = roster.members.find(each => each.name === 'Jörg Müßig')!
  await staff.lead.client.post(`/api/members/${memberId}/enrolment`, { send: 'mail' })
  const browsing = await browse(app.base)
  try {
    const { page } = await browsing.visitor({ as: it.client })
    await page.goto(`${app.base}/outbox`)
    await page.getByRole('link', { name: 'Zugang einrichten' }).first().click()
    await page.getByText(/Betreff und Text sieht nur die Leitung/).waitFor()
    expect(await page.getByText('Hochwasser').count()).toBe(0)
    await page.getByRole('button', { name: 'Zugangscode für Jörg Müßig …' }).click()
    await page.getByRole('button', { name: 'Code anlegen' }).click()
    await page.getByRole('region', { name: 'Zugang für Jörg Müßig' }).waitFor()
    expect(browsing.complaints).toEqual([])
  } finally {
    await browsing.close()
  }
})
