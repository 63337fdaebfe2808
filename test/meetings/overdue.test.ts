import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { ApiFailure } from '../support/client.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

let app: TestApp
let staff: { staffId: string; lead: Signed }
const clock = new TestClock('2026-11-24T08:00:00Z')
const lead = () => staff.lead.client

afterEach(() => app?.stop())
beforeEach(async () => {
  clock.set('2026-11-24T08:00:00Z') // Tuesday, 09:00 in Berlin
  app = await startApp({ clock })
  staff = await foundStaff(app)
})

type Fn = { functionId: string; label: string }
type Row = { memberId: string; attendeeId: string; functions: string[] }
type Mail = { mailId: string; meetingId: string | null; kind: string; toName: string }

const add = (name: string, more: object = {}) =>
  addMember(app, staff, { name, withAccount: false, ...more })

async function hold(label: string, ...holders: { memberId: string; [more: string]: unknown }[]) {
  const path = `/api/staffs/${staff.staffId}`
  const { functions } = await lead().get<{ functions: Fn[] }>(`${path}/roster`)
  const { functionId } = functions.find(fn => fn.label === label)!
  await lead().call('PUT', `${path}/functions/${functionId}/holders`, {
    holders: holders.map((holder, rank) => ({ rank, ...holder })),
  })
}
const holder = ({ memberId }: Signed, more: object = {}) => ({ memberId, ...more })
const rowOf = async (id: string, who: Signed) =>
  (await lead().get<Row[]>(`/api/meetings/${id}/attendees`)).find(
    row => row.memberId === who.memberId,
  )
async function reply(id: string, who: Signed, given: object) {
  const { attendeeId } = (await rowOf(id, who))!
  await lead().call('PUT', `/api/meetings/${id}/attendees/${attendeeId}/reply`, given)
}
const declines = (id: string, who: Signed, deputy: Signed) =>
  reply(id, who, { kind: 'declined', deputyMemberId: deputy.memberId })
const open = (id: string, body: object = {}) => lead().post(`/api/meetings/${id}/open`, body)
async function mailsTo(id: string, who: Signed) {
  const all = await lead().get<Mail[]>(`/api/staffs/${staff.staffId}/outbox`)
  return all.filter(mail => mail.meetingId === id && mail.toName === who.name).toReversed()
}
const told = async (id: string, who: Signed) => (await mailsTo(id, who)).map(({ kind }) => kind)
const next = async () =>
  (await lead().get<{ next: { meetingId: string } | null }>('/api/overview')).next?.meetingId
const refusal = (asked: Promise<unknown>) =>
  asked.then(
    () => 'accepted',
    (error: unknown) => {
      if (error instanceof ApiFailure) return (error.body as { code: string }).code
      throw error
    },
  )

/** A meeting that is past its planned end, not opened, and still first on the overview. */
async function overdue() {
  const id = await convene(app, staff, { startsAt: '2026-11-24T08:10:00Z', durationMin: 10 })
  clock.set('2026-11-24T08:25:00Z')
  expect(await next()).toBe(id)
  return id
}

/** A meeting that nobody waits for, because its planned end is more than a day ago. */
async function givenUp() {
  const id = await convene(app, staff, { startsAt: '2026-11-24T08:10:00Z', durationMin: 10 })
  clock.set('2026-11-25T09:00:00Z')
  return id
}

describe('a meeting that is overdue', () => {
  test('invites a new holder, who can answer, and lets the former one go', async () => {
    const jonas = await add('Jonas Brandt')
    const lena = await add('Lena Vogt', { withAccount: true })
    await hold('BuMA', holder(jonas))
    await hold('SMS Umwelt', holder(staff.lead), holder(lena))
    const id = await overdue()
    await hold('BuMA', holder(lena))
    expect((await rowOf(id, lena))?.functions).toContain('BuMA')
    expect(await rowOf(id, jonas)).toBeUndefined()
    expect(await told(id, jonas)).toEqual(['invitation', 'uninvited'])
    await open(id)
    const answer = { kind: 'accepted', mode: 'video' }
    expect(await refusal(lena.client.call('PUT', `/api/meetings/${id}/reply`, answer))).toBe(
      'accepted',
    )
  })

  test('tells a deputy for whom they come', async () => {
    const [jonas, lena] = [await add('Jonas Brandt'), await add('Lena Vogt')]
    await hold('BuMA', holder(jonas), holder(lena))
    const id = await overdue()
    await declines(id, jonas, lena)
    expect(await told(id, lena)).toEqual(['deputy'])
    await open(id)
    expect(await told(id, lena)).toEqual(['deputy'])
  })

  test('tells whom the desk invites, and everybody of a new place', async () => {
    const [jonas, lena] = [await add('Jonas Brandt'), await add('Lena Vogt')]
    await hold('BuMA', holder(jonas), holder(lena))
    const id = await overdue()
    await lead().post(`/api/meetings/${id}/members`, { memberId: lena.memberId })
    expect(await told(id, lena)).toEqual(['invitation'])
    await lead().call('PATCH', `/api/meetings/${id}`, { place: 'Feuerwehrhaus' })
    expect(await told(id, jonas)).toContain('changed')
  })

  test.each([
    ['waited for', false],
    ['given up', true],
  ])('and moved while it was %s: the deputy named meanwhile hears for whom', async (_, isLate) => {
    const [jonas, lena] = [await add('Jonas Brandt'), await add('Lena Vogt')]
    await hold('BuMA', holder(jonas), holder(lena))
    const id = await overdue()
    // a later meeting is opened, so nobody waits for this one
    if (isLate) await open(await convene(app, staff, { startsAt: '2026-11-24T08:30:00Z' }))
    await declines(id, jonas, lena)
    expect(await told(id, lena)).toEqual(isLate ? [] : ['deputy'])
    const later = { startsAt: '2026-11-24T11:00:00Z', durationMin: 50 }
    await lead().post(`/api/meetings/${id}/move/at`, later)
    const { mailId } = (await mailsTo(id, lena)).find(({ kind }) => kind === 'deputy')!
    const { text } = await lead().get<{ text: string }>(`/api/mails/${mailId}`)
    expect(text).toContain('Jonas Brandt')
  })
})

describe('the opening', () => {
  test('tells everybody who was told nothing, deputies for whom', async () => {
    const [jonas, lena] = [await add('Jonas Brandt'), await add('Lena Vogt')]
    await hold('BuMA', holder(jonas), holder(lena))
    const id = await convene(app, staff, { startsAt: '2026-11-24T08:10:00Z', convene: false })
    await declines(id, jonas, lena)
    expect([await told(id, jonas), await told(id, lena)]).toEqual([[], []])
    await open(id)
    expect([await told(id, jonas), await told(id, lena)]).toEqual([['invitation'], ['deputy']])
  })

  test('of a meeting that was given up follows the roster', async () => {
    const [jonas, lena] = [await add('Jonas Brandt'), await add('Lena Vogt')]
    await hold('BuMA', holder(jonas))
    await hold('SMS Umwelt', holder(staff.lead), holder(lena))
    const id = await givenUp()
    await hold('BuMA', holder(lena))
    expect(await told(id, lena)).toEqual([])
    await open(id, { meant: 'anotherDay' })
    expect(await told(id, lena)).toEqual(['invitation'])
    expect(await rowOf(id, jonas)).toBeUndefined()
  })

  test('of a meeting that was entered after its end tells nobody', async () => {
    const jonas = await add('Jonas Brandt')
    await hold('BuMA', holder(jonas))
    const startsAt = '2026-11-24T06:00:00Z'
    const id = await convene(app, staff, { startsAt, meant: 'inThePast' })
    await open(id)
    expect(await told(id, jonas)).toEqual([])
  })
})

describe('opened on another day than planned', () => {
  test.each([
    ['a day early', '2026-11-25T07:30:00Z', '2026-11-24T08:30:00Z'],
    ['the day after', '2026-11-24T16:00:00Z', '2026-11-25T07:30:00Z'],
  ])('%s and meant so, it is moved to now', async (_, startsAt, at) => {
    const jonas = await add('Jonas Brandt')
    await hold('BuMA', holder(jonas))
    const id = await convene(app, staff, { startsAt, durationMin: 30 })
    await reply(id, jonas, { kind: 'accepted', mode: 'video' })
    clock.set(at)
    await open(id, { meant: 'anotherDay' })
    const seen = await lead().get<object>(`/api/meetings/${id}`)
    expect(seen).toMatchObject({ state: 'open', startsAt: at.replace('Z', '.000Z') })
    expect(await told(id, jonas)).toEqual(['invitation', 'moved'])
    clock.forward(20 * 60_000)
    await lead().post(`/api/meetings/${id}/close`)
    const path = `/api/records/persons.csv?meetingId=${id}`
    const csv = Buffer.from(await lead().download(path)).toString()
    expect(csv).toContain('Jonas Brandt')
    expect(csv).not.toContain('hatte zugesagt')
  })

  test('it belongs to those who have the functions on the day it is held', async () => {
    const [jonas, lena] = [await add('Jonas Brandt'), await add('Lena Vogt')]
    await hold(
      'BuMA',
      holder(jonas, { validUntil: '2026-11-24' }),
      holder(lena, { rank: 0, validFrom: '2026-11-25' }),
    )
    const id = await convene(app, staff, { startsAt: '2026-11-25T07:30:00Z' })
    await open(id, { meant: 'anotherDay' })
    expect((await rowOf(id, jonas))?.functions).toEqual(['BuMA'])
    expect(await rowOf(id, lena)).toBeUndefined()
  })

  test('a meeting of the night that begins after midnight is the same', async () => {
    const id = await convene(app, staff, { startsAt: '2026-11-24T22:50:00Z', durationMin: 5 })
    clock.set('2026-11-24T23:10:00Z')
    expect(await refusal(open(id))).toBe('accepted')
  })
})
