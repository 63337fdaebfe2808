import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AttendanceView } from '../../src/attendance/contract.ts'
import type { Board } from '../../src/board/contract.ts'
import type { MinutesView } from '../../src/minutes/contract.ts'
import type { MyAttendance, RecordsSummary } from '../../src/records/contract.ts'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { revise } from '../support/revised.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
const clock = new TestClock('2026-11-02T07:00:00Z')
let staff: { staffId: string; lead: Signed }
let jonas: Signed

beforeAll(async () => {
  app = await startApp({ clock })
  staff = await foundStaff(app)
  jonas = await addMember(app, staff, { name: 'Jonas Brandt', functions: ['BuMA'] })
})
afterAll(() => app?.stop())

const lead = () => staff.lead.client
const of = (meetingId: string) => `/api/meetings/${meetingId}`
const now = () => clock.now().toISOString()

let days = 2
/** A time of the day on which the meeting at hand was to be, or of a later one. */
const at = (time: string, later = 0) =>
  `2026-11-${String(days + later).padStart(2, '0')}T${time}:00.000Z`

async function gatheredAt0720(): Promise<string> {
  days += 2
  clock.set(at('07:20'))
  const meetingId = await convene(app, staff, { startsAt: at('07:30') })
  const enter = (who: Signed, mode: string) =>
    lead().post(`${of(meetingId)}/check-in`, { memberId: who.memberId, mode })
  await enter(jonas, 'onSite')
  await enter(staff.lead, 'phone')
  await lead().post(`${of(meetingId)}/visitors`, { name: 'Gisela Gast', mode: 'onSite' })
  expect((await board(meetingId)).counts).toMatchObject({ onSite: 2, phone: 1 })
  clock.set(at('07:25'))
  return meetingId
}
const board = (meetingId: string) => lead().get<Board>(`${of(meetingId)}/board`)
const attendance = (meetingId: string) => lead().get<AttendanceView>(`${of(meetingId)}/attendance`)
const move = (meetingId: string, startsAt: string, durationMin = 50) =>
  revise(lead(), ['POST', `${of(meetingId)}/move/at`, { startsAt, durationMin }])
const persons = async (meetingId: string) =>
  parse(
    Buffer.from(
      await lead().download(`/api/records/persons.csv?meetingId=${meetingId}`),
    ).toString(),
    { bom: true, delimiter: ';', columns: true },
  ) as Record<string, string>[]

const moves = [
  ['to the next day', '07:30', 1],
  ['to the afternoon', '13:00', 0],
  ['by five minutes', '07:35', 0],
  ['to an earlier time', '07:27', 0],
] as const
test.each(moves)('moved %s, nobody of those before is there', async (_how, time, later) => {
  const meetingId = await gatheredAt0720()
  const startsAt = at(time, later)
  await move(meetingId, startsAt)
  expect((await board(meetingId)).counts).toMatchObject({ onSite: 0, phone: 0, video: 0 })
  expect(JSON.stringify((await board(meetingId)).rows)).not.toContain('"left"')
  expect((await attendance(meetingId)).rows.flatMap(row => row.now ?? row.leftAt ?? [])).toEqual([])
  clock.set(startsAt)
  await lead().post(`${of(meetingId)}/open`)
  clock.forward(20 * 60_000)
  await lead().post(`${of(meetingId)}/close`)
  expect((await attendance(meetingId)).rows.flatMap(row => row.stays)).toEqual([])
  const { record } = await lead().get<MinutesView>(`${of(meetingId)}/minutes`)
  expect(record.attendance).toMatchObject({ onSite: 0, phone: 0, video: 0, guests: 0 })
  expect(record.blocks.flatMap(block => block.rows.flatMap(row => row.intervals))).toEqual([])
  expect(record.band.flatMap(row => row.bars).filter(bar => bar.kind !== 'unfilled')).toEqual([])
  expect(JSON.stringify(record)).not.toContain('Gisela Gast')
  const rows = await persons(meetingId)
  expect(rows.map(row => row['Gesamt (s)'])).toEqual(rows.map(() => '0'))
  const day = startsAt.slice(0, 10)
  const summary = await lead().get<RecordsSummary>(
    `/api/records/summary?staffId=${staff.staffId}&from=${day}&until=${day}`,
  )
  expect(summary.perMeeting.find(each => each.meetingId === meetingId)).toMatchObject({
    present: 0,
  })
  const mine = await jonas.client.get<MyAttendance>(
    `/api/staffs/${staff.staffId}/my-attendance?from=${day}&until=${day}`,
  )
  expect(mine.find(each => each.meetingId === meetingId)).toMatchObject({ totalS: 0 })
})

test('who comes after the move is there from then on', async () => {
  const meetingId = await gatheredAt0720()
  await move(meetingId, at('07:35'))
  await lead().post(`${of(meetingId)}/check-in`, { memberId: jonas.memberId, mode: 'onSite' })
  clock.set(at('07:35'))
  await lead().post(`${of(meetingId)}/open`)
  clock.set(at('08:00'))
  await lead().post(`${of(meetingId)}/close`)
  const stays = (await attendance(meetingId)).rows.flatMap(row =>
    row.stays.map(stay => [row.name, stay.from, stay.until]),
  )
  expect(stays).toEqual([[jonas.name, at('07:35'), now()]])
})

test('a meeting that only ends later is the same gathering', async () => {
  const meetingId = await gatheredAt0720()
  await move(meetingId, at('07:30'), 90)
  expect((await board(meetingId)).counts).toMatchObject({ onSite: 2, phone: 1 })
})

test('at a cancelled meeting nobody is there', async () => {
  const meetingId = await gatheredAt0720()
  await lead().post(`${of(meetingId)}/cancel`)
  expect((await board(meetingId)).counts).toMatchObject({ onSite: 0, phone: 0, video: 0 })
  expect((await attendance(meetingId)).rows.flatMap(row => row.now ?? [])).toEqual([])
})

test('a visitor who came before a move is not listed for the meeting held later', async () => {
  const meetingId = await gatheredAt0720()
  await move(meetingId, at('07:35'))
  await lead().post(`${of(meetingId)}/visitors`, { name: 'Viktor Neu', mode: 'onSite' })
  clock.set(at('07:35'))
  await lead().post(`${of(meetingId)}/open`)
  const attendees = () => lead().get<{ name: string }[]>(`${of(meetingId)}/attendees`)
  for (const list of [(await attendance(meetingId)).rows, await attendees()]) {
    const names = list.map(({ name }) => name)
    expect(names).not.toContain('Gisela Gast')
    expect(names).toContain('Viktor Neu')
  }
})
