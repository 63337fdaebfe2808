import { afterAll, beforeAll, expect, test } from 'vitest'
import type { HolderAnswer, RecordedFunctions } from '../../src/records/contract.ts'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

const minuteMs = 60_000
let app: TestApp
let clock: TestClock
let staffId: string
let lead: Signed
let clerk: Signed
let holder: Signed
let deputy: Signed
let buma: string
let meetingId: string

/** BuMA: the deputy from 10:00 to 10:06, nobody until 10:20, the holder until the close at 10:30. */
beforeAll(async () => {
  clock = new TestClock('2026-11-24T08:00:00Z')
  app = await startApp({ clock })
  ;({ staffId, lead } = await foundStaff(app))
  clerk = await addMember(app, { staffId, lead }, { name: 'Petra Lindner', roles: ['records'] })
  holder = await addMember(app, { staffId, lead }, { name: 'Jonas Brandt', functions: ['BuMA'] })
  deputy = await addMember(app, { staffId, lead }, { name: 'Aylin Demir' })
  buma = (await functions()).find(fn => fn.label === 'BuMA')!.functionId
  meetingId = await convene(app, { staffId, lead }, { inMin: 60, title: 'Neunte' })
  await holder.client.call('PUT', `/api/meetings/${meetingId}/reply`, {
    kind: 'declined',
    deputyMemberId: deputy.memberId,
  })
  clock.set('2026-11-24T09:00:00Z')
  await lead.client.post(`/api/meetings/${meetingId}/open`)
  const all = await lead.client.get<{ attendeeId: string; memberId: string }[]>(
    `/api/meetings/${meetingId}/attendees`,
  )
  const act = (what: 'check-in' | 'check-out', who: Signed) =>
    lead.client.post(`/api/meetings/${meetingId}/${what}`, {
      attendeeId: all.find(a => a.memberId === who.memberId)!.attendeeId,
    })
  await act('check-in', deputy)
  clock.forward(6 * minuteMs)
  await act('check-out', deputy)
  clock.forward(14 * minuteMs)
  await act('check-in', holder)
  clock.forward(10 * minuteMs)
  await lead.client.post(`/api/meetings/${meetingId}/close`)
})
afterAll(() => app?.stop())

const functions = () =>
  lead.client.get<RecordedFunctions>(`/api/records/functions?staffId=${staffId}`)
const ask = (at: string, functionId = buma) =>
  clerk.client.get<HolderAnswer>(
    `/api/records/holder?staffId=${staffId}&functionId=${functionId}&at=${at}`,
  )

test('the deputy who was there is the answer, with whom she stood in for and each edge with its source', async () => {
  const { functionLabel, meetings } = await ask('2026-11-24T09:05:00Z')
  expect(functionLabel).toBe('BuMA')
  expect(meetings).toMatchObject([
    {
      meetingId,
      title: 'Neunte',
      filledBy: [
        {
          name: 'Aylin Demir',
          rank: null,
          deputyForNames: ['Jonas Brandt'],
          mode: 'onSite',
          from: '2026-11-24T09:00:00.000Z',
          until: '2026-11-24T09:06:00.000Z',
          isOpen: false,
          sources: ['desk'],
          uncertaintyMs: 0,
        },
      ],
      unfilled: null,
      events: [
        { name: 'Aylin Demir', edge: 'in', source: 'desk', byName: 'Dr. Sabine Köhler-Özdemir' },
        { name: 'Aylin Demir', edge: 'out', at: '2026-11-24T09:06:00.000Z' },
        { name: 'Jonas Brandt', edge: 'in', at: '2026-11-24T09:20:00.000Z' },
      ],
    },
  ])
  expect(meetings[0]!.band.rows.map(row => row.label)).toEqual([
    'BuMA · Aylin Demir',
    'BuMA · Jonas Brandt',
  ])
})

test('the end of a stay belongs to whoever comes next, and a gap says from when to when', async () => {
  for (const at of ['2026-11-24T09:06:00Z', '2026-11-24T09:19:59Z']) {
    const [meeting] = (await ask(at)).meetings
    expect(meeting).toMatchObject({
      filledBy: [],
      unfilled: { from: '2026-11-24T09:06:00.000Z', until: '2026-11-24T09:20:00.000Z' },
    })
  }
  const [meeting] = (await ask('2026-11-24T09:20:00Z')).meetings
  expect(meeting!.filledBy).toMatchObject([{ name: 'Jonas Brandt', rank: 0, deputyForNames: [] }])
})

test('between meetings only the roster of that day answers', async () => {
  const after = await ask('2026-11-24T09:30:00Z')
  expect(after.meetings).toEqual([])
  expect(after.roster).toEqual([{ name: 'Jonas Brandt', rank: 0 }])
  expect(after.before).toMatchObject({ meetingId, closedAt: '2026-11-24T09:30:00.000Z' })
  expect(after.after).toBeNull()
  const before = await ask('2026-11-24T08:30:00Z')
  expect(before).toMatchObject({ meetings: [], before: null, after: { meetingId } })
})

test('a function that was given up stays in the list, and answers by its name of that day', async () => {
  await lead.client.post(`/api/staffs/${staffId}/functions`, { label: 'EMS Deich', block: 'EMS' })
  const made = (await functions()).find(fn => fn.label === 'EMS Deich')!
  const then = clock.now().toISOString()
  clock.forward(minuteMs)
  await lead.client.call('DELETE', `/api/staffs/${staffId}/functions/${made.functionId}`)
  expect((await functions()).find(fn => fn.functionId === made.functionId)).toEqual({
    functionId: made.functionId,
    label: 'EMS Deich',
    isRetired: true,
  })
  expect(await ask(then, made.functionId)).toMatchObject({ functionLabel: 'EMS Deich', roster: [] })
})

test('a function of another staff answers nothing', async () => {
  const answer = await clerk.client.fetch(
    'GET',
    `/api/records/holder?staffId=${staffId}&functionId=fn_00000000000000000000000000&at=2026-11-24T09:05:00Z`,
  )
  expect(answer.status).toBeGreaterThanOrEqual(400)
  expect(answer.status).toBeLessThan(500)
})

test('the sheet of people over HTTP says who stood in for whom, as Excel and as OpenDocument', async () => {
  const csv = Buffer.from(
    await clerk.client.download(`/api/records/persons.excel.csv?meetingId=${meetingId}`),
  ).toString('utf8')
  expect(csv.split('\r\n')).toEqual(
    expect.arrayContaining([
      expect.stringMatching(
        /^24\.11\.2026;[^;]+;BuMA;Demir, Aylin;Brandt, Jonas;vor Ort;24\.11\.2026 10:00:00;24\.11\.2026 10:06:00;0:06:00;/,
      ),
    ]),
  )
  for (const [format, type] of [
    ['ods', 'application/vnd.oasis.opendocument.spreadsheet'],
    ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ]) {
    const answer = await clerk.client.fetch(
      'GET',
      `/api/records/persons.${format}?meetingId=${meetingId}&language=en`,
    )
    expect(answer.headers.get('content-type')).toBe(type)
    expect(answer.headers.get('content-disposition')).toContain(
      `People Neunte 2026-11-24.${format}`,
    )
  }
})
