import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Meeting } from '../../src/meetings/contract/meeting.ts'
import { newId } from '../../src/lib/ids.ts'
import type { Staff } from '../../src/roster/contract/roster.ts'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { refuserOf } from '../support/refusal.ts'
import { revise } from '../support/revised.ts'
import { addMember, foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
let staff: { staffId: string; lead: Signed }
let kgs: Signed
let refuse: ReturnType<typeof refuserOf>

beforeAll(async () => {
  app = await startApp({ clock: new TestClock('2026-11-24T07:00:00Z') })
  staff = await foundStaff(app)
  kgs = await addMember(app, staff, { name: 'Uwe Groß', roles: ['kgs', 'member'] })
  refuse = refuserOf(app)
})
afterAll(() => app.stop())

const when = { date: '2026-11-24', time: '10:00', durationMin: 30 }
const changes = [
  ['PATCH', '', { place: 'Rathaus' }],
  // another field than the other's is a stale writer's, too: what they saw is not what holds
  ['PATCH', '', { title: 'Lage am Abend' }],
  ['POST', '/move', when],
  ['PUT', '/agenda', { items: [{ title: 'Deiche' }] }],
] as const

test('of two who change a meeting from the same state the second hears conflict and the present revision', async () => {
  const { meetingId, revision } = await plan()
  const path = `/api/meetings/${meetingId}`
  const lead = staff.lead.client
  const after = await lead.call<Meeting>('PATCH', path, { place: 'Kreishaus', revision })
  expect(after).toMatchObject({ place: 'Kreishaus', revision: revision + 1 })
  for (const [method, part, change] of changes) {
    const stale = [method, path + part, { ...change, revision }] as const
    const { details } = await refuse(kgs.client, stale, { code: 'conflict' })
    expect(details).toEqual({ revision: after.revision })
  }
})

test('whoever heard conflict gets through from the present revision, and both changes hold', async () => {
  const { meetingId, revision } = await plan()
  const path = `/api/meetings/${meetingId}`
  await staff.lead.client.call('PATCH', path, { place: 'Kreishaus', revision })
  const { details } = await refuse(kgs.client, ['PATCH', path, { title: 'Lage', revision }], {
    code: 'conflict',
  })
  const merged = await kgs.client.call<Meeting>('PATCH', path, { title: 'Lage', ...details })
  expect(merged).toMatchObject({ place: 'Kreishaus', title: 'Lage', revision: revision + 2 })
})

test('a change that does not say what it was made from holds whatever the state is', async () => {
  const { meetingId, revision } = await plan()
  const path = `/api/meetings/${meetingId}`
  for (const [method, part, change] of changes) await kgs.client.call(method, path + part, change)
  const after = await staff.lead.client.get<Meeting>(path)
  expect(after.revision).toBe(revision + changes.length)
})

test('every change of a meeting or its agenda makes another revision, and what others add to it none', async () => {
  const { meetingId, revision: first } = await plan({ convene: false })
  const path = `/api/meetings/${meetingId}`
  const { client } = staff.lead
  const seen = [first]
  const look = async () => seen.push((await client.get<Meeting>(path)).revision)
  await client.post(`${path}/convene`)
  await look()
  for (const [method, part, change] of changes) {
    await revise(client, [method, path + part, change])
    await look()
  }
  const { agenda } = await client.get<Meeting>(path)
  const item = `${path}/agenda/${agenda[0]!.itemId}`
  const { memberId } = kgs
  const steps = ['/open', '/pause', '/resume'].map(act => () => client.post(path + act))
  steps.push(() => client.post(`${item}/start`))
  steps.push(() => client.post(`${item}/end`))
  steps.push(() => client.post(`${path}/close`))
  steps.push(() => client.call('PUT', `${path}/minutes/minute-taker`, { memberId }))
  for (const step of steps) {
    await step()
    await look()
  }
  expect(seen).toEqual(seen.map((_, i) => first + i))

  const other = await plan()
  const there = `/api/meetings/${other.meetingId}`
  await kgs.client.call('PUT', `${there}/reply`, { kind: 'accepted', mode: 'video' })
  await client.post(`${there}/remind`, {})
  await client.post(`${there}/members`, { memberId: staff.lead.memberId })
  expect((await client.get<Meeting>(there)).revision).toBe(other.revision)
  await client.post(`${there}/open`, { meant: 'anotherDay' })
  const { revision } = await client.get<Meeting>(there)
  await client.post(`${there}/check-in`, { memberId })
  await client.post(`${there}/log`, { text: 'Pegel steigt' })
  await kgs.client.call('PUT', `${there}/hand`)
  expect((await client.get<Meeting>(there)).revision).toBe(revision)
})

test('of twenty who write the agenda from the same state one gets through', async () => {
  const { meetingId, revision } = await plan()
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      staff.lead.client.fetch('PUT', `/api/meetings/${meetingId}/agenda`, {
        items: [{ title: `Punkt ${i}` }],
        revision,
      }),
    ),
  )
  expect(answers.map(answer => answer.status).sort()).toEqual([
    200,
    ...Array.from({ length: 19 }, () => 409),
  ])
  const { agenda } = await staff.lead.client.get<Meeting>(`/api/meetings/${meetingId}`)
  expect(agenda).toHaveLength(1)
})

test('a change that is sent again under its key is answered as before, whatever was changed since', async () => {
  const { meetingId, revision } = await plan()
  const path = `/api/meetings/${meetingId}`
  const key = { 'idempotency-key': randomUUID() }
  const send = () =>
    kgs.client.fetch('PUT', `${path}/agenda`, { items: [{ title: 'Lage' }], revision }, key)
  const first = await send()
  const text = await first.text()
  expect(first.status).toBe(200)
  await revise(staff.lead.client, ['PATCH', path, { place: 'Rathaus' }])
  const again = await send()
  expect([again.status, await again.text()]).toEqual([200, text])
  const { agenda, ...now } = await staff.lead.client.get<Meeting>(path)
  expect([agenda.length, now.revision]).toEqual([1, revision + 2])
})

test('an item with an id of its own is added once, however often it is sent', async () => {
  const [one, two] = [await plan(), await plan()]
  const path = `/api/meetings/${one.meetingId}/agenda`
  const itemId = newId('agendaItem')
  const items = [{ itemId, title: 'Lage' }]
  await revise(kgs.client, ['PUT', path, { items }])
  const { agenda, revision } = await revise<Meeting>(kgs.client, ['PUT', path, { items }])
  expect(agenda).toMatchObject(items)
  const twice = { items: [...items, ...items], revision }
  await refuse(kgs.client, ['PUT', path, twice], { code: 'invalid', field: 'items' })
  const elsewhere = `/api/meetings/${two.meetingId}/agenda`
  const taken = { items, revision: two.revision }
  await refuse(kgs.client, ['PUT', elsewhere, taken], { code: 'invalid', field: 'items' })
})

test('settings of a staff know a stale writer, too', async () => {
  const path = `/api/staffs/${staff.staffId}`
  const { client } = staff.lead
  const { revision } = await client.get<Staff>(path)
  const changed = await client.call<Staff>('PATCH', path, { hotline: '02336 93-4444', revision })
  expect(changed.revision).toBe(revision + 1)
  const stale = { hotline: '02336 93-5555', revision }
  const { details } = await refuse(client, ['PATCH', path, stale], { code: 'conflict' })
  expect(details).toEqual({ revision: changed.revision })
  // a name that is taken is no stale state
  const name = 'Verwaltungsstab'
  await client.post('/api/staffs', { name, template: 'bw' })
  const taken = await refuse(client, ['PATCH', path, { name, ...details }], {
    code: 'conflict',
    field: 'name',
  })
  expect(taken.details).toEqual({})
})

async function plan(more: { convene?: boolean } = {}): Promise<Meeting> {
  const { meeting } = await staff.lead.client.post<{ meeting: Meeting }>(
    `/api/staffs/${staff.staffId}/meetings`,
    {
      incident: { title: 'Hochwasser (erfunden)', kind: 'operation' },
      date: '2026-12-01',
      time: '08:30',
      durationMin: 50,
      ...more,
    },
  )
  return meeting
}
