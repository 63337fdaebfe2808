import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { AttendanceView } from '../../src/attendance/contract.ts'
import type { Meeting } from '../../src/meetings/contract/meeting.ts'
import { asksForEnd } from '../../src/meetings/rules/states.ts'
import type { MinutesView } from '../../src/minutes/contract.ts'
import { documentOf } from '../../src/minutes/rules/document.ts'
import type { Overview } from '../../src/overview/contract.ts'
import type { RecordsSummary } from '../../src/records/contract.ts'
import { ApiFailure } from '../support/client.ts'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { includesText, pdfText } from '../support/pdf-text.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
const clock = new TestClock('2026-11-02T07:00:00Z')
let staff: { staffId: string; lead: Signed }
let jonas: Signed
let days = 2
let meetingId: string

beforeAll(async () => {
  app = await startApp({ clock })
  staff = await foundStaff(app)
  jonas = await addMember(app, staff, { name: 'Jonas Brandt', functions: ['BuMA'] })
})
afterAll(() => app?.stop())

const at = (time: string) => `2026-11-${String(days).padStart(2, '0')}T${time}:00.000Z`
const lead = () => staff.lead.client
const post = (what: string, body: object = {}, who = staff.lead) =>
  who.client.post(`/api/meetings/${meetingId}/${what}`, body)
const read = () => lead().get<Meeting>(`/api/meetings/${meetingId}`)
const onSite = () => ({ memberId: jonas.memberId, mode: 'onSite' })

/**
 * Opened at 08:30, meant to end at 09:20; Jonas Brandt is never checked out, and the closing is
 * forgotten.
 */
beforeEach(async () => {
  days += 1
  clock.set(at('08:30'))
  meetingId = await convene(app, staff, { startsAt: at('08:30'), durationMin: 50 })
  await post('open')
  await post('check-in', onSite())
})

test('who closes may say when it really ended; what happened after is kept and no attendance', async () => {
  clock.set(at('11:00'))
  await post('visitors', { name: 'Gisela Gast', mode: 'onSite' })
  await post('decisions', { text: 'Deich sperren' })
  await post('orders', { text: 'Sandsäcke holen' })
  clock.set(at('13:05'))
  await post('close', { endedAt: at('09:20'), reason: 'Schließen vergessen' })
  expect(await read()).toMatchObject({ state: 'closed', closedAt: at('09:20') })
  const view = await lead().get<AttendanceView>(`/api/meetings/${meetingId}/attendance`)
  expect(view.rows.flatMap(row => row.stays.map(stay => [row.name, stay.until]))).toEqual([
    [jonas.name, at('09:20')],
  ])
  const { record } = await lead().get<MinutesView>(`/api/meetings/${meetingId}/minutes`)
  expect(new Date(record.end).toISOString()).toBe(at('09:20'))
  expect(record.attendance).toMatchObject({ onSite: 1, guests: 0 })
  expect(record.decisions.map(each => each.text)).toEqual(['Deich sperren'])
  expect(record.orders.map(each => each.text)).toEqual(['Sandsäcke holen'])
  const said = (lang: 'de' | 'en') => documentOf(record, { lang }).people.map(row => row.join(': '))
  const day = at('00:00').slice(8, 10)
  expect(said('de')).toContain(
    `Ende: nachträglich angegeben beim Schließen am ${day}.11.2026, 14:05 Uhr. Begründung: Schließen vergessen`,
  )
  expect(said('en')).toContain(
    `End: told afterwards when the meeting was closed on ${Number(day)} Nov 2026, 14:05. Reason: Schließen vergessen`,
  )
  const pdf = await pdfText(await lead().download(`/api/meetings/${meetingId}/minutes.pdf`))
  expect(includesText(pdf, 'Begründung: Schließen vergessen')).toBe(true)
  const persons: Record<string, string>[] = parse(
    Buffer.from(
      await lead().download(`/api/records/persons.csv?meetingId=${meetingId}`),
    ).toString(),
    { bom: true, delimiter: ';', columns: true },
  )
  expect(persons.find(row => row.Name === jonas.name)?.['Gesamt (s)']).toBe('3000')
  const period = `from=${at('00:00').slice(0, 10)}&until=${at('00:00').slice(0, 10)}`
  const summary = await lead().get<RecordsSummary>(
    `/api/records/summary?staffId=${staff.staffId}&${period}`,
  )
  expect(summary.perMeeting).toMatchObject([{ present: 1 }])
  const history = await lead().get<{ kind: string; at: string; details: object }[]>(
    `/api/meetings/${meetingId}/history`,
  )
  expect(history.at(-1)).toMatchObject({
    kind: 'closed',
    at: at('13:05'),
    details: { endedAt: at('09:20'), reason: 'Schließen vergessen' },
  })
})

test('an end before the opening, in the future, or without a reason is refused, and the meeting stays open', async () => {
  clock.set(at('13:05'))
  for (const [field, body] of [
    ['endedAt', { endedAt: at('08:00'), reason: 'vergessen' }],
    ['endedAt', { endedAt: at('13:10'), reason: 'vergessen' }],
    ['reason', { endedAt: at('09:20') }],
    ['reason', { endedAt: at('09:20'), reason: '  ' }],
  ] as const) {
    const refusal = await post('close', body).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(ApiFailure)
    expect((refusal as ApiFailure).body).toMatchObject({ code: 'invalid', errors: [{ field }] })
  }
  expect(await read()).toMatchObject({ state: 'open', closedAt: null })
  await post('close')
  expect(await read()).toMatchObject({ state: 'closed', closedAt: at('13:05') })
})

test('three hours after its planned end its lead is asked, and again three hours after the answer', async () => {
  const asked = async (who = staff.lead) => {
    const { running } = await who.client.get<Overview>('/api/overview')
    const nowMs = clock.now().getTime()
    return running.filter(each => asksForEnd(each, nowMs)).map(each => String(each.meetingId))
  }
  const times: [string, boolean][] = []
  for (const time of ['09:21', '12:19', '12:20']) {
    clock.set(at(time))
    times.push([time, (await asked()).includes(meetingId)])
  }
  expect(await asked(jonas)).toEqual([])
  expect(await post('still-running', {}, jonas).catch((error: unknown) => error)).toMatchObject({
    status: 403,
  })
  await post('still-running')
  for (const time of ['12:21', '15:19', '15:20']) {
    clock.set(at(time))
    times.push([time, (await asked()).includes(meetingId)])
  }
  expect(times).toEqual([
    ['09:21', false],
    ['12:19', false],
    ['12:20', true],
    ['12:21', false],
    ['15:19', false],
    ['15:20', true],
  ])
  await post('close')
  expect(await asked()).toEqual([])
})
