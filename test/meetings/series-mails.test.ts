import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { calendarProgram, datesIn } from '../support/calendar.ts'
import { ApiFailure } from '../support/client.ts'
import { startMailReceiver, type MailReceiver } from '../support/smtp.ts'
import { addMember, foundStaff, type Signed } from '../support/staff.ts'

// late in October, so that the series crosses the end of summer time
const clock = new TestClock('2026-10-19T06:00:00Z')
let receiver: MailReceiver
let app: TestApp
let staff: { staffId: string; lead: Signed }
let tina: Signed
let feed: string
let calendar: ReturnType<typeof calendarProgram>

beforeAll(async () => {
  receiver = await startMailReceiver()
  app = await startApp({
    clock,
    env: { SMTP_URL: receiver.url, MAIL_FROM: 'lagerunde@kreis.example' },
  })
  staff = await foundStaff(app)
  tina = await addMember(app, staff, { name: 'Tina Schäfer' })
  feed = (await tina.client.post<{ url: string }>('/api/me/feed')).url
})
afterAll(async () => {
  await app.stop()
  await receiver.close()
})
beforeEach(() => {
  calendar = calendarProgram()
})
afterEach(() => {
  receiver.accept(tina.email)
  clock.forward(3_600_000)
})

type Outbox = {
  mailId: string
  meetingId: string | null
  kind: string
  toAddress: string
  state: string
  subject: string
}[]
const eventually = (look: () => unknown) => expect.poll(look, { timeout: 30_000 })
const mailsTo = (address: string) => receiver.mails.filter(mail => mail.to.includes(address))

/** Plans a series for all working days of three weeks; gives the meetings and Tina's mails since. */
async function planned({ convene = true, until = '2026-11-08', every = 'weekdays' } = {}) {
  const before = mailsTo(tina.email).length
  const { staffId, lead } = staff
  const { meetings, seriesId } = await lead.client.post<{
    meetings: { meetingId: string }[]
    seriesId: string
  }>(`/api/staffs/${staffId}/series`, {
    incident: { title: 'Hochwasser Volme', kind: 'operation' },
    date: '2026-10-20',
    time: '08:30',
    durationMin: 50,
    place: 'Raum 101',
    rule: { every, until },
    convene,
  })
  const since = () => mailsTo(tina.email).slice(before)
  return { ids: meetings.map(each => each.meetingId), seriesId, since }
}

/** Waits for Tina's `count`th mail since the beginning, and lets her calendar take all of them. */
async function arrived(since: () => MailReceiver['mails'], count: number) {
  await eventually(() => since().length).toBe(count)
  const mail = since().at(-1)!
  for (const each of since()) calendar.receive(partOf(each))
  return { ...mail.parsed, calendar: partOf(mail) }
}
const partOf = (mail: MailReceiver['mails'][number]) =>
  mail.parsed.attachments[0]!.content.toString()

const datesOf = async (ids: readonly string[]) => {
  const all = await Promise.all(
    ids.map(id =>
      staff.lead.client.get<{ state: string; startsAt: string; endsAt: string }>(
        `/api/meetings/${id}`,
      ),
    ),
  )
  return all
    .filter(meeting => meeting.state !== 'cancelled')
    .map(({ startsAt, endsAt }) => `${startsAt} ${endsAt}`)
    .sort()
}
const shown = () => calendar.dates().map(date => `${date.startsAt} ${date.endsAt}`)
const inFeed = async () =>
  datesIn(await (await fetch(feed)).text())
    .filter(date => !date.isCancelled)
    .map(date => `${date.startsAt} ${date.endsAt}`)
const call = (id: string, act: string, body?: object) =>
  staff.lead.client.post(`/api/meetings/${id}/${act}`, body)
const moved = (id: string, date: string, time: string) =>
  call(id, 'move', { date, time, durationMin: 50 })
/** Tina's mails about these meetings in the Postausgang. */
const outbox = async (ids: readonly string[]) =>
  (await staff.lead.client.get<Outbox>(`/api/staffs/${staff.staffId}/outbox`)).filter(
    mail => mail.toAddress === tina.email && ids.includes(mail.meetingId ?? ''),
  )
const refusal = (asked: Promise<unknown>) =>
  asked.then(
    () => null,
    (error: unknown) => error instanceof ApiFailure && (error.body as { code: string }).code,
  )

test('a series of fourteen meetings is one mail with all dates and one entry, across the clock change', async () => {
  const { ids, since, seriesId } = await planned()
  const mail = await arrived(since, 1)
  expect(ids).toHaveLength(14)
  expect(mail.subject).toBe(
    'Einladung: Einsatz Hochwasser Volme, 14 Termine ab Di, 20. Oktober, 08:30 Uhr',
  )
  expect(mail.text).toContain('lädt Sie ein zu 14 Sitzungen im Einsatz „Hochwasser Volme“.')
  expect(mail.text!.match(/^– .* 08:30 bis 09:20 Uhr$/gm)).toHaveLength(14)
  expect(mail.text).toContain('– Montag, 26. Oktober 2026, 08:30 bis 09:20 Uhr\n')
  expect(mail.text).toContain('vor Ort: Raum 101')
  expect(mail.text!.match(/\/reply#/g)).toHaveLength(1)
  expect(String(mail.html).match(/background:#1b4d89/g)).toHaveLength(1)
  expect(String(mail.html).match(/<li>[^<]*08:30/g)).toHaveLength(14)

  const lines = mail.calendar.split('\r\n')
  expect(lines).toContain('METHOD:REQUEST')
  expect(lines).toContain(`UID:${seriesId}@lagerunde`)
  expect(lines).toContain('DTSTART;TZID=Europe/Berlin:20261020T083000')
  expect(lines.filter(line => line.startsWith('RRULE:FREQ=WEEKLY'))).toEqual([
    'RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20261106T073000Z',
  ])
  expect(lines.filter(line => line === 'BEGIN:VEVENT')).toHaveLength(1)
  expect(shown()).toEqual(await datesOf(ids))
  expect(await inFeed()).toEqual(await datesOf(ids))
  expect(await outbox(ids)).toHaveLength(1)
})

test('an incident ends with all its meetings at once: one mail for the series, one for a meeting of its own', async () => {
  const { ids, since } = await planned()
  await arrived(since, 1)
  const { incidentId } = await staff.lead.client.get<{ incidentId: string }>(
    `/api/meetings/${ids[0]}`,
  )
  const { meeting } = await staff.lead.client.post<{ meeting: { meetingId: string } }>(
    `/api/staffs/${staff.staffId}/meetings/at`,
    { incidentId, startsAt: '2026-10-30T17:00:00Z', durationMin: 30 },
  )
  await arrived(since, 2)
  const all = [...ids, meeting.meetingId]
  const states = async () =>
    Promise.all(
      all.map(
        async id => (await staff.lead.client.get<{ state: string }>(`/api/meetings/${id}`)).state,
      ),
    )
  const end = { cancel: { reason: 'Die Lage ist beendet' } }
  const path = `/api/incidents/${incidentId}/end`
  expect(await refusal(tina.client.post(path, end))).toBe('forbidden')
  await call(meeting.meetingId, 'open', { meant: 'anotherDay' })
  expect(await refusal(staff.lead.client.post(path, end))).toBe('wrongState')
  await call(meeting.meetingId, 'unopen').catch(() => call(meeting.meetingId, 'close'))
  const before = since().length
  expect((await states()).filter(state => state === 'cancelled')).toEqual([])
  await staff.lead.client.post(path, end)
  expect((await states()).slice(0, ids.length)).toEqual(ids.map(() => 'cancelled'))
  await eventually(() => since().length).toBe(before + 1)
  expect(since().at(-1)!.parsed.subject).toMatch(/^Abgesagt: Einsatz Hochwasser Volme, 14 Termine/)
  expect(since().at(-1)!.parsed.text).toContain('Die Lage ist beendet')
})

test('one date moved, then one cancelled: one short mail each, and the entry follows', async () => {
  const { ids, since, seriesId } = await planned()
  await arrived(since, 1)
  await moved(ids[3]!, '2026-10-23', '14:00')
  const second = await arrived(since, 2)
  expect(second.subject).toMatch(/^Verschoben: Einsatz Hochwasser Volme, jetzt Fr, 23\. Oktober/)
  expect(second.calendar).toContain('RECURRENCE-ID;TZID=Europe/Berlin:20261023T083000')
  expect(shown()).toEqual(await datesOf(ids))

  await call(ids[5]!, 'cancel', { reason: 'Lage beruhigt' })
  const third = await arrived(since, 3)
  expect(third.subject).toMatch(/^Abgesagt: .* Di, 27\. Oktober/)
  expect(third.calendar).toContain('METHOD:REQUEST')
  expect(third.calendar).toContain('EXDATE;TZID=Europe/Berlin:20261027T083000')
  expect(third.calendar).toContain('RECURRENCE-ID;TZID=Europe/Berlin:20261023T083000')
  expect(third.calendar).toContain(`UID:${seriesId}@lagerunde`)
  const sequences = since().map(mail => Number(/SEQUENCE:(\d+)/.exec(partOf(mail))![1]))
  expect(sequences).toEqual([0, 1, 2])
  expect(shown()).toEqual(await datesOf(ids))
  expect(shown()).toHaveLength(13)
  expect(await inFeed()).toEqual(expect.arrayContaining(shown()))
})

test('when the last date is cancelled, the whole entry is', async () => {
  const { ids, since } = await planned({ until: '2026-10-22' })
  await arrived(since, 1)
  for (const [i, id] of ids.entries()) {
    await call(id, 'cancel', { reason: '' })
    await arrived(since, i + 2)
  }
  const last = partOf(since().at(-1)!)
  expect(last).toContain('METHOD:CANCEL')
  expect(last).toContain('STATUS:CANCELLED')
  expect(last).not.toContain('RECURRENCE-ID')
  expect(shown()).toEqual([])
})

test('news of a series joins the mail that waits for the mail server', async () => {
  receiver.refuse(tina.email, 451)
  const { ids, since } = await planned()
  await eventually(() => outbox(ids)).toMatchObject([
    { kind: 'invitation', state: 'pending', problem: expect.stringContaining('refused') },
  ])
  // the first date is the one by which the Postausgang knows the mail
  await call(ids[0]!, 'cancel', { reason: '' })
  await moved(ids[1]!, '2026-10-21', '10:00')
  receiver.accept(tina.email)
  const mail = await arrived(since, 1)
  expect(mail.subject).toMatch(/^Einladung: .*, 13 Termine ab Mi, 21\. Oktober, 10:00 Uhr$/)
  expect(shown()).toEqual(await datesOf(ids))
  await eventually(async () => (await outbox(ids)).map(each => each.state)).toEqual(['sent'])
})

test('who joins the staff gets all dates in one mail, who leaves one goodbye that ends the entry', async () => {
  const { ids, seriesId } = await planned({ until: '2026-10-30' })
  const lena = await addMember(app, staff, { name: 'Lena Neu', withAccount: false })
  const ofSeries = () =>
    mailsTo(lena.email).filter(mail => partOf(mail).includes(`UID:${seriesId}@lagerunde`))
  await eventually(() => ofSeries().map(mail => mail.parsed.subject)).toEqual([
    expect.stringMatching(/^Einladung: .*, 9 Termine ab Di, 20\. Oktober/),
  ])
  calendar.receive(partOf(ofSeries()[0]!))
  expect(shown()).toEqual(await datesOf(ids))
  const { staffId, lead } = staff
  await lead.client.call('DELETE', `/api/staffs/${staffId}/members/${lena.memberId}`)
  await eventually(() => ofSeries().length).toBe(2)
  const goodbye = ofSeries()[1]!
  expect(goodbye.parsed.subject).toMatch(/^Nicht mehr eingeladen: .*, 9 Termine/)
  expect(goodbye.parsed.text).not.toContain('/reply#')
  calendar.receive(partOf(goodbye))
  expect(shown()).toEqual([])
})

test('a reply stays with its date in the entry, and a changed place is told for that date only', async () => {
  const { ids, since } = await planned({ until: '2026-10-23' })
  await arrived(since, 1)
  const answer = { kind: 'declined', deputyMemberId: null }
  await tina.client.call('PUT', `/api/meetings/${ids[1]!}/reply`, answer)
  await staff.lead.client.call('PATCH', `/api/meetings/${ids[2]!}`, { place: 'Raum 7' })
  await arrived(since, 2)
  expect(calendar.dates().map(date => [date.partstat, date.location])).toEqual([
    ['NEEDS-ACTION', 'Raum 101'],
    ['DECLINED', 'Raum 101'],
    ['NEEDS-ACTION', 'Raum 7'],
    ['NEEDS-ACTION', 'Raum 101'],
  ])
  expect(shown()).toEqual(await datesOf(ids))
})

test('its link opens the next date, and the link for joining the meeting that runs', async () => {
  const { ids, since, seriesId } = await planned({ until: '2026-10-22' })
  const mail = await arrived(since, 1)
  const token = /\/reply#(\S+)/.exec(mail.text!)![1]!
  const opened = async () =>
    (await app.client().post<{ meeting: { startsAt: string } }>('/api/answer/read', { token }))
      .meeting.startsAt
  expect(await opened()).toBe('2026-10-20T06:30:00.000Z')
  expect(calendar.entries()[0]!.replaceAll('\r\n ', '')).toContain(`/series/${seriesId}/lobby`)
  const joining = async () =>
    (await fetch(`${app.base}/series/${seriesId}/lobby`, { redirect: 'manual' })).headers
      .get('location')
      ?.replace(app.base, '')
  expect(await joining()).toBe(`/meetings/${ids[0]!}/lobby`)
  await call(ids[0]!, 'cancel', { reason: '' })
  expect(await opened()).toBe('2026-10-21T06:30:00.000Z')
  expect(await joining()).toBe(`/meetings/${ids[1]!}/lobby`)
  // a changed signature opens nothing, nor does the link of a date opened as one of the series
  for (const wrong of [token.replace('.all', ''), `${token.slice(0, -1)}x`])
    expect(await refusal(app.client().post('/api/answer/read', { token: wrong }))).toBe(
      'linkExpired',
    )
  for (const id of ids.slice(1)) await call(id, 'cancel', { reason: '' })
  expect(await refusal(opened())).toBe('meetingCancelled')
  expect(await joining()).toBe('/')
  // cancellations that follow each other quickly may come as one mail
  await eventually(() => partOf(since().at(-1)!)).toContain('METHOD:CANCEL')
})

test('meetings that calendars know by an entry of their own keep it', async () => {
  const { ids, since } = await planned({ convene: false, until: '2026-10-22' })
  // as a series planned before meetings of a series shared an entry
  await app.deps.database
    .sql`update meetings set calendar_entry = null where id in ${app.deps.database.sql(ids)}`
  for (const id of ids) await call(id, 'convene', {})
  // a cancellation of the series before may still come
  const about = () =>
    since().filter(mail => ids.some(id => partOf(mail).includes(`UID:${id}@lagerunde`)))
  await eventually(() => about().length).toBe(3)
  for (const mail of about()) calendar.receive(partOf(mail))
  expect(shown()).toEqual(await datesOf(ids))
  await call(ids[1]!, 'cancel', { reason: '' })
  await eventually(() => about().length).toBe(4)
  calendar.receive(partOf(about()[3]!))
  expect(partOf(about()[3]!)).toContain(`UID:${ids[1]!}@lagerunde`)
  expect(partOf(about()[3]!)).toContain('METHOD:CANCEL')
  expect(shown()).toEqual(await datesOf(ids))
})
