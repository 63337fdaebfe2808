import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AttendanceView, DoorEntry } from '../../src/attendance/contract.ts'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import type { ApiFailure } from '../support/client.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
const clock = new TestClock('2026-11-24T08:00:00Z')
let staff: { staffId: string; lead: Signed }
let kgs: Signed
let jonas: Signed

beforeAll(async () => {
  app = await startApp({ clock })
  staff = await foundStaff(app)
  kgs = await addMember(app, staff, { name: 'Uwe Groß', roles: ['kgs'] })
  jonas = await addMember(app, staff, { name: 'Jonas Brandt', functions: ['BuMA'] })
})
afterAll(() => app?.stop())

const minute = 60_000
async function opened(more: Record<string, unknown> = {}): Promise<string> {
  clock.forward(24 * 60 * minute)
  const meetingId = await convene(app, staff, more)
  await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
  return meetingId
}
const tick = (meetingId: string, edge: 'in' | 'out', more: Record<string, unknown> = {}) =>
  kgs.client.post<{ signalId: string }>(`/api/meetings/${meetingId}/check-${edge}`, {
    memberId: jonas.memberId,
    ...more,
  })
const journal = async (meetingId: string, { client }: Signed = kgs) =>
  (await client.get<{ entries: DoorEntry[] }>(`/api/meetings/${meetingId}/check-in/journal`))
    .entries
const undo = (meetingId: string, signalId: string, { client }: Signed = kgs) =>
  client.post(`/api/meetings/${meetingId}/check-in/undo`, { signalId })
const retime = (meetingId: string, signalId: string, at: Date, { client }: Signed = kgs) =>
  client.post(`/api/meetings/${meetingId}/check-in/retime`, { signalId, at: at.toISOString() })
const ago = (min: number) => new Date(clock.now().getTime() - min * minute)
const codeOfRefusal = (asked: Promise<unknown>) =>
  asked.then(
    () => 'done',
    (error: ApiFailure) => (error.body as { code: string }).code,
  )
async function stays(meetingId: string) {
  const { rows } = await kgs.client.get<AttendanceView>(`/api/meetings/${meetingId}/attendance`)
  return rows.find(row => row.memberId === jonas.memberId)!.stays
}

test('the journal of the door is whole on any device, newest first, with who entered what when', async () => {
  const meetingId = await opened()
  await tick(meetingId, 'in')
  clock.forward(10 * minute)
  await staff.lead.client.post(`/api/meetings/${meetingId}/visitors`, { name: 'Nadine Falk' })
  clock.forward(minute)
  await tick(meetingId, 'out')
  const seen = await journal(meetingId)
  expect(seen.map(({ name, edge, byName }) => `${name} ${edge} by ${byName}`)).toEqual([
    'Brandt, Jonas out by Uwe Groß',
    'Falk, Nadine in by Dr. Sabine Köhler-Özdemir',
    'Brandt, Jonas in by Uwe Groß',
  ])
  expect(await journal(meetingId, staff.lead)).toEqual(seen)
  expect(await codeOfRefusal(journal(meetingId, jonas))).toBe('forbidden')
})

test('a mistaken coming leaves no stay, and the entry stays in the journal as taken back', async () => {
  const meetingId = await opened()
  const { signalId } = await tick(meetingId, 'in')
  clock.forward(20 * minute)
  await undo(meetingId, signalId, staff.lead)
  expect(await stays(meetingId)).toEqual([])
  // the other tablet presses the same a moment later
  await undo(meetingId, signalId)
  expect(await journal(meetingId)).toMatchObject([
    {
      edge: 'in',
      isTakenBack: true,
      byName: 'Uwe Groß',
      corrected: { byName: 'Dr. Sabine Köhler-Özdemir' },
    },
  ])
})

test('somebody taken back counts nowhere as having come', async () => {
  const meetingId = await opened({ seats: 12 })
  const seats = async () =>
    (await kgs.client.get<{ seatsTaken: number }>(`/api/meetings/${meetingId}`)).seatsTaken
  await jonas.client.call('PUT', `/api/meetings/${meetingId}/reply`, {
    kind: 'accepted',
    mode: 'onSite',
  })
  expect(await seats()).toBe(0)
  const { signalId } = await tick(meetingId, 'in')
  expect(await seats()).toBe(1)
  clock.forward(minute)
  await undo(meetingId, signalId)
  expect(await seats()).toBe(0)
})

test('before the opening seats are promised, afterwards they are taken by who is there', async () => {
  clock.forward(24 * 60 * minute)
  const meetingId = await convene(app, staff)
  const seats = async () =>
    (await kgs.client.get<{ seatsTaken: number }>(`/api/meetings/${meetingId}`)).seatsTaken
  await jonas.client.call('PUT', `/api/meetings/${meetingId}/reply`, {
    kind: 'accepted',
    mode: 'onSite',
  })
  expect(await seats()).toBe(1)
  for (const name of ['Nadine Falk', 'Horst Ilse'])
    await kgs.client.post(`/api/meetings/${meetingId}/visitors`, { name })
  await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
  expect(await seats()).toBe(2)
})

test('an entry gets its true time, and the time of entering is kept beside it', async () => {
  const meetingId = await opened()
  clock.forward(30 * minute)
  const enteredAt = clock.now().toISOString()
  const { signalId } = await tick(meetingId, 'in')
  clock.forward(minute)
  const true1 = ago(25)
  await retime(meetingId, signalId, true1)
  expect(await stays(meetingId)).toMatchObject([{ from: true1.toISOString() }])
  const [entry] = await journal(meetingId)
  expect(entry).toMatchObject({
    at: true1.toISOString(),
    enteredAt,
    corrected: { byName: 'Uwe Groß', former: enteredAt },
    isTakenBack: false,
  })
  const true2 = ago(20)
  await retime(meetingId, entry!.signalId, true2)
  expect(await stays(meetingId)).toMatchObject([{ from: true2.toISOString() }])
  await undo(meetingId, (await journal(meetingId))[0]!.signalId)
  expect(await stays(meetingId)).toEqual([])
})

test('of two tablets that correct one entry, the second is told', async () => {
  const meetingId = await opened()
  clock.forward(30 * minute)
  const { signalId } = await tick(meetingId, 'in')
  const both = await Promise.allSettled([
    retime(meetingId, signalId, ago(10)),
    retime(meetingId, signalId, ago(20), staff.lead),
  ])
  expect(both.map(each => each.status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await codeOfRefusal(retime(meetingId, signalId, ago(15)))).toBe('conflict')
  expect(await codeOfRefusal(undo(meetingId, signalId))).toBe('conflict')
  expect(await journal(meetingId)).toHaveLength(1)
})

test('a time lies between the entries around it, not before the door opened and not in the future', async () => {
  const meetingId = await opened()
  clock.forward(10 * minute)
  const came = await tick(meetingId, 'in')
  clock.forward(10 * minute)
  const went = await tick(meetingId, 'out')
  clock.forward(10 * minute)
  for (const [{ signalId }, at] of [
    [came, ago(5)],
    [came, ago(300)],
    [went, ago(25)],
    [went, ago(-5)],
  ] as const)
    expect(await codeOfRefusal(retime(meetingId, signalId, at))).toBe('invalid')
  await retime(meetingId, came.signalId, ago(29))
  expect(await stays(meetingId)).toMatchObject([{ seconds: 19 * 60 }])
})

test('an entry that waited for the connection gets the time at which it was pressed', async () => {
  const meetingId = await opened()
  clock.forward(30 * minute)
  const pressed = ago(2)
  await tick(meetingId, 'in', { at: pressed.toISOString() })
  expect(await stays(meetingId)).toMatchObject([{ from: pressed.toISOString() }])
  expect(await journal(meetingId)).toMatchObject([
    { at: pressed.toISOString(), enteredAt: clock.now().toISOString() },
  ])
  // a clock that runs ahead makes nobody come in the future
  await tick(meetingId, 'out', { at: ago(-10).toISOString() })
  expect(await stays(meetingId)).toMatchObject([{ until: clock.now().toISOString() }])
})

test('after the close the door corrects nothing', async () => {
  const meetingId = await opened()
  const { signalId } = await tick(meetingId, 'in')
  clock.forward(minute)
  await staff.lead.client.post(`/api/meetings/${meetingId}/close`)
  expect(await codeOfRefusal(undo(meetingId, signalId))).toBe('meetingClosed')
  expect(await codeOfRefusal(retime(meetingId, signalId, ago(1)))).toBe('meetingClosed')
})

test('what was entered stays stored as it was', async () => {
  const meetingId = await opened()
  const { signalId } = await tick(meetingId, 'in')
  clock.forward(minute)
  await undo(meetingId, signalId)
  const rows = await app.deps.database
    .sql`select id, edge, replaces_id from signals where meeting_id = ${meetingId} order by seq`
  expect(rows).toMatchObject([
    { id: signalId, edge: 'in', replaces_id: null },
    { edge: 'void', replaces_id: signalId },
  ])
  const trail = await app.deps.database
    .sql`select action from audit_trail where action = 'attendance.undone' and details->>'signal' = ${signalId}`
  expect(trail).toHaveLength(1)
})
