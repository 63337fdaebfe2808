import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { Client } from '../support/client.ts'
import { addMember, convene, foundStaff, linkOf, type Signed } from '../support/staff.ts'

const clock = new TestClock('2026-11-24T08:00:00Z')
const minute = 60_000
let app: TestApp
let otherProcess: string
let staff: { staffId: string; lead: Signed }
let jonas: Signed
let carla: Signed
let lena: Signed
let tom: Signed
let meetingId: string

beforeAll(async () => {
  app = await startApp({ clock })
  otherProcess = (await app.another()).address
  staff = await foundStaff(app)
  jonas = await addMember(app, staff, { name: 'Jonas Brandt', functions: ['BuMA'] })
  carla = await addMember(app, staff, { name: 'Carla Anders' })
  lena = await addMember(app, staff, { name: 'Lena Vogt', withAccount: false })
  tom = await addMember(app, staff, { name: 'Tom Reuter', withAccount: false })
})
afterAll(() => app.stop())
beforeEach(async () => {
  clock.forward(11 * minute)
  // nobody's session shall end by being left alone
  for (const { client } of [jonas, carla]) await client.get('/api/me/sessions')
  meetingId = await convene(app, staff, { inMin: 90 })
})

type Mail = { mailId: string; meetingId: string | null; kind: string; toName: string }
const outbox = () => staff.lead.client.get<Mail[]>(`/api/staffs/${staff.staffId}/outbox`)
const mailsTo = async (person: Signed, kind: string) =>
  (await outbox()).filter(
    mail => mail.meetingId === meetingId && mail.kind === kind && mail.toName === person.name,
  )
const comes = { kind: 'accepted', mode: 'video' }
const sends = (deputy: Signed) => ({ kind: 'declined', deputyMemberId: deputy.memberId })
const reply = (person: Signed, body: object) =>
  person.client.call('PUT', `/api/meetings/${meetingId}/reply`, body)
const remind = (body: object = {}, client = staff.lead.client) =>
  client.post<{ count: number; recent: number }>(`/api/meetings/${meetingId}/remind`, body)

test('thirty changes of mind tell the deputy once, and once more after ten minutes', async () => {
  for (let i = 0; i < 15; i++) {
    await reply(jonas, sends(lena))
    await reply(jonas, comes)
  }
  expect(await mailsTo(lena, 'deputy')).toHaveLength(1)
  clock.forward(10 * minute)
  await reply(jonas, sends(lena))
  expect(await mailsTo(lena, 'deputy')).toHaveLength(2)
})

test('the same by the personal link', async () => {
  const token = await linkOf(staff, meetingId, jonas)
  for (let i = 0; i < 5; i++)
    for (const answer of [sends(lena), comes])
      await app.client().post('/api/answer', { token, reply: answer })
  expect(await mailsTo(lena, 'deputy')).toHaveLength(1)
})

test('many who name at one time, at two processes, tell the deputy once', async () => {
  const there = new Client(otherProcess, () => clock.now().getTime())
  there.adopt(jonas.client.cookies())
  await Promise.all(
    [jonas.client, there].flatMap(client =>
      [sends(lena), comes, sends(lena), comes].map(body =>
        client.call('PUT', `/api/meetings/${meetingId}/reply`, body),
      ),
    ),
  )
  await reply(jonas, sends(lena))
  expect(await mailsTo(lena, 'deputy')).toHaveLength(1)
})

test('another deputy, and another who sends them, is news', async () => {
  await reply(jonas, sends(lena))
  await reply(jonas, sends(tom))
  await reply(jonas, sends(lena))
  await reply(carla, sends(lena))
  expect(await mailsTo(lena, 'deputy')).toHaveLength(2)
  expect(await mailsTo(tom, 'deputy')).toHaveLength(1)
})

test('thirty reminders write one mail, and say that the rest was left out', async () => {
  const first = await remind()
  expect(first).toEqual({ count: 5, recent: 0 })
  for (let i = 0; i < 29; i++) expect(await remind()).toEqual({ count: 0, recent: 5 })
  expect(await mailsTo(jonas, 'reminder')).toHaveLength(1)
  clock.forward(10 * minute)
  expect(await remind()).toEqual(first)
})

test('reminders at one time, at two processes, write one mail', async () => {
  const there = new Client(otherProcess, () => clock.now().getTime())
  there.adopt(staff.lead.client.cookies())
  const done = await Promise.all(
    [staff.lead.client, there, staff.lead.client, there].map(client => remind({}, client)),
  )
  expect(done.map(({ count }) => count).sort()).toEqual([0, 0, 0, 5])
  expect(await mailsTo(jonas, 'reminder')).toHaveLength(1)
})

test('an access code is mailed to one address once in ten minutes; the code on paper is not held up', async () => {
  const give = (send: string) =>
    staff.lead.client.fetch('POST', `/api/members/${tom.memberId}/enrolment`, { send })
  expect((await give('mail')).status).toBe(200)
  clock.forward(4 * minute)
  const again = await give('mail')
  expect(again.headers.get('retry-after')).toBe('360')
  expect(await again.json()).toMatchObject({
    code: 'tooManyAttempts',
    details: { retryAfterS: 360 },
  })
  expect((await give('print')).status).toBe(200)
  await staff.lead.client.call('PATCH', `/api/staffs/${staff.staffId}/members/${tom.memberId}`, {
    email: 'reuter@kreis.example',
  })
  expect((await give('mail')).status).toBe(200)
  clock.forward(10 * minute)
  expect((await give('mail')).status).toBe(200)
})
