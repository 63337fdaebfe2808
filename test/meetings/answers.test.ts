import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { wallTimeOf } from '../../src/lib/time.ts'
import { revise } from '../support/revised.ts'
import { addMember, foundStaff, linkOf, type Signed } from '../support/staff.ts'

const clock = new TestClock('2026-11-24T08:00:00Z')
let app: TestApp
let staff: { staffId: string; lead: Signed }
let jonas: Signed
let carla: Signed
let meetingId: string

beforeAll(async () => {
  app = await startApp({ clock })
  staff = await foundStaff(app)
  jonas = await addMember(app, staff, { name: 'Jonas Brandt', functions: ['BuMA'] })
  carla = await addMember(app, staff, { name: 'Carla Anders' })
})
afterAll(() => app.stop())
beforeEach(async () => {
  clock.forward(11 * 60_000)
  for (const { client } of [jonas, carla]) await client.get('/api/me/sessions')
  meetingId = await plan()
})

type Reply = { kind: string; mode: string | null; isToConfirm: boolean; givenFor: string } | null
type Attendee = { attendeeId: string; memberId: string; reply: Reply; formerReply: Reply }
type Mail = { mailId: string; meetingId: string; kind: string; toName: string; subject: string }
type Meeting = { overlaps: { memberName: string }[]; me: { reply: Reply; formerReply: Reply } }

const onSite = { kind: 'accepted', mode: 'onSite' }
const lead = () => staff.lead.client
const plan = (time = '08:30', date = '2026-12-03') =>
  lead()
    .post<{ meeting: { meetingId: string } }>(`/api/staffs/${staff.staffId}/meetings`, {
      incident: { title: 'Hochwasser (erfunden)', kind: 'operation' },
      date,
      time,
      durationMin: 60,
      place: 'Kreishaus',
      seats: 12,
    })
    .then(({ meeting }) => meeting.meetingId)
const lately = () => clock.forward(1_000)
const move = (date: string, time: string, id = meetingId) => {
  lately()
  return revise(lead(), ['POST', `/api/meetings/${id}/move`, { date, time, durationMin: 60 }])
}
const reply = ({ client }: Signed, body: object, id = meetingId) => {
  lately()
  return client.call('PUT', `/api/meetings/${id}/reply`, body)
}
const remind = (body: object = {}) => {
  lately()
  return lead().post(`/api/meetings/${meetingId}/remind`, body)
}
const of = async ({ memberId }: Signed) =>
  (await lead().get<Attendee[]>(`/api/meetings/${meetingId}/attendees`)).find(
    attendee => attendee.memberId === memberId,
  )!
const lastTo = async ({ name }: Signed) => {
  const all = await lead().get<Mail[]>(`/api/staffs/${staff.staffId}/outbox`)
  const mail = all.find(each => each.meetingId === meetingId && each.toName === name)!
  const detail = await lead().get<{ text: string; calendar: string }>(`/api/mails/${mail.mailId}`)
  return { ...mail, ...detail, calendar: detail.calendar.replaceAll('\r\n ', '') }
}

describe('an answer holds for the day it was given for', () => {
  test('a new day asks anew, with the old answer beside it, and nobody is said to have promised', async () => {
    await reply(jonas, onSite)
    await move('2027-01-12', '08:30')
    expect(await of(jonas)).toMatchObject({
      reply: null,
      formerReply: { mode: 'onSite', givenFor: '2026-12-03T07:30:00.000Z' },
    })
    const mail = await lastTo(jonas)
    expect(mail.kind).toBe('moved')
    expect(mail.text).toContain(
      'Sie hatten für Donnerstag, 3. Dezember 2026 geantwortet: zugesagt – vor Ort.',
    )
    expect(mail.calendar).toContain('PARTSTAT=NEEDS-ACTION')
    const token = await linkOf(staff, meetingId, jonas)
    const page = await app
      .client()
      .post<{ reply: Reply; formerReply: Reply; meeting: { seatsFree: number } }>(
        '/api/answer/read',
        { token },
      )
    expect(page).toMatchObject({ reply: null, formerReply: { mode: 'onSite' } })
    // reminders reach them, and do not claim what is not so
    expect(await remind()).toMatchObject({ count: 3 })
    expect((await lastTo(jonas)).text).toContain('Für den neuen Tag gilt das nicht')
    const overview = await lead().get<{ needsHand: { kind: string; count: number }[] }>(
      '/api/overview',
    )
    expect(overview.needsHand.find(each => each.kind === 'noReply')!.count).toBe(2) // the reader is asked for her own reply elsewhere
    await lead().post(`/api/meetings/${meetingId}/open`, { meant: 'anotherDay' })
    const board = await lead().get<{ missing: { name: string; planned: string }[] }>(
      `/api/meetings/${meetingId}/board`,
    )
    expect(board.missing.find(each => each.name === 'Jonas Brandt')!.planned).toBe('none')
    await lead().post(`/api/meetings/${meetingId}/close`)
    const minutes = await lead().get<{
      record: { attendance: { absent: { name: string; hadAccepted: boolean }[] } }
    }>(`/api/meetings/${meetingId}/minutes`)
    expect(minutes.record.attendance.absent).toContainEqual({
      name: 'Jonas Brandt',
      hadAccepted: false,
    })
    const rows = await lead().get<{ name: string; planned: string; status: string }[]>(
      `/api/records/persons.json?meetingId=${meetingId}`,
    )
    expect(rows.find(row => row.name === 'Jonas Brandt')).toMatchObject({
      planned: '',
      status: 'abwesend ohne Rückmeldung',
    })
  })

  test('a shift within the day keeps it and asks to confirm; one press confirms', async () => {
    await reply(jonas, onSite)
    await move('2026-12-03', '14:00')
    expect((await of(jonas)).reply).toMatchObject({ mode: 'onSite', isToConfirm: true })
    expect(await lastTo(jonas)).toMatchObject({
      text: expect.stringContaining('Ihre Antwort galt dem Beginn um 08:30'),
      calendar: expect.stringContaining('PARTSTAT=ACCEPTED'),
    })
    await remind()
    expect((await lastTo(jonas)).subject).toMatch(/^Bitte bestätigen: /)
    await reply(jonas, onSite)
    expect((await of(jonas)).reply).toMatchObject({ mode: 'onSite', isToConfirm: false })
  })

  test('who has named a deputy confirms that by one press too, and nobody is told twice', async () => {
    const { memberId } = carla
    await reply(jonas, { kind: 'declined', deputyMemberId: memberId })
    await move('2026-12-03', '14:00')
    const told = (await lastTo(carla)).mailId
    const { reply: given } = await of(jonas)
    expect(given).toMatchObject({ isToConfirm: true, deputyMemberId: memberId })
    await reply(jonas, { kind: 'declined', deputyMemberId: memberId })
    expect((await of(jonas)).reply).toMatchObject({ isToConfirm: false, deputyMemberId: memberId })
    expect((await lastTo(carla)).mailId).toBe(told)
  })

  test('back on its day the answer holds again', async () => {
    await reply(jonas, onSite)
    await move('2027-01-12', '08:30')
    await move('2026-12-03', '08:30')
    expect((await of(jonas)).reply).toMatchObject({ mode: 'onSite', isToConfirm: false })
  })

  test('an answer from a page that still shows the old day is none for the new one', async () => {
    await move('2027-01-12', '08:30')
    await reply(jonas, { ...onSite, givenFor: '2026-12-03T07:30:00.000Z' })
    expect(await of(jonas)).toMatchObject({ reply: null, formerReply: { mode: 'onSite' } })
  })

  test('who has answered is reminded without being told that the answer is missing', async () => {
    await reply(jonas, onSite)
    const { attendeeId } = await of(jonas)
    await remind({ attendeeIds: [attendeeId] })
    const { subject, text } = await lastTo(jonas)
    expect(subject).toMatch(/^Erinnerung: /)
    expect(text).not.toContain('fehlt')
    expect(text).toContain('Ihre Antwort: zugesagt – vor Ort.')
  })
})

test('the feed and the entries in mails say alike what was answered', async () => {
  const { url } = await jonas.client.post<{ url: string }>('/api/me/feed')
  const feed = async () => {
    const ics = await (await fetch(`${app.base}${new URL(url).pathname}`)).text()
    const entry = ics.split('BEGIN:VEVENT').find(part => part.includes(meetingId))!
    return ['STATUS', 'TRANSP'].map(key => new RegExp(`${key}:(\\S+)`).exec(entry)![1])
  }
  const entry = async () => {
    await revise(lead(), [
      'PATCH',
      `/api/meetings/${meetingId}`,
      { place: `Raum ${Math.random()}` },
    ])
    const { calendar } = await lastTo(jonas)
    return [/PARTSTAT=([A-Z-]+)/, /TRANSP:(\S+)/].map(pattern => pattern.exec(calendar)![1])
  }
  expect(await feed()).toEqual(['TENTATIVE', 'OPAQUE'])
  expect(await entry()).toEqual(['NEEDS-ACTION', 'OPAQUE'])
  await reply(jonas, onSite)
  expect(await feed()).toEqual(['CONFIRMED', 'OPAQUE'])
  expect(await entry()).toEqual(['ACCEPTED', 'OPAQUE'])
  await reply(jonas, { kind: 'declined' })
  expect(await feed()).toEqual(['CONFIRMED', 'TRANSPARENT'])
  expect(await entry()).toEqual(['DECLINED', 'TRANSPARENT'])
})

test('the feed shows a held meeting from opening to close, and no longer as tentative', async () => {
  const { url } = await jonas.client.post<{ url: string }>('/api/me/feed')
  const feed = async () => {
    const ics = await (await fetch(`${app.base}${new URL(url).pathname}`)).text()
    const entry = ics.split('BEGIN:VEVENT').find(part => part.includes(meetingId))!
    return Object.fromEntries(
      ['STATUS', 'SEQUENCE', 'DTSTART', 'DTEND'].map(key => [
        key,
        new RegExp(`${key}[^:]*:(\\S+)`).exec(entry)![1],
      ]),
    )
  }
  const planned = await feed()
  expect(planned).toMatchObject({ STATUS: 'TENTATIVE' })
  clock.forward(60_000)
  const opened = clock.now()
  await lead().post(`/api/meetings/${meetingId}/open`, { meant: 'anotherDay' })
  clock.forward(7 * 60_000)
  const closed = clock.now()
  await lead().post(`/api/meetings/${meetingId}/close`)
  const wall = (at: Date) => {
    const { date, time } = wallTimeOf(at, 'Europe/Berlin')
    return `${date}T${time}`.replace(/[-:]/g, '').slice(0, 15)
  }
  const held = await feed()
  expect(Number(held['SEQUENCE'])).toBeGreaterThan(Number(planned['SEQUENCE']))
  expect(held).toMatchObject({
    STATUS: 'CONFIRMED',
    DTSTART: wall(opened),
    DTEND: wall(closed),
  })
})

test('mail and entry say where to answer, and no answer of a calendar is asked for', async () => {
  const { text, calendar } = await lastTo(jonas)
  expect(text).toContain('Zusagen und Absagen aus Ihrem Kalender kommen beim Stab nicht an')
  expect(calendar).toContain('RSVP=FALSE')
  expect(calendar).toMatch(/DESCRIPTION:.*Bitte nur hier antworten/)
})

describe('of two meetings at one time', () => {
  const named = ({ overlaps }: Meeting) => [...new Set(overlaps.map(each => each.memberName))]
  const seenBy = (person: Signed, id: string) => person.client.get<Meeting>(`/api/meetings/${id}`)

  test('who promised or has not answered is warned of, who declined one is not; also when moving', async () => {
    const date = '2026-12-10'
    meetingId = await plan('08:30', date)
    const other = await plan('10:00', date)
    expect(named(await seenBy(staff.lead, other))).toEqual([])
    await reply(jonas, { kind: 'declined' })
    await reply(carla, onSite)
    const moved = await move(date, '09:00', other)
    expect(named(moved as Meeting)).toEqual(['Carla Anders', 'Dr. Sabine Köhler-Özdemir'])
    const third = await lead().post<{ warnings: { memberName: string }[] }>(
      `/api/staffs/${staff.staffId}/series`,
      {
        incident: { title: 'Sturm (erfunden)', kind: 'operation' },
        date,
        time: '08:45',
        durationMin: 10,
        rule: { every: 'day', until: '2026-12-11' },
      },
    )
    expect(new Set(third.warnings.map(each => each.memberName))).toEqual(
      new Set(['Carla Anders', 'Dr. Sabine Köhler-Özdemir']),
    )
  })

  test('whoever answers sees their own, signed in and behind the link', async () => {
    const date = '2026-12-17'
    meetingId = await plan('08:30', date)
    const other = await plan('09:00', date)
    expect(named(await seenBy(jonas, other))).toEqual(['Jonas Brandt'])
    const token = await linkOf(staff, other, jonas)
    const page = await app
      .client()
      .post<{ overlaps: { startsAt: string }[] }>('/api/answer/read', { token })
    expect(page.overlaps).toMatchObject([{ startsAt: '2026-12-17T07:30:00.000Z' }])
    await reply(jonas, { kind: 'declined' })
    expect(named(await seenBy(jonas, other))).toEqual([])
  })
})

test('whoever changes their mind by link without end is asked to wait, and heard again within the hour', async () => {
  const token = await linkOf(staff, meetingId, jonas)
  const visitor = app.client()
  const answers = [onSite, { kind: 'declined' }]
  const answer = (i: number) =>
    visitor.fetch('POST', '/api/answer', { token, reply: answers[i % 2] })
  for (let i = 0; i < 60; i++) expect((await answer(i)).status).toBe(200)
  const refused = await answer(60)
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '3600'])
  expect(await refused.json()).toMatchObject({ code: 'tooManyAttempts' })
  // another link of the same person, and the person signed in, are not held up
  const next = await linkOf(staff, await plan('10:30'), jonas)
  const there = { token: next, reply: onSite }
  expect((await visitor.fetch('POST', '/api/answer', there)).status).toBe(200)
  await reply(jonas, onSite)
  clock.forward(60 * 60_000)
  expect((await answer(0)).status).toBe(200)
})
