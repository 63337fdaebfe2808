import { parse } from 'csv-parse/sync'
import { readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MyAttendance, RecordsSummary } from '../../src/records/contract.ts'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { ApiFailure } from '../support/client.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'
import { pdfText } from '../support/pdf-text.ts'
import { audited } from '../support/trail.ts'

const minuteMs = 60_000
let app: TestApp
let clock: TestClock
let staffId: string
let lead: Signed
let records: Signed
let member: Signed
let others: Signed[]

beforeAll(async () => {
  clock = new TestClock('2026-11-24T08:00:00Z')
  app = await startApp({ clock })
  ;({ staffId, lead } = await foundStaff(app))
  records = await addMember(app, { staffId, lead }, { name: 'Petra Lindner', roles: ['records'] })
  member = await addMember(app, { staffId, lead }, { name: 'Jonas Brandt', functions: ['BuMA'] })
  others = []
  for (const name of ['Aylin Demir', 'Karl Übel', 'Ines Roth', 'Tom Falk'])
    others.push(await addMember(app, { staffId, lead }, { name, withAccount: false }))
})
afterAll(() => app?.stop())

type Attendee = { attendeeId: string; memberId: string | null }

/**
 * From ten minutes after `at`, ten minutes long, with these people in the room; closed unless told
 * otherwise.
 */
async function meetingAt(
  at: string,
  {
    who = [member],
    close = true,
    ...more
  }: { who?: Signed[]; close?: boolean; [field: string]: unknown } = {},
): Promise<string> {
  clock.set(at)
  const meetingId = await convene(app, { staffId, lead }, { inMin: 10, ...more })
  clock.forward(10 * minuteMs)
  await lead.client.post(`/api/meetings/${meetingId}/open`)
  const all = await lead.client.get<Attendee[]>(`/api/meetings/${meetingId}/attendees`)
  for (const one of who)
    await lead.client.post(`/api/meetings/${meetingId}/check-in`, {
      attendeeId: all.find(a => a.memberId === one.memberId)!.attendeeId,
    })
  clock.forward(10 * minuteMs)
  if (close) await lead.client.post(`/api/meetings/${meetingId}/close`)
  return meetingId
}

const period = (from: string, until: string, more = '') =>
  `staffId=${staffId}&from=${from}&until=${until}${more}`
const text = async (of: Signed, path: string) =>
  Buffer.from(await of.client.download(path)).toString('utf8')
const rowsOf = (csv: string) =>
  parse(csv, { bom: true, delimiter: ';', columns: true, record_delimiter: '\r\n' }) as Record<
    string,
    string
  >[]

async function refusal(work: Promise<unknown>): Promise<{ status: number; body: string }> {
  const error = await work.then(
    () => null,
    (e: unknown) => e,
  )
  if (!(error instanceof ApiFailure)) throw new Error('was accepted')
  return {
    status: error.status,
    body: String(typeof error.body === 'string' ? error.body : JSON.stringify(error.body)),
  }
}

test('a meeting is exported by interval and by person, and every export stands in the trail', async () => {
  const meetingId = await meetingAt('2026-11-24T09:00:00Z')
  const intervals = rowsOf(
    await text(records, `/api/records/attendance.csv?meetingId=${meetingId}`),
  )
  expect(intervals).toEqual([
    expect.objectContaining({
      Funktion: 'BuMA',
      Name: 'Jonas Brandt',
      Organisation: 'Kreis',
      Modus: 'vor Ort',
      Von: '2026-11-24T10:10:00.000+01:00',
      Bis: '2026-11-24T10:20:00.000+01:00',
      Sekunden: '600',
      Quelle: 'Empfang',
      Berichtigt: '',
    }),
  ])
  const persons = rowsOf(await text(records, `/api/records/persons.csv?meetingId=${meetingId}`))
  expect(persons.find(p => p.Name === 'Jonas Brandt')).toMatchObject({
    Status: 'anwesend',
    'Gesamt (s)': '600',
  })
  expect(persons.find(p => p.Name === 'Aylin Demir')).toMatchObject({
    Status: 'abwesend ohne Rückmeldung',
    'Gesamt (s)': '0',
  })

  const json = JSON.parse(await text(lead, `/api/records/persons.json?meetingId=${meetingId}`)) as {
    name: string
  }[]
  expect(json.map(p => p.name)).toEqual(persons.map(p => p.Name))
  const workbook = await readXlsx(
    await records.client.download(`/api/records/attendance.xlsx?meetingId=${meetingId}`),
  )
  expect(workbook.sheets.map(sheet => sheet.name)).toEqual([
    'Personen',
    'Sitzungen',
    'Funktionen',
    'Aufenthalte',
  ])
  expect(workbook.activeSheet).toBe(3)

  expect(await audited(app, 'records.exported')).toEqual([
    { subject: 'attendance', format: 'csv', meetingId, meetings: 1, rows: 1 },
    { subject: 'persons', format: 'csv', meetingId, meetings: 1, rows: persons.length },
    { subject: 'persons', format: 'json', meetingId, meetings: 1, rows: persons.length },
    { subject: 'attendance', format: 'xlsx', meetingId, meetings: 1, rows: 1 },
  ])
})

test('a period takes whole days on the wall of the staff, closed meetings, and no exercise unless asked for', async () => {
  // 22:45 UTC and 23:15 UTC lie on two days in Berlin
  const lastOfNovember = await meetingAt('2026-11-30T22:35:00Z', { title: 'Spät' })
  const firstOfDecember = await meetingAt('2026-11-30T23:05:00Z', { title: 'Früh' })
  await meetingAt('2026-12-01T09:00:00Z', {
    title: 'Übung',
    incident: { title: 'Nordwind (erfunden)', kind: 'exercise' },
  })
  const running = await meetingAt('2026-12-01T10:00:00Z', { title: 'Läuft', close: false })
  const titles = async (query: string) => [
    ...new Set(
      rowsOf(await text(records, `/api/records/persons.csv?${query}`)).map(row => row.Sitzung),
    ),
  ]
  expect(await titles(period('2026-11-30', '2026-11-30'))).toEqual(['Spät'])
  expect(await titles(period('2026-12-01', '2026-12-01'))).toEqual(['Früh'])
  expect(await titles(period('2026-12-01', '2026-12-01', '&exercises=include'))).toEqual([
    'Früh',
    'Übung',
  ])
  expect(await titles(period('2026-11-30', '2026-12-01'))).toEqual(['Spät', 'Früh'])
  expect(await titles(period('2027-01-01', '2027-01-31'))).toEqual([])
  expect(new Set([lastOfNovember, firstOfDecember, running]).size).toBe(3)
  await lead.client.post(`/api/meetings/${running}/close`)
})

test('the lead exports a running meeting as it stands, the records desk waits for the close', async () => {
  const meetingId = await meetingAt('2026-12-02T09:00:00Z', { close: false })
  const rows = rowsOf(await text(lead, `/api/records/attendance.csv?meetingId=${meetingId}`))
  expect(rows).toMatchObject([{ Name: 'Jonas Brandt', Sekunden: '600' }])
  expect(
    (await refusal(records.client.download(`/api/records/attendance.csv?meetingId=${meetingId}`)))
      .status,
  ).toBe(409)
  await lead.client.post(`/api/meetings/${meetingId}/close`)
})

test('others than records and lead export nothing and see no counts; nothing is noted in the trail', async () => {
  const meetingId = await meetingAt('2026-12-03T09:00:00Z')
  const before = (await audited(app, 'records.exported')).length
  for (const path of [
    `/api/records/attendance.csv?meetingId=${meetingId}`,
    `/api/records/persons.xlsx?${period('2026-12-01', '2026-12-31')}`,
    `/api/records/summary?${period('2026-12-01', '2026-12-31')}`,
  ])
    expect((await refusal(member.client.download(path))).status).toBe(403)
  const stranger = 'staffId=stf_00000000000000000000000000&from=2026-12-01&until=2026-12-31'
  expect(
    (await refusal(records.client.download(`/api/records/persons.csv?${stranger}`))).status,
  ).toBe(404)
  expect(
    (
      await refusal(
        records.client.download(
          '/api/records/persons.csv?meetingId=mtg_00000000000000000000000000',
        ),
      )
    ).status,
  ).toBe(404)
  expect(await audited(app, 'records.exported')).toHaveLength(before)
})

test.each([
  ['', 'staffId'],
  ['from=2026-12-01&until=2026-12-31', 'staffId'],
  ['staffId=STAFF&from=2026-12-31&until=2026-12-01', 'until'],
  ['staffId=STAFF&from=2026-02-30&until=2026-12-01', 'from'],
  ['staffId=STAFF&from=2026-12-01&until=9999-12-31', 'until'],
  ['meetingId=mtg_00000000000000000000000000&from=2026-12-01', 'from'],
  ['staffId=STAFF&from=2026-12-01&until=2026-12-31&colour=red', 'body'],
])('the scope "%s" is refused by name', async (query, field) => {
  const { status, body } = await refusal(
    records.client.download(`/api/records/persons.csv?${query.replace('STAFF', staffId)}`),
  )
  expect(status).toBe(400)
  expect(body).toContain(`"field":"${field === 'body' ? '' : field}`)
})

test('the summary counts people per meeting by mode, and does not split fewer than five', async () => {
  const big = await meetingAt('2027-02-01T09:00:00Z', { title: 'Groß', who: [member, ...others] })
  const small = await meetingAt('2027-02-02T09:00:00Z', {
    title: 'Klein',
    who: [member, others[0]!],
  })
  await meetingAt('2027-02-03T09:00:00Z', {
    incident: { title: 'Südwind (erfunden)', kind: 'exercise' },
  })
  const summary = await records.client.get<RecordsSummary>(
    `/api/records/summary?${period('2027-02-01', '2027-02-28')}`,
  )
  expect(summary).toMatchObject({ meetings: 2, attendances: 7 })
  expect(summary.perMeeting).toMatchObject([
    { meetingId: big, title: 'Groß', present: 5, byMode: { onSite: 5, video: 0, phone: 0 } },
    { meetingId: small, title: 'Klein', present: 2, byMode: null },
  ])
  const buma = summary.coverage.find(c => c.functionLabel === 'BuMA')
  expect(buma).toEqual({
    functionLabel: 'BuMA',
    filledMs: 20 * minuteMs,
    byDeputyMs: 0,
    unfilledMs: 0,
  })
  const environment = summary.coverage.find(c => c.functionLabel === 'SMS Umwelt')
  expect(environment).toEqual({
    functionLabel: 'SMS Umwelt',
    filledMs: 0,
    byDeputyMs: 0,
    unfilledMs: 20 * minuteMs,
  })
  expect(summary.coverage.map(c => c.functionLabel)[0]).toBe('Leiter des Krisenstabes')
  expect(JSON.stringify(summary)).not.toContain('Brandt')
})

test("time a deputy fills a function is told apart from the holder's", async () => {
  clock.set('2027-03-01T09:00:00Z')
  const meetingId = await convene(app, { staffId, lead }, { inMin: 10, title: 'Mit Vertretung' })
  await member.client.call('PUT', `/api/meetings/${meetingId}/reply`, {
    kind: 'declined',
    deputyMemberId: others[0]!.memberId,
  })
  clock.forward(10 * minuteMs)
  await lead.client.post(`/api/meetings/${meetingId}/open`)
  const all = await lead.client.get<Attendee[]>(`/api/meetings/${meetingId}/attendees`)
  const idOf = (of: Signed) => all.find(a => a.memberId === of.memberId)!.attendeeId
  await lead.client.post(`/api/meetings/${meetingId}/check-in`, { attendeeId: idOf(others[0]!) })
  clock.forward(6 * minuteMs)
  // the holder comes after all and the deputy goes
  await lead.client.post(`/api/meetings/${meetingId}/check-in`, { attendeeId: idOf(member) })
  await lead.client.post(`/api/meetings/${meetingId}/check-out`, { attendeeId: idOf(others[0]!) })
  clock.forward(4 * minuteMs)
  await lead.client.post(`/api/meetings/${meetingId}/close`)
  const summary = await lead.client.get<RecordsSummary>(
    `/api/records/summary?${period('2027-03-01', '2027-03-01')}`,
  )
  expect(summary.coverage.find(c => c.functionLabel === 'BuMA')).toEqual({
    functionLabel: 'BuMA',
    filledMs: 4 * minuteMs,
    byDeputyMs: 6 * minuteMs,
    unfilledMs: 0,
  })
})

test('everybody sees their own numbers, and only those', async () => {
  const meetingId = await meetingAt('2027-04-01T09:00:00Z', { title: 'Meine' })
  const mine = await member.client.get<MyAttendance>(
    `/api/staffs/${staffId}/my-attendance?from=2027-04-01&until=2027-04-30`,
  )
  expect(mine).toMatchObject([
    {
      meetingId,
      title: 'Meine',
      status: 'present',
      planned: 'none',
      totalS: 600,
      seconds: { onSite: 600, video: 0, phone: 0 },
    },
  ])
  expect(
    (await member.client.get<MyAttendance>(`/api/staffs/${staffId}/my-attendance`))[0],
  ).toMatchObject({ meetingId })
  expect(
    await lead.client.get<MyAttendance>(
      `/api/staffs/${staffId}/my-attendance?from=2027-04-01&until=2027-04-30`,
    ),
  ).toMatchObject([{ meetingId, totalS: 0 }])
  expect(await records.client.get<MyAttendance>(`/api/staffs/${staffId}/my-attendance`)).toEqual([])
  expect(
    (await refusal(member.client.get('/api/staffs/stf_00000000000000000000000000/my-attendance')))
      .status,
  ).toBe(404)
})

test('a function of a meeting, or of a period, is a document to hand over, noted in the trail', async () => {
  const meetingId = await meetingAt('2027-02-10T08:00:00Z', { who: [member, others[0]!] })
  const { functions } = await lead.client.get<{
    functions: { functionId: string; label: string }[]
  }>(`/api/staffs/${staffId}/roster`)
  const { functionId } = functions.find(fn => fn.label === 'BuMA')!
  for (const extent of [`meetingId=${meetingId}`, period('2027-02-10', '2027-02-10')]) {
    const pdf = await records.client.download(
      `/api/records/functions.pdf?${extent}&functionId=${functionId}`,
    )
    const said = await pdfText(pdf)
    expect(said).toContain('Brandt,Jonas')
    expect(said).toContain('Summe,1Sitzung')
    expect(said).toContain('0:10')
    expect(said).not.toContain('Demir')
  }
  const traces = await audited(app, 'records.exported')
  expect(traces.at(-1)).toMatchObject({
    subject: 'functions',
    format: 'pdf',
    functionId,
    rows: 1,
  })
  expect(
    await refusal(member.client.download(`/api/records/functions.pdf?meetingId=${meetingId}`)),
  ).toMatchObject({ status: 403 })
})

test('a workbook has a sheet by person, meeting, function and stay, and opens on the chosen one', async () => {
  const meetingId = await meetingAt('2027-02-11T08:00:00Z', { who: [member] })
  for (const [i, subject] of ['persons', 'meetings', 'functions', 'attendance'].entries()) {
    const book = await readXlsx(
      await lead.client.download(`/api/records/${subject}.xlsx?meetingId=${meetingId}`),
    )
    expect(book.sheets.map(sheet => sheet.name)).toEqual([
      'Personen',
      'Sitzungen',
      'Funktionen',
      'Aufenthalte',
    ])
    expect(book.activeSheet ?? 0).toBe(i)
    const totals = book.sheets.map(sheet =>
      sheet.rows.flat().filter(cell => String(cell).startsWith('Summe')),
    )
    expect(totals[1]).toContainEqual(expect.stringMatching(/, 1 Person$/))
    expect(totals[2]).toContain('Summe BuMA, 1 Sitzung')
  }
})

test("every export stands in the API's own description", async () => {
  const { paths } = await lead.client.get<{ paths: Record<string, unknown> }>('/api/openapi.json')
  const exports = ['persons', 'meetings', 'functions', 'attendance'].flatMap(subject =>
    ['csv', 'excel.csv', 'ods', 'xlsx', 'pdf', 'json'].map(
      format => `/records/${subject}.${format}`,
    ),
  )
  expect(Object.keys(paths)).toEqual(expect.arrayContaining(exports))
})
