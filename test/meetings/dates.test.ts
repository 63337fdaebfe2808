import { afterAll, beforeAll, expect, test } from 'vitest'
import { ApiFailure } from '../support/client.ts'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { revise } from '../support/revised.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
const clock = new TestClock('2026-11-24T07:00:00Z')
let staff: { staffId: string; lead: Signed }

beforeAll(async () => {
  app = await startApp({ clock })
  staff = await foundStaff(app)
  await addMember(app, staff, { name: 'Jonas Brandt', functions: ['BuMA'] })
})
afterAll(() => app?.stop())

const lead = () => staff.lead.client
const incident = { title: 'Hochwasser (erfunden)', kind: 'operation' }
const wall = (date: string) => ({ incident, date, time: '08:30', durationMin: 50 })
const meetings = (kind: string) => `/api/staffs/${staff.staffId}/${kind}`
type Mail = { meetingId: string | null; kind: string; subject: string }
const mails = () => lead().get<Mail[]>(`/api/staffs/${staff.staffId}/outbox`)
const refusalOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'accepted',
    (error: unknown) => {
      if (!(error instanceof ApiFailure)) throw error
      return (error.body as { code: string }).code
    },
  )
type Planned = { meeting: { meetingId: string } }

const wishes: [string, string, (date: string) => object][] = [
  ['a meeting', 'meetings', wall],
  [
    'a meeting at an instant',
    'meetings/at',
    date => ({ incident, startsAt: `${date}T07:30:00Z`, durationMin: 50 }),
  ],
  ['a series', 'series', date => ({ ...wall(date), rule: { every: 'day', until: date } })],
]
test.each(wishes)('%s in the past, or with a mistyped year, is asked back', async (_, kind, of) => {
  const before = (await mails()).length
  for (const [date, question] of [
    ['2026-11-23', 'inThePast'],
    ['2025-11-25', 'inThePast'],
    ['2027-11-25', 'farAhead'],
    ['2062-11-25', 'farAhead'],
  ] as const) {
    const path = meetings(kind)
    expect([date, await refusalOf(lead().post(path, of(date)))]).toEqual([date, question])
    const other = question === 'farAhead' ? 'inThePast' : 'farAhead'
    expect(await refusalOf(lead().post(path, { ...of(date), meant: other }))).toBe(question)
    expect((await mails()).length).toBe(before)
  }
  expect(await refusalOf(lead().post(meetings(kind), of('2026-11-25')))).toBe('accepted')
})

test('a date that is meant is planned; nothing is mailed about what is past', async () => {
  const past = await lead().post<Planned>(meetings('meetings'), {
    ...wall('2026-11-23'),
    meant: 'inThePast',
  })
  const { meetingId } = past.meeting
  const of = async () => (await mails()).filter(mail => mail.meetingId === meetingId)
  expect(await of()).toEqual([])
  expect(await refusalOf(lead().post(`/api/meetings/${meetingId}/remind`))).toBe('inThePast')
  await lead().post(`/api/meetings/${meetingId}/cancel`)
  expect(await of()).toEqual([])
})

test('a year that is not this one is said in the subject', async () => {
  const incident = 'Hochwasser (erfunden)'
  const { meeting } = await lead().post<Planned>(meetings('meetings'), {
    ...wall('2027-11-25'),
    title: 'Jahresübung',
    meant: 'farAhead',
  })
  const subjects = (await mails()).flatMap(mail =>
    mail.meetingId === meeting.meetingId ? mail.subject : [],
  )
  expect(new Set(subjects)).toEqual(
    new Set([`Einladung: Einsatz ${incident}, Jahresübung, Do, 25. November 2027, 08:30 Uhr`]),
  )
  const soon = await convene(app, staff, { title: 'Bald', startsAt: '2026-11-25T07:30:00Z' })
  expect((await mails()).find(mail => mail.meetingId === soon)?.subject).toBe(
    `Einladung: Einsatz ${incident}, Bald, Mi, 25. November, 08:30 Uhr`,
  )
})

test('moving into the past is asked back, and people are told that their date no longer holds', async () => {
  const meetingId = await convene(app, staff, { startsAt: '2026-11-26T07:30:00Z' })
  const move = (more: object) =>
    revise(lead(), ['POST', `/api/meetings/${meetingId}/move`, { ...wall('2026-11-23'), ...more }])
  const plain = { incident: undefined }
  expect(await refusalOf(move(plain))).toBe('inThePast')
  expect(await refusalOf(move({ ...plain, date: '2027-11-26' }))).toBe('farAhead')
  expect((await mails()).filter(mail => mail.meetingId === meetingId).length).toBe(2)
  clock.forward(60_000)
  expect(await refusalOf(move({ ...plain, meant: 'inThePast' }))).toBe('accepted')
})

test('convening what is past is asked back, and mailed to nobody', async () => {
  const meetingId = await convene(app, staff, {
    startsAt: '2026-11-24T08:00:00Z',
    convene: false,
  })
  clock.set('2026-11-24T09:00:00Z')
  const path = `/api/meetings/${meetingId}/convene`
  expect(await refusalOf(lead().post(path))).toBe('inThePast')
  expect(await refusalOf(lead().post(path, { meant: 'inThePast' }))).toBe('accepted')
  expect((await mails()).filter(mail => mail.meetingId === meetingId)).toEqual([])
})

test('of a meeting whose time is over nobody is reminded, and what is late is no past', async () => {
  const meetingId = await convene(app, staff, { startsAt: '2026-11-24T09:30:00Z' })
  clock.set('2026-11-24T09:45:00Z')
  const path = `/api/meetings/${meetingId}/remind`
  expect(await refusalOf(lead().post(path))).toBe('accepted')
  clock.set('2026-11-24T10:20:00Z')
  const before = (await mails()).length
  expect(await refusalOf(lead().post(path))).toBe('inThePast')
  expect((await mails()).length).toBe(before)
})

test('a series that began last week and ends in over a year is planned when both are meant', async () => {
  clock.set('2026-11-24T07:00:00Z')
  const rule = { every: 'week', until: '2027-12-31' }
  const ask = (more: object) =>
    refusalOf(lead().post(meetings('series'), { ...wall('2026-11-17'), rule, ...more }))
  expect(await ask({})).toBe('inThePast')
  expect(await ask({ meant: 'inThePast' })).toBe('farAhead')
  expect(await ask({ meant: ['inThePast', 'farAhead'] })).toBe('accepted')
})
