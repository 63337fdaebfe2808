import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AttendanceView } from '../../src/attendance/contract.ts'
import type { ActingPerson } from '../../src/board/contract.ts'
import type { Finding, MinutesView } from '../../src/minutes/contract.ts'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import type { ApiFailure } from '../support/client.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
const clock = new TestClock('2026-11-24T08:00:00Z')
let staff: { staffId: string; lead: Signed }
let taker: Signed
let kgs: Signed
let member: Signed

beforeAll(async () => {
  app = await startApp({ clock })
  staff = await foundStaff(app)
  taker = await addMember(app, staff, { name: 'Pelin Öztürk', roles: ['minuteTaker'] })
  kgs = await addMember(app, staff, { name: 'Uwe Groß', roles: ['kgs'] })
  member = await addMember(app, staff, { name: 'Jonas Brandt', functions: ['BuMA'] })
})
afterAll(() => app?.stop())

const minute = 60_000
const lead = () => staff.lead.client
async function opened(): Promise<string> {
  clock.forward(24 * 60 * minute)
  const meetingId = await convene(app, staff, { minuteTakerId: taker.memberId })
  await lead().post(`/api/meetings/${meetingId}/open`)
  return meetingId
}
const acting = (meetingId: string, { client }: Signed = staff.lead) =>
  client.get<ActingPerson[]>(`/api/meetings/${meetingId}/acting`)
const names = async (meetingId: string) => (await acting(meetingId)).map(({ name }) => name)
const say = (meetingId: string, who: Signed, answer: string, more: object = {}, by: Signed = who) =>
  by.client.post(`/api/meetings/${meetingId}/presence`, { memberId: who.memberId, answer, ...more })
const write = (meetingId: string, { client }: Signed, text = 'Deich hält') =>
  client.post(`/api/meetings/${meetingId}/log`, { text })
const close = (meetingId: string) => lead().post(`/api/meetings/${meetingId}/close`)
const draft = (meetingId: string) => lead().get<MinutesView>(`/api/meetings/${meetingId}/minutes`)
const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'done',
    (error: ApiFailure) => (error.body as { code: string }).code,
  )
async function rowOf(meetingId: string, { memberId }: Signed) {
  const { rows } = await lead().get<AttendanceView>(`/api/meetings/${meetingId}/attendance`)
  return rows.find(row => row.memberId === memberId)
}
const now = () => clock.now().toISOString()
const openedAtOf = async (meetingId: string) =>
  (await lead().get<{ openedAt: string }>(`/api/meetings/${meetingId}`)).openedAt

test('whoever opens, writes, keeps the minutes or the door and is not recorded is named, with what they did', async () => {
  const meetingId = await opened()
  expect(await acting(meetingId)).toMatchObject([
    { name: staff.lead.name, hasOpened: true, firstAt: await openedAtOf(meetingId) },
    { name: 'Pelin Öztürk', isMinuteTaker: true, entries: 0, firstAt: null },
  ])
  clock.forward(2 * minute)
  await write(meetingId, taker)
  await write(meetingId, taker)
  await kgs.client.post(`/api/meetings/${meetingId}/check-in`, { memberId: member.memberId })
  expect(await acting(meetingId)).toMatchObject([
    { hasOpened: true },
    { name: 'Pelin Öztürk', entries: 2, firstAt: now() },
    { name: 'Uwe Groß', atDoor: 1, firstAt: now() },
  ])
  expect(await codeOf(acting(meetingId, member))).toBe('forbidden')
})

test('who opened and answers within minutes is there from the opening, everybody else from the answer', async () => {
  const meetingId = await opened()
  const openedAt = await openedAtOf(meetingId)
  clock.forward(3 * minute)
  await say(meetingId, staff.lead, 'onSite')
  await write(meetingId, taker)
  clock.forward(minute)
  await say(meetingId, taker, 'phone')
  const saidAt = now()
  clock.forward(minute)
  expect(await rowOf(meetingId, staff.lead)).toMatchObject({
    now: { mode: 'onSite', since: openedAt },
    stays: [{ sources: ['selfReported'] }],
  })
  expect(await rowOf(meetingId, taker)).toMatchObject({
    now: { mode: 'phone', since: saidAt },
    stays: [{ sources: ['selfReported'] }],
  })
  expect(await names(meetingId)).toEqual([])

  const late = await opened()
  clock.forward(30 * minute)
  await say(late, staff.lead, 'onSite')
  expect(await rowOf(late, staff.lead)).toMatchObject({ now: { since: now() } })
})

test('an answer for somebody else may say since when, and is marked as entered by another', async () => {
  const meetingId = await opened()
  clock.forward(5 * minute)
  await write(meetingId, taker)
  const from = now()
  clock.forward(20 * minute)
  expect(await codeOf(say(meetingId, taker, 'onSite', { from: '2020-01-01T00:00:00Z' }, kgs))).toBe(
    'invalid',
  )
  expect(await codeOf(say(meetingId, taker, 'onSite', {}, member))).toBe('forbidden')
  await say(meetingId, taker, 'onSite', { from }, kgs)
  expect(await rowOf(meetingId, taker)).toMatchObject({
    now: { mode: 'onSite', since: from },
    stays: [{ sources: ['onBehalf'] }],
  })
  // two people answer for the same person
  expect(await codeOf(say(meetingId, taker, 'phone', {}, staff.lead))).toBe('conflict')
})

test('virtually is recorded at once with its own source, and can be taken back at the door', async () => {
  const meetingId = await opened()
  await say(meetingId, staff.lead, 'video')
  clock.forward(minute)
  expect(await rowOf(meetingId, staff.lead)).toMatchObject({
    now: { mode: 'video' },
    stays: [{ mode: 'video', sources: ['selfReported'] }],
  })
  const door = `/api/meetings/${meetingId}/check-in`
  const { entries } = await staff.lead.client.get<{ entries: { signalId: string }[] }>(
    `/api/meetings/${meetingId}/check-in/journal`,
  )
  await staff.lead.client.post(`${door}/undo`, { signalId: entries[0]!.signalId })
  expect(await rowOf(meetingId, staff.lead)).toMatchObject({ now: null, stays: [] })
})

test('"nicht dabei" is kept, so that nobody is asked again, and can still be changed', async () => {
  const meetingId = await opened()
  await say(meetingId, staff.lead, 'notThere')
  expect(await acting(meetingId)).toMatchObject([
    { name: staff.lead.name, saidNotThere: true },
    { saidNotThere: false },
  ])
  expect(await rowOf(meetingId, staff.lead)).toMatchObject({ stays: [] })
  await say(meetingId, staff.lead, 'onSite')
  expect(await names(meetingId)).toEqual(['Pelin Öztürk'])
})

test('a report of the lead does not make the door kept: who promised to come stays not recorded', async () => {
  const meetingId = await opened()
  await member.client.call('PUT', `/api/meetings/${meetingId}/reply`, {
    kind: 'accepted',
    mode: 'onSite',
  })
  await say(meetingId, staff.lead, 'onSite')
  clock.forward(30 * minute)
  expect(await rowOf(meetingId, member)).toMatchObject({ status: 'notRecorded' })
})

test('the draft lists who acted and is not recorded; settled after the close it is marked as added later', async () => {
  const meetingId = await opened()
  const openedAt = await openedAtOf(meetingId)
  clock.forward(5 * minute)
  await write(meetingId, taker)
  clock.forward(45 * minute)
  await close(meetingId)
  const closedAt = now()
  const before = await draft(meetingId)
  const people = (findings: Finding[]) =>
    findings.flatMap(each => (each.kind === 'notRecorded' ? [each.person.name] : []))
  expect(people(before.findings)).toEqual([staff.lead.name, 'Pelin Öztürk'])
  // nobody who acted is called absent
  expect(before.record.attendance.notRecorded).toContain(staff.lead.name)
  expect(before.record.attendance.absent.map(({ name }) => name)).not.toContain(staff.lead.name)

  clock.forward(minute)
  const add = (who: Signed, answer: string, more: object = {}) =>
    lead().post<MinutesView>(`/api/meetings/${meetingId}/minutes/presence`, {
      memberId: who.memberId,
      answer,
      ...more,
    })
  const settled = await add(staff.lead, 'onSite')
  expect(people(settled.findings)).toEqual(['Pelin Öztürk'])
  expect(await rowOf(meetingId, staff.lead)).toMatchObject({
    status: 'present',
    stays: [{ mode: 'onSite', from: openedAt, until: closedAt, sources: ['addedLater'] }],
  })
  const from = new Date(Date.parse(openedAt) + 10 * minute).toISOString()
  expect(
    await codeOf(
      add(taker, 'phone', { from: new Date(Date.parse(closedAt) + 600_000).toISOString() }),
    ),
  ).toBe('invalid')
  expect(people((await add(taker, 'phone', { from })).findings)).toEqual([])
  const { record } = await draft(meetingId)
  const row = record.blocks.flatMap(({ rows }) => rows).find(each => each.name === 'Pelin Öztürk')
  expect(row).toMatchObject({
    mainMode: 'phone',
    totalS: 40 * 60,
    intervals: [{ sources: ['addedLater'] }],
  })

  const { revision } = await draft(meetingId)
  await lead().post(`/api/meetings/${meetingId}/minutes/release`, { revision })
  expect(await codeOf(add(kgs, 'onSite'))).toBe('alreadyReleased')
  expect((await draft(meetingId)).findings).toEqual([])
})

test('findings block nothing: the minutes can be released with all of them open', async () => {
  const meetingId = await opened()
  await lead().post(`/api/meetings/${meetingId}/orders`, { text: 'Sandsäcke nachbestellen' })
  clock.forward(10 * minute)
  await close(meetingId)
  const { revision, findings } = await draft(meetingId)
  expect(new Set(findings.map(({ kind }) => kind))).toEqual(
    new Set(['notRecorded', 'orderWithoutPerson', 'pointsWithoutText', 'gaps']),
  )
  await lead().post(`/api/meetings/${meetingId}/minutes/release`, { revision })
  expect((await draft(meetingId)).state).toBe('released')
})
