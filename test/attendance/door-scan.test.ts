import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AttendanceView } from '../../src/attendance/contract.ts'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { browse, type Browsing } from '../support/browser.ts'
import type { ApiFailure } from '../support/client.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

const minute = 60_000
const clock = new TestClock('2026-11-24T08:00:00Z')
let app: TestApp
let browsing: Browsing
let staff: { staffId: string; lead: Signed }
let jonas: Signed

beforeAll(async () => {
  app = await startApp({ clock })
  staff = await foundStaff(app)
  jonas = await addMember(app, staff, { name: 'Jonas Brandt', functions: ['BuMA'] })
  browsing = await browse(app.base)
})
afterAll(async () => {
  await browsing?.close()
  await app?.stop()
})

async function opened(): Promise<{ meetingId: string; code: string }> {
  clock.forward(12 * 60 * minute)
  for (const { client } of [staff.lead, jonas]) await client.signIn()
  const meetingId = await convene(app, staff)
  await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
  const door = `/api/meetings/${meetingId}/door`
  const { code } = await staff.lead.client.get<{ code: string }>(door)
  return { meetingId, code }
}
const refusal = (asked: Promise<unknown>) =>
  asked.then(
    () => 'done',
    (error: ApiFailure) => error.body,
  )
const scan = (meetingId: string, code: string) =>
  jonas.client.post(`/api/meetings/${meetingId}/door/scan`, { code })
const come = (meetingId: string, body: object) =>
  jonas.client.post(`/api/meetings/${meetingId}/check-in/self`, body)

test('a code that was scanned in time counts for the five minutes in which people sign in', async () => {
  const { meetingId, code } = await opened()
  await scan(meetingId, code)
  clock.forward(4 * minute)
  await come(meetingId, { code })
  const { rows } = await jonas.client.get<AttendanceView>(`/api/meetings/${meetingId}/attendance`)
  expect(rows.find(row => row.memberId === jonas.memberId)!.now?.mode).toBe('onSite')
})

test('after five minutes, for another meeting, or changed, it does not', async () => {
  const late = await opened()
  await scan(late.meetingId, late.code)
  clock.forward(5 * minute)
  for (const body of [{}, { code: late.code }])
    expect(await refusal(come(late.meetingId, body))).toMatchObject({ code: 'invalid' })

  const other = await opened()
  await scan(other.meetingId, other.code)
  const elsewhere = await convene(app, staff)
  expect(await refusal(come(elsewhere, {}))).toMatchObject({ code: 'invalid' })

  const ticket = jonas.client.cookies().find(({ name }) => name === '__Host-lagerunde-door')!
  const [until = '', seal = ''] = ticket.value.split('.')
  jonas.client.adopt([{ name: ticket.name, value: `${Number(until) + 3_600_000}.${seal}` }])
  expect(await refusal(come(other.meetingId, {}))).toMatchObject({ code: 'invalid' })
})

test('a code of half a minute ago, and a wrong one, open nothing', async () => {
  const { meetingId, code } = await opened()
  clock.forward(minute)
  for (const wrong of [code, '00000000'])
    expect(await refusal(scan(meetingId, wrong))).toMatchObject({ code: 'invalid' })
})

test('a phone that has to sign in first enters its owner, however long that takes', async () => {
  const { meetingId, code } = await opened()
  const phone = await browsing.visitor({ viewport: { width: 390, height: 844 } })
  await phone.page.goto(`${app.base}/meetings/${meetingId}/here#${code}`)
  await phone.page.getByLabel('Passwort', { exact: true }).waitFor()
  clock.forward(2 * minute)
  await jonas.client.signIn()
  await phone.context.addCookies(
    jonas.client.cookies().map(({ name, value }) => ({
      name,
      value,
      url: app.base.replace('http:', 'https:'),
      secure: true,
      httpOnly: true,
      sameSite: 'Strict' as const,
    })),
  )
  await phone.page.goto(`${app.base}/meetings/${meetingId}/here#${code}`)
  await phone.page.getByRole('button', { name: 'Ich bin da' }).click()
  await phone.page.getByText('Sie sind als anwesend eingetragen.').waitFor()
  expect(browsing.complaints).toEqual([])
})
