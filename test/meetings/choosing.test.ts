import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { addMember, foundStaff, type Signed } from '../support/staff.ts'
import { deskOf } from './support.ts'

let app: TestApp
let staff: { staffId: string; lead: Signed }
let beate: Signed
let jonas: Signed
let ute: Signed
let clerk: Signed

beforeAll(async () => {
  app = await startApp()
  staff = await foundStaff(app)
  const add = (name: string, more: object = {}) =>
    addMember(app, staff, { name, withAccount: false, ...more })
  beate = await add('Beate Weiß', { functions: ['SMS Soziales'] })
  jonas = await add('Jonas Brandt', { functions: ['BuMA'] })
  ute = await add('Ute Ohne')
  clerk = await add('Achim Akte', { roles: ['records'] })
})
afterAll(() => app.stop())

const incident = { title: 'Hochwasser (erfunden)', kind: 'operation' }
type Made = { meeting: { meetingId: string; minuteTakerId: string | null } }
const now = (more: object) =>
  staff.lead.client.post<Made>(`/api/staffs/${staff.staffId}/meetings/now`, { incident, ...more })
const desk = () => deskOf(app, staff)
const invited = async (id: string) => (await desk().attendees(id)).map(each => each.name).sort()
const mailed = async (id: string) =>
  (await desk().mails()).filter(mail => mail.meetingId === id).map(mail => mail.toName)

test('who is left out gets no mail, and no later change of the roster or the day invites them', async () => {
  const { meeting } = await now({ without: [jonas.memberId, ute.memberId], inMin: 30 })
  const id = meeting.meetingId
  expect(await invited(id)).toEqual(['Beate Weiß', staff.lead.name].sort())
  expect(await mailed(id)).not.toContain('Jonas Brandt')
  expect(await mailed(id)).toContain('Beate Weiß')
  await addMember(app, staff, { name: 'Nina Neu', withAccount: false })
  expect(await invited(id)).toEqual(['Beate Weiß', 'Nina Neu', staff.lead.name].sort())
  await staff.lead.client.post(`/api/meetings/${id}/open`)
  expect(await invited(id)).not.toContain('Jonas Brandt')
  // only a person invites them again
  await staff.lead.client.post(`/api/meetings/${id}/members`, { memberId: jonas.memberId })
  expect(await invited(id)).toContain('Jonas Brandt')
  await staff.lead.client.post(`/api/meetings/${id}/close`)
})

test('a deputy who is added by hand is invited and acts for the holder who is left out', async () => {
  const dora = await addMember(app, staff, { name: 'Dora Deputy', withAccount: false })
  await desk().hold('SMS Soziales', beate, dora)
  const usual = await now({})
  expect(await invited(usual.meeting.meetingId)).not.toContain('Dora Deputy')
  const { meeting } = await now({ also: [dora.memberId], without: [beate.memberId] })
  const id = meeting.meetingId
  expect((await desk().row(id, dora))!.functions).toEqual(['SMS Soziales'])
  expect(await mailed(id)).toContain('Dora Deputy')
  expect(await mailed(id)).not.toContain('Beate Weiß')
})

test('a series leaves the same people out on every day', async () => {
  const { meetings } = await staff.lead.client.post<{ meetings: { meetingId: string }[] }>(
    `/api/staffs/${staff.staffId}/series`,
    {
      incident,
      date: '2027-03-01',
      time: '08:30',
      durationMin: 30,
      rule: { every: 'day', until: '2027-03-03' },
      meant: 'farAhead',
      without: [beate.memberId],
    },
  )
  expect(meetings).toHaveLength(3)
  for (const { meetingId } of meetings) expect(await invited(meetingId)).not.toContain('Beate Weiß')
})

test('nobody is left out and needed at once, and only people who take part can be chosen', async () => {
  const other = `mem_${'0'.repeat(26)}`
  for (const [field, wish] of [
    ['without', { without: [ute.memberId], also: [ute.memberId] }],
    ['without', { without: [ute.memberId], minuteTakerId: ute.memberId }],
    ['without.0', { without: [other] }],
    ['also', { also: [clerk.memberId] }],
  ] as const)
    expect(await desk().refusal(now(wish))).toMatchObject({
      status: 400,
      body: { errors: [{ field }] },
    })
})

test('the usual minute taker who is left out does not keep these minutes', async () => {
  const first = await now({ minuteTakerId: ute.memberId })
  const like = first.meeting.meetingId
  expect((await now({ like, incident: undefined })).meeting.minuteTakerId).toBe(ute.memberId)
  const { meeting } = await now({ like, incident: undefined, without: [ute.memberId] })
  expect(meeting.minuteTakerId).toBe(null)
})

test('nothing is planned for an incident that has ended, until it is reopened', async () => {
  const path = `/api/staffs/${staff.staffId}/incidents`
  const { incidentId } = await staff.lead.client.post<{ incidentId: string }>(path, incident)
  const end = (endedAt: string | null) =>
    staff.lead.client.call('PATCH', `/api/incidents/${incidentId}`, { endedAt })
  await end(new Date().toISOString())
  expect(await desk().refusal(now({ incident: undefined, incidentId }))).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'incidentId' }] },
  })
  await end(null)
  await now({ incident: undefined, incidentId })
})

test('an incident says what is planned, and does not end while one of its meetings is open', async () => {
  const { client } = staff.lead
  const first = (await now({})).meeting.meetingId
  const { incidentId } = await client.get<{ incidentId: string }>(`/api/meetings/${first}`)
  await now({ incident: undefined, incidentId, inMin: 120 })
  const end = () => client.call('PATCH', `/api/incidents/${incidentId}`, { endedAt: 'now' })
  const listed = async () =>
    (await client.get<{ incidentId: string }[]>(`/api/staffs/${staff.staffId}/incidents`)).find(
      each => each.incidentId === incidentId,
    )
  expect(await listed()).toMatchObject({ meetingCount: 2, aheadCount: 2, isMeeting: false })
  await desk().open(first)
  expect(await listed()).toMatchObject({ aheadCount: 1, isMeeting: true })
  expect(await desk().refusal(end())).toMatchObject({ status: 409, body: { code: 'wrongState' } })
  await desk().close(first)
  await end()
  expect(await listed()).toMatchObject({ aheadCount: 1, endedAt: expect.any(String) })
})
