import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Meeting } from '../../src/meetings/contract/meeting.ts'
import type { MinutesView } from '../../src/minutes/contract.ts'
import type { Overview } from '../../src/overview/contract.ts'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { convene, foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
const clock = new TestClock('2026-11-01T06:00:00Z')
let staff: { staffId: string; lead: Signed }
let days = 1

beforeAll(async () => {
  app = await startApp({ clock })
  staff = await foundStaff(app)
})
afterAll(() => app?.stop())
beforeEach(() => {
  days += 3
  clock.set(at('06:00'))
})

const lead = () => staff.lead.client
/** A time of the day at hand, or of one of the two after it, in UTC. */
const at = (time: string, later = 0) =>
  `2026-11-${String(days + later).padStart(2, '0')}T${time}:00.000Z`
const plan = (title: string, startsAt: string, more: object = {}) =>
  convene(app, staff, { title, startsAt, durationMin: 10, ...more })
const nextOnOverview = async () => (await lead().get<Overview>('/api/overview')).next?.title ?? null
const neverOpened = async () =>
  (await lead().get<Overview>('/api/overview')).needsHand
    .filter(({ kind }) => kind === 'notOpened')
    .map(({ meetingTitle }) => meetingTitle)
const act = (meetingId: string, what: string) => lead().post(`/api/meetings/${meetingId}/${what}`)

test('a meeting that nobody has opened in time stays first until it is opened', async () => {
  const late = await plan('Überfällig', at('07:30'))
  await plan('Morgen', at('07:30', 1))
  for (const time of ['07:29', '07:31', '07:41', '10:00']) {
    clock.set(at(time))
    expect([time, await nextOnOverview()]).toEqual([time, 'Überfällig'])
  }
  await act(late, 'open')
  expect(await nextOnOverview()).toBe('Überfällig')
  await act(late, 'close')
  expect(await nextOnOverview()).toBe('Morgen')
  await lead().post(
    `/api/meetings/${(await lead().get<Overview>('/api/overview')).next!.meetingId}/cancel`,
  )
})

test('until it is cancelled', async () => {
  const late = await plan('Überfällig', at('07:30'))
  const tomorrow = await plan('Morgen', at('07:30', 1))
  clock.set(at('09:00'))
  expect(await nextOnOverview()).toBe('Überfällig')
  await act(late, 'cancel')
  expect(await nextOnOverview()).toBe('Morgen')
  await act(tomorrow, 'cancel')
})

test('or given up: a later one has been opened, or a day has passed', async () => {
  await plan('Überfällig', at('07:30'))
  const later = await plan('Die danach', at('08:30'))
  const tomorrow = await plan('Übermorgen', at('07:30', 2))
  clock.set(at('08:31'))
  expect(await nextOnOverview()).toBe('Überfällig')
  await act(later, 'open')
  await act(later, 'close')
  expect(await nextOnOverview()).toBe('Übermorgen')
  const forgotten = await plan('Vergessen', at('09:00'))
  clock.set(at('09:10', 1))
  expect(await nextOnOverview()).toBe('Vergessen')
  expect(await neverOpened()).toEqual(['Überfällig'])
  clock.set(at('09:11', 1))
  expect(await nextOnOverview()).toBe('Übermorgen')
  expect(await neverOpened()).toEqual(['Überfällig', 'Vergessen'])
  await act(forgotten, 'cancel')
  expect(await neverOpened()).toEqual(['Überfällig'])
  await act(tomorrow, 'cancel')
})

test('the next meeting is one of the same kind, of the same incident before one of another, after the close', async () => {
  const held = await plan('Die Sitzung', at('07:00'))
  const { incidentId } = await lead().get<Meeting>(`/api/meetings/${held}`)
  const same = { incidentId, incident: undefined }
  await plan('Noch vor dem Ende', at('07:20'), same)
  await plan('Übung', at('08:00'), { ...same, kind: 'exercise' })
  await plan('Andere Lage', at('08:30'), { incident: { title: 'Waldbrand', kind: 'operation' } })
  clock.set(at('07:00'))
  await act(held, 'open')
  clock.set(at('07:30'))
  await act(held, 'close')
  const said = async () => ({
    page: (await lead().get<Meeting>(`/api/meetings/${held}`)).next?.title,
    minutes: (await lead().get<MinutesView>(`/api/meetings/${held}/minutes`)).record.nextMeeting
      ?.title,
  })
  expect(await said()).toEqual({ page: 'Andere Lage', minutes: 'Andere Lage' })
  await plan('Dieselbe Lage', at('09:00', 1), same)
  expect(await said()).toEqual({ page: 'Dieselbe Lage', minutes: 'Dieselbe Lage' })
})
