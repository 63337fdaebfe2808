import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AttendanceView } from '../../src/attendance/contract.ts'
import type { Board } from '../../src/board/contract.ts'
import type { MinutesRow, MinutesView } from '../../src/minutes/contract.ts'
import type { MyAttendance, RecordsSummary } from '../../src/records/contract.ts'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
let clock: TestClock
let staff: { staffId: string; lead: Signed }
let jonas: Signed
let lena: Signed
let tom: Signed
const held: Record<
  'present' | 'absent' | 'running' | 'promised' | 'passedOn' | 'cameAllTheSame',
  string
> = { present: '', absent: '', running: '', promised: '', passedOn: '', cameAllTheSame: '' }
let before: { persons: Row[]; summary: RecordsSummary }

type Row = Record<string, string>
type Attendee = { attendeeId: string; memberId: string | null; name: string; functions: string[] }

/**
 * One day: two meetings in the morning, one that runs while Jonas Brandt leaves at noon, three in
 * the afternoon.
 */
beforeAll(async () => {
  clock = new TestClock('2026-11-24T07:00:00Z')
  app = await startApp({ clock })
  staff = await foundStaff(app)
  jonas = await addMember(app, staff, { name: 'Jonas Brandt', functions: ['BuMA'] })
  lena = await addMember(app, staff, { name: 'Lena Vogt' })
  tom = await addMember(app, staff, { name: 'Tom Reuter', withAccount: false })
  for (const [key, at] of [
    ['present', '07:10'],
    ['absent', '08:00'],
    ['running', '10:50'],
    ['promised', '12:00'],
    ['passedOn', '13:00'],
    ['cameAllTheSame', '13:30'],
  ] as const)
    held[key] = await convene(app, staff, { startsAt: `2026-11-24T${at}:00Z` })
  await reply(held.promised, jonas, { kind: 'accepted', mode: 'onSite' })
  await reply(held.passedOn, jonas, { kind: 'declined', deputyMemberId: lena.memberId })

  await hold(held.present, '07:10', { who: [jonas] })
  await hold(held.absent, '08:00')
  before = { persons: await exported(), summary: await summary() }
  await begin(held.running, '10:50')
  clock.set('2026-11-24T10:55:00Z')
  await checkIn(held.cameAllTheSame, jonas)
  clock.set('2026-11-24T11:00:00Z')
  await staff.lead.client.call('DELETE', `/api/staffs/${staff.staffId}/members/${jonas.memberId}`)
})
afterAll(() => app?.stop())

test('meetings held before keep whoever left since, with their function, in every list', async () => {
  expect(await exported()).toEqual(before.persons)
  expect(await summary()).toEqual(before.summary)
  expect(before.persons.filter(row => row.Name === jonas.name)).toMatchObject([
    { Funktion: 'BuMA', Status: 'anwesend' },
    { Funktion: 'BuMA', Status: 'abwesend ohne Rückmeldung' },
  ])
  expect(await attendee(held.absent, jonas)).toMatchObject({ functions: ['BuMA'] })
})

test('who leaves while a meeting runs stays in its minutes, and is neither missed nor called meanwhile', async () => {
  const board = await staff.lead.client.get<Board>(`/api/meetings/${held.running}/board`)
  expect(board.missing.map(one => one.name)).not.toContain(jonas.name)
  expect(board.missing.map(one => one.name)).toContain(tom.name)
  expect(JSON.stringify(board.rows.map(row => row.unfilled?.call))).not.toContain(jonas.name)
  const { needsHand } = await staff.lead.client.get<{
    needsHand: { kind: string; meetingId: string; count: number }[]
  }>('/api/overview')
  // Lena Vogt and Tom Reuter have not answered; the reader's own reply is not counted
  const ofRunning = needsHand.filter(one => one.meetingId === held.running)
  expect(ofRunning.find(({ kind }) => kind === 'noReply')?.count).toBe(2)
  expect(ofRunning.map(({ kind }) => kind)).toContain('functionOpen')
  await staff.lead.client.post(`/api/meetings/${held.running}/close`)
  expect(await rowsIn(held.running, jonas)).toMatchObject([
    { functionLabel: 'BuMA', status: 'absentWithoutReply' },
  ])
})

test('meetings held after know nothing of them, whatever they had promised; everybody else stands there', async () => {
  expect(await attendee(held.promised, jonas)).toBeUndefined()
  await begin(held.promised, '12:00')
  await staff.lead.client.post(`/api/meetings/${held.promised}/visitors`, {
    name: 'Gisela Gast',
    organisation: 'THW',
    mode: 'onSite',
  })
  expect(
    await staff.lead.client.post(`/api/meetings/${held.promised}/check-in/all-on-site`),
  ).toEqual({ entries: [] })
  const board = await staff.lead.client.get<Board>(`/api/meetings/${held.promised}/board`)
  expect(JSON.stringify(board)).not.toContain(jonas.name)
  await close(held.promised)
  const view = await staff.lead.client.get<AttendanceView>(
    `/api/meetings/${held.promised}/attendance`,
  )
  expect(view.rows.map(row => row.name)).toEqual(
    expect.arrayContaining([tom.name, lena.name, 'Gisela Gast']),
  )
  expect(JSON.stringify(view)).not.toContain(jonas.name)
  expect(await rowsIn(held.promised, jonas)).toEqual([])
  expect(await rowsIn(held.promised, tom)).toMatchObject([{ status: 'absentWithoutReply' }])
  const minutes = await staff.lead.client.get<MinutesView>(`/api/meetings/${held.promised}/minutes`)
  expect(JSON.stringify(minutes)).not.toContain(jonas.name)
  const rows = await exported(held.promised)
  expect(rows.map(row => row.Name)).toEqual(expect.arrayContaining([tom.name, 'Gisela Gast']))
  expect(rows.map(row => row.Name)).not.toContain(jonas.name)
})

test('whom they had named stays invited in their own right, for the function', async () => {
  expect(await attendee(held.passedOn, lena)).toMatchObject({
    functions: ['BuMA'],
    deputyForNames: [],
  })
  await begin(held.passedOn, '13:00')
  await checkIn(held.passedOn, lena)
  const board = await staff.lead.client.get<Board>(`/api/meetings/${held.passedOn}/board`)
  expect(board.rows.find(row => row.label === 'BuMA')?.filledBy).toMatchObject([
    { name: lena.name, standsInFor: null },
  ])
  await close(held.passedOn)
  expect(await rowsIn(held.passedOn, lena)).toMatchObject([
    { functionLabel: 'BuMA', status: 'present', deputyFor: null },
  ])
  expect(await rowsIn(held.passedOn, jonas)).toEqual([])
})

test('who was there all the same stands there as what they were', async () => {
  await begin(held.cameAllTheSame, '13:30')
  await close(held.cameAllTheSame)
  expect(await rowsIn(held.cameAllTheSame, jonas)).toMatchObject([
    { functionLabel: 'BuMA', status: 'present' },
  ])
})

test('somebody who comes back was not away from what was held meanwhile', async () => {
  clock.forward(60_000)
  await staff.lead.client.call('PATCH', `/api/staffs/${staff.staffId}/members/${jonas.memberId}`, {
    leftAt: null,
  })
  const mine = await jonas.client.get<MyAttendance>(`/api/staffs/${staff.staffId}/my-attendance`)
  expect(mine.map(one => one.meetingId)).toEqual([
    held.cameAllTheSame,
    held.running,
    held.absent,
    held.present,
  ])
  expect((await exported(held.promised)).map(row => row.Name)).not.toContain(jonas.name)
  expect(await attendee(await convene(app, staff), jonas)).toMatchObject({ functions: ['BuMA'] })
})

async function hold(meetingId: string, at: string, { who = [] as Signed[] } = {}): Promise<void> {
  await begin(meetingId, at)
  for (const one of who) await checkIn(meetingId, one)
  await close(meetingId)
}

async function begin(meetingId: string, at: string): Promise<void> {
  clock.set(`2026-11-24T${at}:00Z`)
  await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
}

async function close(meetingId: string): Promise<void> {
  clock.forward(10 * 60_000)
  await staff.lead.client.post(`/api/meetings/${meetingId}/close`)
}

async function checkIn(meetingId: string, who: Signed): Promise<void> {
  const { attendeeId } = (await attendee(meetingId, who))!
  await staff.lead.client.post(`/api/meetings/${meetingId}/check-in`, { attendeeId })
}

async function reply(meetingId: string, who: Signed, body: unknown): Promise<void> {
  await who.client.call('PUT', `/api/meetings/${meetingId}/reply`, body)
}

async function attendee(meetingId: string, who: Signed): Promise<Attendee | undefined> {
  const all = await staff.lead.client.get<Attendee[]>(`/api/meetings/${meetingId}/attendees`)
  return all.find(a => a.memberId === who.memberId)
}

async function rowsIn(meetingId: string, who: Signed): Promise<MinutesRow[]> {
  const { record } = await staff.lead.client.get<MinutesView>(`/api/meetings/${meetingId}/minutes`)
  return record.blocks.flatMap(block => block.rows).filter(row => row.name === who.name)
}

/** Everybody of one meeting, or of the morning's two. */
async function exported(meetingId?: string): Promise<Row[]> {
  const ids = meetingId ? [meetingId] : [held.present, held.absent]
  const files = await Promise.all(
    ids.map(id => staff.lead.client.download(`/api/records/persons.csv?meetingId=${id}`)),
  )
  return files.flatMap(
    file =>
      parse(Buffer.from(file), {
        bom: true,
        delimiter: ';',
        columns: true,
        record_delimiter: '\r\n',
      }) as Row[],
  )
}

function summary(): Promise<RecordsSummary> {
  const query = `staffId=${staff.staffId}&from=2026-11-24&until=2026-11-24`
  return staff.lead.client.get(`/api/records/summary?${query}`)
}
