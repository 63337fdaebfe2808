import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listMails } from '../../src/invitations/store.ts'
import { mails } from '../../src/invitations/tables.ts'
import type { StaffId } from '../../src/lib/ids.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { browse } from '../support/browser.ts'
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
