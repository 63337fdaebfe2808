import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { addMember, foundStaff, linkOf, type Signed } from '../support/staff.ts'
import { deskOf } from './support.ts'

const clock = new TestClock('2026-11-29T18:00:00Z')
let app: TestApp
let staff: { staffId: string; lead: Signed }
let desk: ReturnType<typeof deskOf>
let jonas: Signed
let petra: Signed
let ids: string[]
let incident = 0

type Reply = { kind: string; mode: string | null; deputyName: string | null; source: string } | null
type Answers = {
  name: string
  past: number
  dates: { meetingId: string; state: string; reply: Reply; declinedDeputies: string[] }[]
  deputies: { memberId: string; name: string }[]
}

beforeAll(async () => {
  app = await startApp({ clock })
  staff = await foundStaff(app)
  desk = deskOf(app, staff)
  jonas = await addMember(app, staff, { name: 'Jonas Brandt' })
  petra = await desk.add('Petra Adler')
  await desk.hold('BuMA', jonas, petra)
})
afterAll(() => app.stop())

/** Monday to Friday, 30 November to 4 December. */
beforeEach(async () => {
  clock.set('2026-11-29T18:00:00Z')
  const { meetings } = await staff.lead.client.post<{ meetings: { meetingId: string }[] }>(
    `/api/staffs/${staff.staffId}/series`,
    {
      incident: { title: `Hochwasser ${++incident}`, kind: 'operation' },
      date: '2026-11-30',
      time: '08:30',
      durationMin: 50,
      rule: { every: 'weekdays', until: '2026-12-04' },
    },
  )
  ids = meetings.map(({ meetingId }) => meetingId)
})

const read = (token: string) => app.client().post<Answers>('/api/answer/series/read', { token })
const answer = (token: string, replies: object[]) =>
  app.client().post<Answers>('/api/answer/series', { token, replies })
const video = (meetingId: string) => ({ meetingId, reply: { kind: 'accepted', mode: 'video' } })
const modesIn = ({ dates }: Answers) => dates.map(({ reply }) => reply?.mode ?? reply?.kind ?? null)

test('one link answers all dates at once, and exceptions one by one', async () => {
  const token = await linkOf(staff, ids[2]!, jonas)
  const before = await read(token)
  expect(before.name).toBe('Jonas Brandt')
  expect(modesIn(before)).toEqual([null, null, null, null, null])
  expect(modesIn(await answer(token, ids.map(video)))).toEqual(Array(5).fill('video'))
  const after = await answer(token, [
    { meetingId: ids[1], reply: { kind: 'accepted', mode: 'onSite' } },
    { meetingId: ids[4], reply: { kind: 'declined', deputyMemberId: petra.memberId } },
  ])
  expect(modesIn(after)).toEqual(['video', 'onSite', 'video', 'video', 'declined'])
  expect(after.dates[4]!.reply).toMatchObject({ deputyName: 'Petra Adler', source: 'link' })
  expect((await desk.row(ids[4]!, petra))!.deputyForNames).toEqual(['Jonas Brandt'])
  expect(after.deputies.map(({ name }) => name)).toEqual(['Petra Adler'])
})

test('what is over is passed over and shown with its reason, the rest is saved', async () => {
  const token = await linkOf(staff, ids[0]!, jonas)
  clock.set('2026-11-30T07:30:00Z')
  await desk.open(ids[0]!)
  await desk.close(ids[0]!)
  await staff.lead.client.post(`/api/meetings/${ids[3]}/cancel`, { reason: 'Lage beruhigt' })
  // the mail about the series stays good after its first date
  const after = await answer(token, ids.map(video))
  expect(after.dates.map(({ state }) => state)).toEqual([
    'closed',
    'convened',
    'convened',
    'cancelled',
    'convened',
  ])
  expect(modesIn(after)).toEqual([null, 'video', 'video', null, 'video'])
  const refusal = await app.client().fetch('POST', '/api/answer/read', { token })
  expect(refusal.status).toBe(409)
  expect(await refusal.json()).toMatchObject({ details: { seriesDates: 3 } })
  clock.set('2026-12-02T07:00:00Z')
  expect(await read(token)).toMatchObject({ past: 2, dates: { length: 3 } })
})

test('a date of another series, or to which one is not invited, is refused or passed over', async () => {
  const token = await linkOf(staff, ids[0]!, jonas)
  const other = await desk.plan('2026-12-20T07:30:00Z')
  const refusal = await app.client().fetch('POST', '/api/answer/series', {
    token,
    replies: [video(ids[0]!), video(other)],
  })
  expect(refusal.status).toBe(403)
  expect(modesIn(await read(token))).toEqual([null, null, null, null, null])
  await desk.takeOut(ids[1]!, jonas)
  const after = await answer(token, ids.map(video))
  expect(after.dates.map(({ meetingId }) => meetingId)).toEqual(ids.filter((_, i) => i !== 1))
  expect(modesIn(after)).toEqual(Array(4).fill('video'))
})

test('links that are revoked, of who left, or of no series open nothing', async () => {
  const one = await desk.plan('2026-12-20T07:30:00Z')
  const refused = async (token: string) =>
    (await app.client().fetch('POST', '/api/answer/series/read', { token })).status
  expect(await refused(await linkOf(staff, one, jonas))).toBe(410)
  const token = await linkOf(staff, ids[0]!, jonas)
  await app.client().post('/api/answer/not-mine', { token })
  expect(await refused(token)).toBe(410)
  const paul = await desk.add('Paul Kurz')
  await desk.hold('SMS Umwelt', paul)
  const hers = await linkOf(staff, ids[0]!, paul)
  expect(await refused(hers)).toBe(200)
  await desk.leaves(paul)
  expect(await refused(hers)).toBe(410)
})

test('signed in, the same page; moved dates ask to confirm, and a repeat changes nothing', async () => {
  const path = `/api/meetings/${ids[0]}/series/answers`
  const mine = await jonas.client.call<Answers>('PUT', path, { replies: ids.map(video) })
  expect(modesIn(mine)).toEqual(Array(5).fill('video'))
  expect(mine.dates[0]!.reply).toMatchObject({ source: 'signedIn' })
  await desk.move(ids[2]!, '2026-12-02T10:00:00Z')
  const moved = await jonas.client.get<Answers>(path)
  expect(moved.dates[2]!.reply).toMatchObject({ isToConfirm: true })
  await jonas.client.call('PUT', path, { replies: ids.map(video) })
  const history = await staff.lead.client.get<object[]>(`/api/meetings/${ids[0]}/replies`)
  expect(history).toHaveLength(1)
  const again = await jonas.client.get<Answers>(path)
  expect(again.dates[2]!.reply).toMatchObject({ isToConfirm: false })
})

test('a deputy who has declined a date is known for that date only', async () => {
  await desk.invite(ids[1]!, petra)
  await desk.declines(ids[1]!, petra)
  const token = await linkOf(staff, ids[0]!, jonas)
  const { dates } = await read(token)
  expect(dates.map(({ declinedDeputies }) => declinedDeputies)).toEqual([
    [],
    [petra.memberId],
    [],
    [],
    [],
  ])
})
