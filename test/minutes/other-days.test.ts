import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AttendanceView } from '../../src/attendance/contract.ts'
import type { MinutesView } from '../../src/minutes/contract.ts'
import { documentOf } from '../../src/minutes/rules/document.ts'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { layoutFaults } from '../support/pdf-layout.ts'
import { includesText, pdfText } from '../support/pdf-text.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
const clock = new TestClock('2026-10-24T20:00:00Z')
let staff: { staffId: string; lead: Signed }
let jonas: Signed
const held = { doubleHour: '', overNight: '', overWeekend: '' }

type Told = { pdf: string; csv: string; band: string; de: Doc; en: Doc }
type Doc = ReturnType<typeof documentOf>

const lead = () => staff.lead.client
const of = (meetingId: string) => `/api/meetings/${meetingId}`

/**
 * Held from `opens` to `closes`; Jonas Brandt is there between the two times in the middle, and
 * something is decided when he leaves.
 */
async function hold(opens: string, comes: string, goes: string, closes: string): Promise<string> {
  clock.set(new Date(Date.parse(opens) - 60_000).toISOString())
  const meetingId = await convene(app, staff, { startsAt: new Date(opens).toISOString() })
  clock.set(opens)
  await lead().post(`${of(meetingId)}/open`)
  const jonasOnSite = { memberId: jonas.memberId, mode: 'onSite' }
  clock.set(comes)
  await lead().post(`${of(meetingId)}/check-in`, jonasOnSite)
  clock.set(goes)
  await lead().post(`${of(meetingId)}/check-out`, jonasOnSite)
  await lead().post(`${of(meetingId)}/decisions`, { text: 'Deich sperren' })
  await lead().post(`${of(meetingId)}/pause`)
  clock.set(closes)
  await lead().post(`${of(meetingId)}/resume`)
  await lead().post(`${of(meetingId)}/close`)
  return meetingId
}

async function toldOf(meetingId: string): Promise<Told> {
  const { record } = await lead().get<MinutesView>(`${of(meetingId)}/minutes`)
  const view = await lead().get<AttendanceView>(`${of(meetingId)}/attendance`)
  const persons = await lead().download(`/api/records/persons.csv?meetingId=${meetingId}`)
  const rows: Record<string, string>[] = parse(Buffer.from(persons).toString(), {
    bom: true,
    delimiter: ';',
    columns: true,
  })
  const pdf = await lead().download(`${of(meetingId)}/minutes.pdf`)
  expect(await layoutFaults(pdf)).toEqual([])
  return {
    pdf: await pdfText(pdf),
    csv: rows.find(row => row.Name === jonas.name)!.Status!,
    band: view.band!.rows.find(row => row.label.includes(jonas.name))!.text,
    de: documentOf(record, { lang: 'de' }),
    en: documentOf(record, { lang: 'en' }),
  }
}
const spansOf = ({ attendance }: Doc) =>
  attendance.blocks.flatMap(block => block.rows).find(row => row.name === jonas.name)!.span

beforeAll(async () => {
  app = await startApp({ clock })
  staff = await foundStaff(app)
  jonas = await addMember(app, staff, { name: 'Jonas Brandt', functions: ['BuMA'] })
  const { revision } = await lead().get<{ revision: number }>(`/api/staffs/${staff.staffId}`)
  await lead().call('PATCH', `/api/staffs/${staff.staffId}`, { partlyAfterS: 60, revision })
  held.doubleHour = await hold(
    '2026-10-25T02:30:00+02:00',
    '2026-10-25T02:35:00+02:00',
    '2026-10-25T02:05:00+01:00',
    '2026-10-25T02:10:00+01:00',
  )
  held.overNight = await hold(
    '2026-11-24T22:30:00+01:00',
    '2026-11-24T23:00:00+01:00',
    '2026-11-25T00:40:00+01:00',
    '2026-11-25T01:15:00+01:00',
  )
  held.overWeekend = await hold(
    '2026-11-27T08:30:00+01:00',
    '2026-11-30T08:00:00+01:00',
    '2026-11-30T09:00:00+01:00',
    '2026-11-30T09:10:00+01:00',
  )
}, 120_000)
afterAll(() => app?.stop())

test('a meeting from Friday to Monday says so, at its head and wherever it says a time', async () => {
  const { pdf, csv, band, de, en } = await toldOf(held.overWeekend)
  expect(de.meta).toContain('Freitag, 27. November 2026, 08:30 bis 30.11., 09:10 Uhr')
  expect(en.meta).toContain('Friday, 27 November 2026, 08:30 to 30 Nov, 09:10')
  expect(spansOf(de)).toEqual(['30.11., 08:00–09:00'])
  expect(spansOf(en)).toEqual(['30 Nov, 08:00–09:00'])
  expect(de.decisions[0]?.time).toBe('30.11., 09:00')
  expect(de.attendance.text).toContain('von 30.11., 09:00 bis 09:10 Uhr unterbrochen')
  expect(de.attendance.coverage.join()).toContain('BuMA 08:30–30.11., 08:00')
  expect(csv).toBe('zeitweise anwesend (30.11., 08:00–09:00)')
  expect(band).toContain('vor Ort 30.11., 08:00–09:00')
  expect(includesText(pdf, '08:30 bis 30.11., 09:10 Uhr')).toBe(true)
})

test('a night says the second day once', async () => {
  const { csv, band, de } = await toldOf(held.overNight)
  expect(de.meta).toContain('Dienstag, 24. November 2026, 22:30 bis 25.11., 01:15 Uhr')
  expect(spansOf(de)).toEqual(['23:00–00:40'])
  expect(de.decisions[0]?.time).toBe('25.11., 00:40')
  expect(csv).toBe('zeitweise anwesend (23:00–00:40)')
  expect(band).toContain('vor Ort 23:00–25.11., 00:40')
})

test('in the hour that comes twice each time says which of the two is meant', async () => {
  const { pdf, csv, band, de, en } = await toldOf(held.doubleHour)
  expect(de.meta).toContain('02:30 (MESZ) bis 02:10 (MEZ) Uhr')
  expect(en.meta).toContain('02:30 (CEST) to 02:10 (CET)')
  expect(spansOf(de)).toEqual(['02:35 (MESZ)–02:05 (MEZ)'])
  expect(de.decisions[0]?.time).toBe('02:05 (MEZ)')
  expect(csv).toBe('zeitweise anwesend (02:35 (MESZ)–02:05 (MEZ))')
  expect(band).toContain('vor Ort 02:35 (MESZ)–02:05 (MEZ)')
  expect(includesText(pdf, '02:30 (MESZ) bis 02:10 (MEZ) Uhr')).toBe(true)
})
