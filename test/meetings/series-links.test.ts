import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { SeriesAnswers } from '../../src/meetings/contract/seriesAnswers.ts'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { type MailReceiver, startMailReceiver } from '../support/smtp.ts'
import { foundStaff, linkOf, type Signed } from '../support/staff.ts'
import { audited } from '../support/trail.ts'
import { deskOf } from './support.ts'

const clock = new TestClock('2026-11-29T08:00:00Z')
let app: TestApp
let receiver: MailReceiver
let staff: { staffId: string; lead: Signed }
let desk: ReturnType<typeof deskOf>
let jonas: Signed
/** the dates of a series, in order of time */
let ids: string[]

beforeAll(async () => {
  receiver = await startMailReceiver()
  app = await startApp({
    clock,
    env: { SMTP_URL: receiver.url, MAIL_FROM: 'lagerunde@kreis.example' },
  })
  staff = await foundStaff(app)
  desk = deskOf(app, staff)
})
afterAll(async () => {
  await app.stop()
  await receiver.close()
})

let round = 0
beforeEach(async () => {
  clock.set('2026-11-29T08:00:00Z')
  jonas = await desk.add(`Jonas ${'abcdefghij'[round++]}brandt`)
  const { meetings } = await staff.lead.client.post<{ meetings: { meetingId: string }[] }>(
    `/api/staffs/${staff.staffId}/series`,
    {
      incident: { title: `Hochwasser ${round}`, kind: 'operation' },
      date: '2026-11-30',
      time: '08:30',
      durationMin: 50,
      place: 'Kreishaus, Raum 101',
      rule: { every: 'day', until: '2026-12-04' },
      convene: true,
    },
  )
  ids = meetings.map(({ meetingId }) => meetingId)
})

const status = async (path: string, body: object) =>
  (await app.client().fetch('POST', `/api/answer${path}`, body)).status
const read = (token: string) => status('/read', { token })
const readSeries = (token: string) => status('/series/read', { token })
const notMine = (token: string) => status('/not-mine', { token })
const decline = (token: string, meetingId: string) =>
  status('/series', { token, replies: [{ meetingId, reply: { kind: 'declined' } }] })
const mailTo = async ({ email }: Signed, subject: RegExp) => {
  const { parsed } = await receiver.waitFor(
    mail =>
      mail.to.includes(email) &&
      subject.test(mail.parsed.subject ?? '') &&
      // somebody new is invited to the series before, too
      (mail.parsed.text!.includes(`Hochwasser ${round}`) ||
        !mail.parsed.subject!.startsWith('Einladung')),
  )
  return parsed.text!
}
const tokenOf = (text: string) => /\/reply#(\S+)/.exec(text)?.[1]
/** The one link in the mail about the whole series. */
const linkToAll = async () => tokenOf(await mailTo(jonas, /^Einladung/))!
const holdFirst = async () => {
  clock.set('2026-11-30T07:30:00Z')
  await desk.open(ids[0]!)
  await desk.close(ids[0]!)
}

test('"not mine" with the link of the series ends all links of the person, also after the first date', async () => {
  const all = await linkToAll()
  const [first, last] = [await linkOf(staff, ids[0]!, jonas), await linkOf(staff, ids[4]!, jonas)]
  const other = await desk.add(`Petra ${'abcdefghij'[round]}adler`)
  const hers = await linkOf(staff, ids[4]!, other)
  await holdFirst()
  expect(await read(all)).toBe(200)
  expect(await notMine(all)).toBe(204)
  expect([await read(all), await readSeries(all), await notMine(all)]).toEqual([410, 410, 410])
  expect([await read(last), await readSeries(first), await readSeries(last)]).toEqual([
    410, 410, 410,
  ])
  expect(await decline(all, ids[2]!)).toBe(410)
  expect(await read(hers)).toBe(200)
  // the next mail, or sheet of paper, brings a new one
  expect(await read(await linkOf(staff, ids[2]!, jonas))).toBe(200)
})

test('"not mine" works with the link of a date that is over, or that the person was taken out of', async () => {
  const [all, first] = [await linkToAll(), await linkOf(staff, ids[0]!, jonas)]
  await holdFirst()
  expect(await read(first)).toBe(409)
  const before = (await audited(app, 'invitation.disowned')).length
  expect(await notMine(first)).toBe(204)
  expect(await audited(app, 'invitation.disowned')).toHaveLength(before + 1)
  expect([await readSeries(first), await read(all)]).toEqual([410, 410])
  const second = await linkOf(staff, ids[1]!, jonas)
  await desk.takeOut(ids[1]!, jonas)
  expect(await read(second)).toBe(410)
  expect(await notMine(second)).toBe(204)
  expect(await readSeries(second)).toBe(410)
})

test('a link that the lead revokes ends every link of the person to that date', async () => {
  const all = await linkToAll()
  const [third, fourth] = [await linkOf(staff, ids[2]!, jonas), await linkOf(staff, ids[3]!, jonas)]
  const { attendeeId } = (await desk.row(ids[3]!, jonas))!
  await staff.lead.client.call('DELETE', `/api/meetings/${ids[3]}/attendees/${attendeeId}/link`)
  for (const token of [all, third, fourth]) expect(await decline(token, ids[3]!)).toBe(410)
  expect((await desk.row(ids[3]!, jonas))!.reply).toBeNull()
})

test('taken out of the next date only, the link of the series stays good, and the mail says so', async () => {
  const [all, first] = [await linkToAll(), await linkOf(staff, ids[0]!, jonas)]
  await desk.takeOut(ids[0]!, jonas)
  const page = await app
    .client()
    .post<{ meeting: { startsAt: string } }>('/api/answer/read', { token: all })
  expect(page.meeting.startsAt).toBe('2026-12-01T07:30:00.000Z')
  const { dates } = await app
    .client()
    .post<SeriesAnswers>('/api/answer/series/read', { token: all })
  expect(dates.map(({ meetingId }) => meetingId)).toEqual(ids.slice(1))
  // the link of that date tells that there are others
  const refused = await app.client().fetch('POST', '/api/answer/read', { token: first })
  expect(await refused.json()).toMatchObject({ details: { reason: 'uninvited', seriesDates: 4 } })
  expect(await readSeries(first)).toBe(200)
  expect(await decline(all, ids[0]!)).toBe(200)
  expect((await desk.row(ids[0]!, jonas))?.reply ?? null).toBeNull()
  const told = await mailTo(jonas, /^Nicht mehr eingeladen/)
  expect(told).not.toContain('gelten nicht mehr')
  expect(told).toContain('übrigen Terminen')
  expect(await read(tokenOf(told)!)).toBe(200)
})

test('taken out of every date, no link opens anything, and the mails say so', async () => {
  const all = await linkToAll()
  for (const id of ids) await desk.takeOut(id, jonas)
  expect([await read(all), await readSeries(all)]).toEqual([410, 410])
  const last = () => receiver.mails.findLast(mail => mail.to.includes(jonas.email))!.parsed.text!
  await expect.poll(last, { timeout: 30_000 }).toContain('gelten nicht mehr')
  expect(last()).not.toContain('reply#')
})
