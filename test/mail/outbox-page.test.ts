import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listMails } from '../../src/mail/listing.ts'
import { mails } from '../../src/mail/tables.ts'
import type { Id, MeetingId, StaffId } from '../../src/lib/ids.ts'
import { newId } from '../../src/lib/newId.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { browse, violationsOn } from '../support/browser.ts'
import { addMember, convene, foundStaff } from '../support/staff.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.stop())

let staff: Awaited<ReturnType<typeof foundStaff>>

test('all mails are found: page by page, by state and by words, and the counts are of all', async () => {
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
  const of = {
    staffId: staff.staffId as StaffId,
    words: [],
    filter: undefined,
    searchesSubject: true,
  }
  const seen: string[] = []
  for (let before: Id<'mail'> | undefined; ;) {
    const page = await listMails(db, { ...of, before }, 2)
    seen.push(...page.map(mail => mail.id))
    before = page.at(-1)?.id
    if (page.length < 2) break
  }
  const all = await db.select().from(mails).where(eq(mails.staffId, of.staffId))
  expect([...new Set(seen)]).toHaveLength(all.length)
  expect(seen).toHaveLength(all.length)

  const ask = (query: string) =>
    staff.lead.client.get<{ toName: string; state: string }[]>(
      `/api/staffs/${staff.staffId}/outbox?${query}`,
    )
  await expect(ask(`before=${newId('mail')}`)).rejects.toMatchObject({ status: 404 })
  expect(await ask('state=failed')).toMatchObject([{ toName: name, state: 'failed' }])
  expect(await ask(`search=${encodeURIComponent('müssig')}`)).toEqual([])
  const found = await ask(`search=${encodeURIComponent('MÜßIG einladung')}`)
  expect(found.length).toBeGreaterThan(1)
  expect(new Set(found.map(mail => mail.toName))).toEqual(new Set([name]))
  const counts = await staff.lead.client.get<Record<string, number>>(
    `/api/staffs/${staff.staffId}/outbox/counts?search=${encodeURIComponent(name)}`,
  )
  expect(counts).toMatchObject({ failed: 1 })
  expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(
    all.filter(mail => mail.toName === name).length,
  )
})

test('what IT may not read, it does not find by searching for it', async () => {
  const it = await addMember(app, staff, { name: 'Ida Netz', roles: ['it'] })
  const subject = encodeURIComponent('Einladung')
  const path = `/api/staffs/${staff.staffId}/outbox?search=${subject}`
  expect((await staff.lead.client.get<unknown[]>(path)).length).toBeGreaterThan(0)
  expect(await it.client!.get<unknown[]>(path)).toEqual([])
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

test('beyond the first two hundred the page loads more, and finds an old one by its name', async () => {
  await addMember(app, staff, { name: 'Alte Eule', functions: ['SMS Ordnung'], withAccount: false })
  await convene(app, staff)
  const { db } = app.deps.database
  const ofStaff = eq(mails.staffId, staff.staffId as StaffId)
  const [first] = await db
    .select()
    .from(mails)
    .where(and(ofStaff, eq(mails.toName, 'Alte Eule')))
  const { id: _id, seq: _seq, ...copied } = first!
  await db.insert(mails).values(
    Array.from({ length: 250 }, (_, i) => ({
      ...copied,
      id: newId('mail'),
      toName: `Person ${i}`,
      toAddress: `person${i}@kreis.example`,
      createdAt: new Date(copied.createdAt.getTime() + 1_000 * (i + 1)),
    })),
  )
  const browsing = await browse(app.base)
  try {
    const { page } = await browsing.visitor({ as: staff.lead.client })
    await page.goto(`${app.base}/outbox`)
    await page.getByRole('button', { name: /weitere anzeigen/ }).click()
    await page.getByRole('cell', { name: 'Alte Eule' }).first().waitFor()
    expect(await page.getByRole('button', { name: /weitere anzeigen/ }).count()).toBe(0)
    await page.reload()
    await page.getByRole('searchbox').fill('alte eule')
    await page.getByRole('cell', { name: 'Alte Eule' }).first().waitFor()
    expect(await page.getByRole('cell', { name: 'Person' }).count()).toBe(0)
    await page.getByRole('searchbox').fill('niemand dieses Namens')
    await page.getByText('Nichts gefunden für „niemand dieses Namens“.').waitFor()
    expect(await violationsOn(page)).toEqual([])
    expect(browsing.complaints).toEqual([])
  } finally {
    await browsing.close()
  }
})
