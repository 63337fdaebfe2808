import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { revise } from '../support/revised.ts'
import { addMember, convene, foundStaff, linkOf, type Signed } from '../support/staff.ts'

const clock = new TestClock('2026-11-24T08:00:00Z')
let app: TestApp
let staff: { staffId: string; lead: Signed }
let jonas: Signed
let carla: Signed
let lena: Signed
let tom: Signed
let meetingId: string

beforeAll(async () => {
  app = await startApp({ clock })
  staff = await foundStaff(app)
  jonas = await addMember(app, staff, { name: 'Jonas Brandt', functions: ['BuMA'] })
  carla = await addMember(app, staff, { name: 'Carla Anders' })
  lena = await addMember(app, staff, { name: 'Lena Vogt' })
  tom = await addMember(app, staff, { name: 'Tom Reuter' })
  await heldBy('BuMA', jonas, lena, tom)
})
afterAll(() => app.stop())
beforeEach(async () => {
  clock.forward(11 * 60_000)
  for (const { client } of [jonas, carla, lena, tom]) await client.get('/api/me/sessions')
  meetingId = await convene(app, staff, { inMin: 24 * 60 })
})

type Answer = { kind: string; isDeputyOut: boolean; deputyName: string | null } | null
type Attendee = { attendeeId: string; memberId: string; functions: string[]; reply: Answer }
type Mail = { mailId: string; meetingId: string; kind: string; toName: string; state: string }
type Detail = { text: string; calendarMethod: string; calendar: string }

const comes = { kind: 'accepted', mode: 'video' }
const cannot = { kind: 'declined' }
const sends = ({ memberId }: Signed) => ({ kind: 'declined', deputyMemberId: memberId })
const reply = ({ client }: Signed, body: object) => {
  clock.forward(1_000)
  return client.call('PUT', `/api/meetings/${meetingId}/reply`, body)
}
const attendees = () => staff.lead.client.get<Attendee[]>(`/api/meetings/${meetingId}/attendees`)
const of = async ({ memberId }: Signed) =>
  (await attendees()).find(attendee => attendee.memberId === memberId)
/** What waits for them or was written, oldest first; what was overtaken is not told. */
const toldTo = async ({ name }: Signed) =>
  (await staff.lead.client.get<Mail[]>(`/api/staffs/${staff.staffId}/outbox`))
    .filter(mail => mail.meetingId === meetingId && mail.toName === name)
    .filter(mail => mail.state !== 'superseded')
    .toReversed()
const kindsTo = async (person: Signed) => (await toldTo(person)).map(mail => mail.kind)
const lastTo = async (person: Signed) =>
  staff.lead.client.get<Detail>(`/api/mails/${(await toldTo(person)).at(-1)!.mailId}`)

async function heldBy(label: string, ...members: Signed[]) {
  const path = `/api/staffs/${staff.staffId}`
  const { functions } = await staff.lead.client.get<{
    functions: { functionId: string; label: string }[]
  }>(`${path}/roster`)
  const { functionId } = functions.find(fn => fn.label === label)!
  const holders = members.map(({ memberId }, rank) => ({ memberId, rank }))
  await staff.lead.client.call('PUT', `${path}/functions/${functionId}/holders`, { holders })
}

describe('a representation that changes', () => {
  test('a deputy is taken off the list when the principal comes after all, and no page knows them any more', async () => {
    await reply(jonas, sends(lena))
    await reply(lena, comes)
    const token = await linkOf(staff, meetingId, lena)
    const page = await app.client().post<object>('/api/answer/read', { token })
    expect(page).toMatchObject({
      functions: [],
      deputyFor: [{ name: 'Jonas Brandt', functions: ['BuMA'] }],
    })
    await reply(jonas, comes)
    expect(await kindsTo(lena)).toEqual(['deputy', 'released'])
    const { text, calendarMethod, calendar } = await lastTo(lena)
    expect(text).toContain('Sie vertreten Jonas Brandt nicht mehr.')
    expect(calendarMethod).toBe('CANCEL')
    expect(calendar).toContain('SEQUENCE:1')
    expect(calendar).not.toContain('STATUS:CANCELLED')
    expect(await of(lena)).toBeUndefined()
    const seen = await lena.client.get<{ me: unknown }>(`/api/meetings/${meetingId}`)
    expect(seen.me).toBeNull()
    const link = await app.client().fetch('POST', '/api/answer/read', { token })
    expect(link.status).toBe(410)
    expect(await link.json()).toMatchObject({ details: { reason: 'released', language: 'de' } })
    // neither absent nor with a promise
    await staff.lead.client.post(`/api/meetings/${meetingId}/open`, { meant: 'anotherDay' })
    await staff.lead.client.post(`/api/meetings/${meetingId}/close`)
    const minutes = await staff.lead.client.get<object>(`/api/meetings/${meetingId}/minutes`)
    expect(JSON.stringify(minutes)).not.toContain('Lena Vogt')
  })

  test('who is invited anyway hears that they stand in no longer, and keeps the entry', async () => {
    await reply(jonas, sends(carla))
    expect(await of(carla)).toMatchObject({ functions: ['BuMA'] })
    await reply(jonas, sends(tom))
    expect(await kindsTo(carla)).toEqual(['invitation', 'deputy', 'relieved'])
    expect(await lastTo(carla)).toMatchObject({
      calendarMethod: 'REQUEST',
      text: expect.stringContaining('Sie selbst bleiben eingeladen'),
    })
    expect(await of(carla)).toMatchObject({ functions: [] })
    expect(await kindsTo(tom)).toEqual(['deputy'])
  })

  test('the deputy of a deputy is released with them', async () => {
    await reply(jonas, sends(lena))
    await reply(lena, sends(tom))
    expect(await kindsTo(jonas)).toEqual(['invitation', 'standInChanged'])
    expect((await lastTo(jonas)).text).toContain('Sie werden jetzt von Tom Reuter vertreten.')
    await reply(jonas, comes)
    expect((await kindsTo(lena)).at(-1)).toBe('released')
    expect((await kindsTo(tom)).at(-1)).toBe('released')
  })

  test('everybody above a deputy who drops out is told, and the function is open again', async () => {
    meetingId = await convene(app, staff, { inMin: 10 })
    await reply(jonas, sends(lena))
    await reply(lena, sends(tom))
    await reply(tom, cannot)
    for (const person of [jonas, lena]) {
      expect((await kindsTo(person)).at(-1)).toBe('standInChanged')
      expect((await lastTo(person)).text).toMatch(/kann Sie nicht vertreten.*wieder offen/)
      expect((await of(person))!.reply).toMatchObject({ isDeputyOut: true })
    }
    const { needsHand } = await staff.lead.client.get<{
      needsHand: { kind: string; count: number; meetingId: string }[]
    }>('/api/overview')
    expect(needsHand).toContainEqual(
      expect.objectContaining({ kind: 'functionOpen', count: 1, meetingId }),
    )
    await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
    const { rows } = await staff.lead.client.get<{
      rows: { label: string; unfilled: { reason: { kind: string } } | null }[]
    }>(`/api/meetings/${meetingId}/board`)
    expect(rows.find(row => row.label === 'BuMA')!.unfilled!.reason.kind).toBe('declined')
    // the deputy comes back
    await reply(tom, comes)
    expect((await of(jonas))!.reply).toMatchObject({ isDeputyOut: false })
  })

  test('a deputy who leaves the staff drops out too', async () => {
    const ute = await addMember(app, staff, { name: 'Ute Wenz', withAccount: false })
    await reply(jonas, sends(ute))
    clock.forward(1_000)
    await staff.lead.client.call('DELETE', `/api/staffs/${staff.staffId}/members/${ute.memberId}`)
    expect((await kindsTo(jonas)).at(-1)).toBe('standInChanged')
    expect((await of(jonas))!.reply).toMatchObject({ isDeputyOut: true })
  })

  test('who has declined is shown as such before being named, signed in and behind the link', async () => {
    await reply(carla, sends(lena))
    await reply(lena, cannot)
    const token = await linkOf(staff, meetingId, jonas)
    const page = await app
      .client()
      .post<{ deputies: { name: string; hasDeclined: boolean }[] }>('/api/answer/read', { token })
    expect(page.deputies).toMatchObject([
      { name: 'Lena Vogt', hasDeclined: true },
      { name: 'Tom Reuter', hasDeclined: false },
    ])
    // also of somebody who is no ranked deputy, because naming them tells it anyway
    await reply(carla, cannot)
    const found = await app
      .client()
      .post<{ deputies: object[] }>('/api/answer/deputies', { token, typed: 'Carla' })
    expect(found.deputies).toMatchObject([{ name: 'Carla Anders', hasDeclined: true }])
    await reply(jonas, sends(lena))
    expect((await of(jonas))!.reply).toMatchObject({ deputyName: 'Lena Vogt', isDeputyOut: true })
  })

  test('a deputy whom nobody sends any more is brought in anew by the desk', async () => {
    await reply(jonas, sends(lena))
    await reply(jonas, cannot)
    expect(await of(lena)).toBeUndefined()
    const body = { memberId: lena.memberId }
    await staff.lead.client.post(`/api/meetings/${meetingId}/members`, body)
    expect(await of(lena)).toMatchObject({ functions: ['BuMA'] })
  })

  test('a deputy whom the lead invites by hand stays when the other comes after all', async () => {
    await reply(jonas, sends(lena))
    const body = { memberId: lena.memberId }
    await staff.lead.client.post(`/api/meetings/${meetingId}/members`, body)
    await reply(jonas, comes)
    expect(await kindsTo(lena)).toEqual(['deputy', 'relieved'])
    expect(await of(lena)).toMatchObject({ functions: [] })
  })

  test('on another day a deputy is not sent any more, and is told so instead of the new date', async () => {
    await reply(jonas, sends(lena))
    clock.forward(1_000)
    const wall = { date: '2026-12-03', time: '08:30', durationMin: 50 }
    await revise(staff.lead.client, ['POST', `/api/meetings/${meetingId}/move`, wall])
    expect(await kindsTo(lena)).toEqual(['deputy', 'released'])
    expect(await of(jonas)).toMatchObject({ functions: ['BuMA'], reply: null })
    expect(await of(lena)).toBeUndefined()
    // back on its day the answer holds again
    clock.forward(11 * 60_000)
    const back = { ...wall, date: '2026-11-25' }
    await revise(staff.lead.client, ['POST', `/api/meetings/${meetingId}/move`, back])
    expect(await kindsTo(lena)).toEqual(['deputy', 'released', 'deputy'])
    expect(await of(lena)).toMatchObject({ functions: ['BuMA'] })
  })

  test('a deputy who is taken out by hand is told once, and who sent them hears that nobody comes', async () => {
    await reply(jonas, sends(lena))
    clock.forward(1_000)
    await staff.lead.client.call('DELETE', `/api/meetings/${meetingId}/members/${lena.memberId}`)
    expect(await kindsTo(lena)).toEqual(['deputy', 'released'])
    expect(await kindsTo(jonas)).toEqual(['invitation', 'standInChanged'])
    // named anew they are invited anew
    clock.forward(11 * 60_000)
    await reply(jonas, comes)
    await reply(jonas, sends(lena))
    expect(await kindsTo(lena)).toEqual(['deputy', 'released', 'deputy'])
    expect(await of(lena)).toMatchObject({ functions: ['BuMA'] })
  })

  test('who has come as a deputy keeps their place when the other comes after all, who has not does not', async () => {
    meetingId = await convene(app, staff, { inMin: 10 })
    await reply(jonas, sends(lena))
    await reply(carla, sends(tom))
    await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
    const { attendeeId } = (await of(lena))!
    await staff.lead.client.post(`/api/meetings/${meetingId}/check-in`, { attendeeId })
    await reply(jonas, comes)
    await reply(carla, comes)
    expect(await kindsTo(lena)).toEqual(['deputy', 'relieved'])
    expect(await of(lena)).toMatchObject({ functions: [] })
    expect(await kindsTo(tom)).toEqual(['deputy', 'released'])
    expect(await of(tom)).toBeUndefined()
  })
})

test('the minutes say that somebody stood in only where the other was not there', async () => {
  meetingId = await convene(app, staff, { inMin: 60 })
  await reply(jonas, sends(lena))
  await staff.lead.client.post(`/api/meetings/${meetingId}/check-in`, {
    attendeeId: (await of(jonas))!.attendeeId,
  })
  const { attendeeId } = (await of(lena))!
  await staff.lead.client.post(`/api/meetings/${meetingId}/check-in`, { attendeeId })
  await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
  const { rows } = await staff.lead.client.get<{
    rows: { label: string; filledBy: { name: string; standsInFor: string | null }[] }[]
  }>(`/api/meetings/${meetingId}/board`)
  const filledBy = rows.find(row => row.label === 'BuMA')!.filledBy
  expect(filledBy.map(each => each.standsInFor)).toEqual([null, null])
  clock.forward(30 * 60_000)
  await staff.lead.client.post(`/api/meetings/${meetingId}/close`)
  const { record } = await staff.lead.client.get<{
    record: { blocks: { rows: { name: string; deputyFor: string | null }[] }[] }
  }>(`/api/meetings/${meetingId}/minutes`)
  const row = record.blocks.flatMap(block => block.rows).find(each => each.name === 'Lena Vogt')
  expect(row).toMatchObject({ deputyFor: null })
})

test('the first deputy of a function that nobody holds is convened and fills it', async () => {
  const vera = await addMember(app, staff, { name: 'Vera Nolte', withAccount: false })
  await heldBy('SMS Umwelt', vera, tom)
  await staff.lead.client.call('DELETE', `/api/staffs/${staff.staffId}/members/${vera.memberId}`)
  meetingId = await convene(app, staff)
  expect(await of(tom)).toMatchObject({ functions: ['SMS Umwelt'] })
})
