import { afterEach, beforeEach, expect, test } from 'vitest'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
let staff: { staffId: string; lead: Signed }
let buma: Signed
const clock = new TestClock('2026-11-24T08:00:00Z')
const lead = () => staff.lead.client

afterEach(() => app?.stop())
beforeEach(async () => {
  clock.set('2026-11-24T08:00:00Z')
  app = await startApp({ clock })
  staff = await foundStaff(app)
  buma = await addMember(app, staff, { name: 'Jonas Brandt', functions: ['BuMA'] })
  const path = `/api/staffs/${staff.staffId}`
  type Roster = { functions: { functionId: string; label: string; isRequired: boolean }[] }
  const { functions } = await lead().get<Roster>(`${path}/roster`)
  for (const { functionId, label } of functions)
    await lead().call('PATCH', `${path}/functions/${functionId}`, { isRequired: label === 'BuMA' })
})

type Overview = {
  next: { meetingId: string } | null
  running: { meetingId: string }[]
  needsHand: { kind: string; meetingId: string }[]
}
const overview = () => lead().get<Overview>('/api/overview')
const kinds = async () => (await overview()).needsHand.map(({ kind }) => kind)
const meeting = () => convene(app, staff, { startsAt: '2026-11-24T08:10:00Z', durationMin: 10 })
const decline = (id: string) =>
  buma.client.call('PUT', `/api/meetings/${id}/reply`, { kind: 'declined' })

test('a function that nobody fills any more is shown while a meeting runs over', async () => {
  const id = await meeting()
  clock.set('2026-11-24T08:10:00Z')
  await lead().post(`/api/meetings/${id}/open`)
  clock.set('2026-11-24T08:40:00Z')
  await decline(id)
  expect(await kinds()).toContain('functionOpen')
})

test('it is shown while the opening is waited for, and not once the meeting is given up', async () => {
  const id = await meeting()
  clock.set('2026-11-24T08:25:00Z')
  await decline(id)
  expect(await kinds()).toContain('functionOpen')
  clock.set('2026-11-25T09:00:00Z')
  expect(await kinds()).not.toContain('functionOpen')
  expect(await kinds()).toContain('notOpened')
})

test('a running meeting is shown however long ago it was opened', async () => {
  const id = await meeting()
  clock.set('2026-11-24T08:10:00Z')
  await lead().post(`/api/meetings/${id}/open`)
  clock.set('2027-01-20T08:00:00Z')
  const { next, running } = await overview()
  expect(next?.meetingId).toBe(id)
  expect(running.map(each => each.meetingId)).toEqual([id])
})

test('a meeting with a mistyped year that is opened all the same is shown while it runs', async () => {
  const startsAt = '2027-11-24T08:10:00Z'
  const id = await convene(app, staff, { startsAt, durationMin: 30, meant: 'farAhead' })
  await lead().post(`/api/meetings/${id}/open`, { meant: 'anotherDay' })
  expect((await overview()).running.map(each => each.meetingId)).toEqual([id])
})
