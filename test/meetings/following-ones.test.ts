import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { foundStaff, type Signed } from '../support/staff.ts'
import { deskOf } from './support.ts'

const clock = new TestClock('2026-11-29T18:00:00Z')
let app: TestApp
let staff: { staffId: string; lead: Signed }
let desk: ReturnType<typeof deskOf>
let jonas: Signed
let petra: Signed

type Day = {
  date: string
  meetingId: string | null
  what: string
  single: string[]
  holiday: string | null
  accepted: number
  before: { startsAt: string } | null
  after: { startsAt: string } | null
}
type Preview = {
  usual: { weekdays: number[]; time: string; durationMin: number; until: string; place: string }
  days: Day[]
  problem: string | null
  people: number
  seen: string
}
type Meeting = {
  meetingId: string
  startsAt: string
  state: string
  place: string
  seats: number | null
  minuteTakerId: string | null
  ownTitle: string | null
  incidentTitle: string
  agenda: { title: string }[]
  revision: number
}

let ids: string[]
let incident = 0

beforeAll(async () => {
  app = await startApp({ clock })
  staff = await foundStaff(app)
  desk = deskOf(app, staff)
  jonas = await desk.add('Jonas Brandt')
  petra = await desk.add('Petra Adler')
  await desk.hold('BuMA', jonas)
  await desk.hold('SMS Ordnung', petra)
})
afterAll(() => app.stop())

/** Monday to Friday, 30 November to 11 December, 08:30. */
async function plan(more: object = {}) {
  const { client } = staff.lead
  const { meetings } = await client.post<{ meetings: { meetingId: string }[] }>(
    `/api/staffs/${staff.staffId}/series`,
    {
      incident: { title: `Hochwasser ${++incident}`, kind: 'operation' },
      date: '2026-11-30',
      time: '08:30',
      durationMin: 50,
      place: 'Raum 101',
      seats: 12,
      rule: { every: 'weekdays', until: '2026-12-11' },
      ...more,
    },
  )
  return meetings.map(({ meetingId }) => meetingId)
}
const preview = (id: string, wish: object = {}) =>
  staff.lead.client.post<Preview>(`/api/meetings/${id}/following/preview`, wish)
const change = (id: string, wish: object) =>
  staff.lead.client.post<{ changed: number; cancelled: number; planned: number }>(
    `/api/meetings/${id}/following`,
    wish,
  )
const meeting = (id: string) => staff.lead.client.get<Meeting>(`/api/meetings/${id}`)
const patch = async (id: string, wish: object) =>
  staff.lead.client.call('PATCH', `/api/meetings/${id}`, {
    ...wish,
    revision: (await meeting(id)).revision,
  })
const whats = ({ days }: Preview) => days.map(({ what }) => what)

beforeEach(async () => {
  ids = await plan()
})

describe('this and following', () => {
  test('a new place is shown first, then written into all of them, and told once each', async () => {
    const wish = { place: 'Raum 204', seats: 20 }
    const shown = await preview(ids[4]!, wish)
    expect(whats(shown)).toEqual(Array(6).fill('changes'))
    expect(shown.people).toBe(3)
    expect((await meeting(ids[9]!)).place).toBe('Raum 101')
    expect(await change(ids[4]!, { ...wish, seen: shown.seen })).toEqual({
      changed: 6,
      cancelled: 0,
      planned: 0,
    })
    const places = await Promise.all(ids.map(async id => (await meeting(id)).place))
    expect(places).toEqual([...Array(4).fill('Raum 101'), ...Array(6).fill('Raum 204')])
    expect((await meeting(ids[9]!)).seats).toBe(20)
    const told = (await desk.mails()).filter(({ kind }) => kind === 'changed')
    expect(new Set(told.map(({ toName }) => toName)).size).toBe(shown.people)
  })

  test('what was changed singly keeps its value, unless somebody says otherwise', async () => {
    await patch(ids[6]!, { place: 'Feuerwache' })
    await desk.move(ids[7]!, '2026-12-09T10:00:00Z')
    const shown = await preview(ids[5]!, { place: 'Raum 204', time: '09:00' })
    expect(shown.days.map(({ single }) => single)).toEqual([[], ['place'], ['time'], [], []])
    expect(whats(shown)).toEqual(Array(5).fill('changes'))
    const wish = { place: 'Raum 204', time: '09:00', days: { '2026-12-08': 'in' } }
    await change(ids[5]!, { ...wish, seen: (await preview(ids[5]!, wish)).seen })
    expect((await meeting(ids[6]!)).place).toBe('Raum 204')
    const moved = await meeting(ids[7]!)
    expect([moved.place, moved.startsAt]).toEqual(['Raum 204', '2026-12-09T10:00:00.000Z'])
    expect((await meeting(ids[9]!)).startsAt).toBe('2026-12-11T08:00:00.000Z')
  })

  test('opened from a moved date, the rule is what the others have, also of only two', async () => {
    const last = ids[9]!
    const moved = ids[8]!
    const { revision } = await meeting(moved)
    await staff.lead.client.post(`/api/meetings/${moved}/move`, {
      date: '2026-12-10',
      time: '10:00',
      durationMin: 50,
      revision,
    })
    const shown = await preview(moved)
    expect(shown.usual).toMatchObject({ time: '08:30', durationMin: 50 })
    expect(shown.days.find(day => day.meetingId === last)?.single).toEqual([])
  })

  test('a day can be left as it is, and what has begun is left out', async () => {
    await desk.open(ids[0]!)
    const shown = await preview(ids[0]!, { place: 'Raum 3', days: { '2026-12-02': 'out' } })
    expect(whats(shown).slice(0, 4)).toEqual(['begun', 'changes', 'kept', 'changes'])
    await change(ids[0]!, { place: 'Raum 3', days: { '2026-12-02': 'out' } })
    const places = await Promise.all(ids.slice(0, 4).map(async id => (await meeting(id)).place))
    expect(places).toEqual(['Raum 101', 'Raum 3', 'Raum 101', 'Raum 3'])
    await desk.close(ids[0]!)
  })

  test('agenda, minute taker and title go with it, and answers stay', async () => {
    await desk.accepts(ids[3]!, jonas, 'video')
    await change(ids[1]!, {
      title: 'Lagebesprechung Hochwasser',
      minuteTakerId: petra.memberId,
      agenda: [{ title: 'Lage' }, { title: 'Aufträge' }],
    })
    for (const id of [ids[1]!, ids[9]!]) {
      const { agenda, minuteTakerId, ownTitle } = await meeting(id)
      expect(agenda.map(({ title }) => title)).toEqual(['Lage', 'Aufträge'])
      expect(minuteTakerId).toBe(petra.memberId)
      expect(ownTitle).toBe('Lagebesprechung Hochwasser')
    }
    expect((await meeting(ids[0]!)).minuteTakerId).toBe(null)
    expect((await desk.row(ids[3]!, jonas))!.reply).toMatchObject({ mode: 'video' })
  })

  test('a preview that was overtaken is refused, and nothing is changed', async () => {
    const wish = { place: 'Raum 204' }
    const { seen } = await preview(ids[0]!, wish)
    await patch(ids[3]!, { place: 'Feuerwache' })
    const refusal = await desk.refusal(change(ids[0]!, { ...wish, seen }))
    expect(refusal?.status).toBe(409)
    expect((await meeting(ids[0]!)).place).toBe('Raum 101')
    // the same mark does again once the preview shows the same
    await patch(ids[3]!, { place: 'Raum 101' })
    expect(await change(ids[0]!, { ...wish, seen })).toMatchObject({ changed: 10 })
  })

  test('people who do not plan, and meetings of no series, are refused', async () => {
    const one = await desk.plan('2026-12-20T07:30:00Z')
    expect((await desk.refusal(preview(one)))?.status).toBe(409)
    expect((await desk.refusal(change(one, {})))?.status).toBe(409)
  })
})

describe('another rhythm', () => {
  const rule = { every: 'days', weekdays: [1, 3, 6], until: '2026-12-12' }

  test('unchanged days keep their meetings with answers, others go, new ones come, in one act', async () => {
    await desk.accepts(ids[0]!, jonas, 'video')
    await desk.accepts(ids[1]!, jonas, 'video')
    const shown = await preview(ids[0]!, { rule })
    expect(shown.usual).toMatchObject({
      weekdays: [1, 2, 3, 4, 5],
      time: '08:30',
      durationMin: 50,
      until: '2026-12-11',
    })
    expect(shown.days.map(({ date, what }) => `${date.slice(5)} ${what}`)).toEqual([
      '11-30 stays',
      '12-01 goes',
      '12-02 stays',
      '12-03 goes',
      '12-04 goes',
      '12-05 comes',
      '12-07 stays',
      '12-08 goes',
      '12-09 stays',
      '12-10 goes',
      '12-11 goes',
      '12-12 comes',
    ])
    expect(shown.days.map(({ accepted }) => accepted).slice(0, 2)).toEqual([1, 1])
    expect(await change(ids[0]!, { rule, seen: shown.seen })).toEqual({
      changed: 0,
      cancelled: 6,
      planned: 2,
    })
    expect((await desk.row(ids[0]!, jonas))!.reply).toMatchObject({ mode: 'video' })
    expect((await meeting(ids[1]!)).state).toBe('cancelled')
    const after = await preview(ids[0]!)
    const saturday = after.days.find(({ date }) => date === '2026-12-05')!
    expect(await meeting(saturday.meetingId!)).toMatchObject({
      state: 'convened',
      startsAt: '2026-12-05T07:30:00.000Z',
      place: 'Raum 101',
      seats: 12,
    })
    expect(await desk.row(saturday.meetingId!, jonas)).toMatchObject({ reply: null })
    expect(after.usual.weekdays).toEqual([1, 3, 6])
  })

  test('single days are kept or left out, and stay so at the next change', async () => {
    const wish = { rule, days: { '2026-12-03': 'in', '2026-12-12': 'out', '2026-12-07': 'out' } }
    const shown = await preview(ids[0]!, wish)
    const on = (p: Preview, date: string) => p.days.find(day => day.date === date)?.what
    expect(on(shown, '2026-12-03')).toBe('kept')
    expect(on(shown, '2026-12-12')).toBe('leftOut')
    expect(on(shown, '2026-12-07')).toBe('goes')
    await change(ids[0]!, { ...wish, seen: shown.seen })
    expect((await meeting(ids[3]!)).state).toBe('convened')
    expect((await meeting(ids[5]!)).state).toBe('cancelled')
    const again = await preview(ids[0]!, { rule: { ...rule, weekdays: [1, 3, 4, 6] } })
    expect(on(again, '2026-12-12')).toBe('leftOut')
    expect(on(again, '2026-12-07')).toBe('leftOut')
    expect(on(again, '2026-12-10')).toBe('leftOut')
    const yes = await preview(ids[0]!, { rule, days: { '2026-12-12': 'in' } })
    expect(on(yes, '2026-12-12')).toBe('comes')
  })

  test('another hour keeps the answers, which are to be confirmed, and single moves', async () => {
    await desk.accepts(ids[2]!, jonas)
    await desk.move(ids[4]!, '2026-12-04T10:00:00Z')
    await change(ids[0]!, { rule: { ...rule, weekdays: [3, 5] }, time: '10:00' })
    expect((await desk.row(ids[2]!, jonas))!.reply).toMatchObject({ isToConfirm: true })
    expect((await meeting(ids[2]!)).startsAt).toBe('2026-12-02T09:00:00.000Z')
    expect((await meeting(ids[4]!)).startsAt).toBe('2026-12-04T10:00:00.000Z')
  })

  test('a day of which the meeting was opened gets no second one', async () => {
    await desk.open(ids[0]!)
    const shown = await preview(ids[0]!, { rule })
    expect(shown.days.filter(({ date }) => date === '2026-11-30').map(({ what }) => what)).toEqual([
      'begun',
    ])
    await desk.close(ids[0]!)
    const closed = await preview(ids[0]!, { rule })
    expect(closed.days.filter(({ date }) => date === '2026-11-30')).toEqual([])
  })

  test('it may begin later, and a rhythm without days says why', async () => {
    const later = await preview(ids[0]!, { startsOn: '2026-12-07', rule })
    expect(later.days[0]!.date).toBe('2026-12-07')
    const none = await preview(ids[0]!, { rule: { ...rule, until: '2026-11-29' } })
    expect(none).toMatchObject({ problem: 'untilBeforeStart' })
    const wish = { rule: { ...rule, until: '2026-11-29' } }
    expect((await desk.refusal(change(ids[0]!, wish)))?.status).toBe(400)
  })

  test('whoever was left out by hand is left out of the new days', async () => {
    const [first] = await plan({ without: [petra.memberId] })
    await change(first!, { rule })
    const { days } = await preview(first!)
    const saturday = days.find(({ date }) => date === '2026-12-05')!.meetingId!
    expect(await desk.row(saturday, petra)).toBeUndefined()
    expect(await desk.row(saturday, jonas)).toBeDefined()
  })

  test('a meeting that was only planned stays so, and so are the new ones', async () => {
    const [first] = await plan({ convene: false })
    const shown = await preview(first!, { rule })
    expect(shown.people).toBe(0)
    await change(first!, { rule })
    const { days } = await preview(first!)
    const saturday = days.find(({ date }) => date === '2026-12-05')!.meetingId!
    expect((await meeting(saturday)).state).toBe('planned')
  })
})

describe('public holidays', () => {
  test('stand at their day, in the Land of the staff, and nothing is left out by itself', async () => {
    const rule = { every: 'day', until: '2026-12-27' }
    const shown = await preview(ids[0]!, { rule })
    const named = shown.days.flatMap(({ date, holiday, what }) =>
      holiday ? [`${date.slice(5)} ${holiday} ${what}`] : [],
    )
    expect(named).toEqual(['12-25 christmasDay comes', '12-26 secondChristmasDay comes'])
  })

  test('a plan leaves out the days that the lead left out, and only those', async () => {
    const { client } = staff.lead
    const asked = `date=2027-10-29&time=08:30&every=weekdays&until=2027-11-02`
    const days = (land: string | null) =>
      client
        .call('PATCH', `/api/staffs/${staff.staffId}`, { land })
        .then(() =>
          client.get<{ days: { date: string; holiday: string | null }[] }>(
            `/api/staffs/${staff.staffId}/series/preview?${asked}`,
          ),
        )
        .then(answer => answer.days.map(({ holiday }) => holiday))
    expect(await days('NW')).toEqual([null, 'allSaints', null])
    expect(await days('SH')).toEqual([null, null, null])
    expect(await days(null)).toEqual([null, null, null])
    await days('NW')
    const made = await plan({
      date: '2027-10-29',
      rule: { every: 'weekdays', until: '2027-11-02', leftOut: ['2027-11-01'] },
    })
    const starts = await Promise.all(made.map(async id => (await meeting(id)).startsAt))
    expect(starts).toEqual(['2027-10-29T06:30:00.000Z', '2027-11-02T07:30:00.000Z'])
  })
})
