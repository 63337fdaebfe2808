import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { calendarProgram } from '../support/calendar.ts'
import { startMailReceiver, type MailReceiver } from '../support/smtp.ts'
import { addMember, foundStaff, type Signed } from '../support/staff.ts'

const clock = new TestClock('2026-10-19T06:00:00Z')
let receiver: MailReceiver
let app: TestApp
let staff: { staffId: string; lead: Signed }
let jonas: Signed
let lena: Signed
let ids: string[]

beforeAll(async () => {
  receiver = await startMailReceiver()
  app = await startApp({
    clock,
    env: { SMTP_URL: receiver.url, MAIL_FROM: 'lagerunde@kreis.example' },
  })
  staff = await foundStaff(app)
  jonas = await addMember(app, staff, { name: 'Jonas Brandt' })
  lena = await addMember(app, staff, { name: 'Lena Vogt' })
  const { client } = staff.lead
  const path = `/api/staffs/${staff.staffId}`
  const { functions } = await client.get<{ functions: { functionId: string; label: string }[] }>(
    `${path}/roster`,
  )
  const { functionId } = functions.find(fn => fn.label === 'BuMA')!
  await client.call('PUT', `${path}/functions/${functionId}/holders`, {
    holders: [
      { memberId: jonas.memberId, rank: 0 },
      { memberId: lena.memberId, rank: 1 },
    ],
  })
  const { meetings } = await client.post<{ meetings: { meetingId: string }[] }>(`${path}/series`, {
    incident: { title: 'Hochwasser Volme', kind: 'operation' },
    date: '2026-10-20',
    time: '08:30',
    durationMin: 50,
    place: 'Raum 101',
    rule: { every: 'weekdays', until: '2026-10-30' },
    convene: true,
  })
  ids = meetings.map(each => each.meetingId)
})
afterAll(async () => {
  await app.stop()
  await receiver.close()
})

const mailsTo = ({ email }: Signed) => receiver.mails.filter(mail => mail.to.includes(email))
const answer = (who: Signed, dates: readonly string[], reply: object) =>
  who.client.call('PUT', `/api/meetings/${dates[0]}/series/answers`, {
    replies: dates.map(meetingId => ({ meetingId, reply })),
  })
const comes = { kind: 'accepted', mode: 'video' }
const cannot = { kind: 'declined', deputyMemberId: null }
const sends = ({ memberId }: Signed) => ({ kind: 'declined', deputyMemberId: memberId })

/** The one mail that the act brings this person. */
async function mailAfter(who: Signed, act: () => Promise<unknown>) {
  clock.forward(3_600_000)
  const before = mailsTo(who).length
  await act()
  await expect.poll(() => mailsTo(who).length, { timeout: 30_000 }).toBeGreaterThan(before)
  const outbox = async () =>
    (
      await staff.lead.client.get<{ toAddress: string; state: string }[]>(
        `/api/staffs/${staff.staffId}/outbox`,
      )
    ).filter(mail => mail.toAddress === who.email && mail.state === 'pending')
  await expect.poll(outbox, { timeout: 30_000 }).toEqual([])
  expect(mailsTo(who)).toHaveLength(before + 1)
  const { parsed } = mailsTo(who).at(-1)!
  return { ...parsed, calendar: parsed.attachments[0]!.content.toString() }
}

test('a deputy for many dates is told of them by one mail, and of those that are taken back by another', async () => {
  const calendar = calendarProgram()
  const named = await mailAfter(lena, () => answer(jonas, ids, sends(lena)))
  expect(named.subject).toBe(
    'Vertretung: Einsatz Hochwasser Volme, 9 Termine ab Di, 20. Oktober, 08:30 Uhr',
  )
  expect(named.text).toContain('als Vertretung eingeladen zu 9 Sitzungen')
  expect(named.text!.match(/Jonas Brandt ist verhindert/g)).toHaveLength(1)
  expect(named.text).toContain('Sie übernehmen: BuMA.')
  expect(named.text!.match(/^– .* 08:30 bis 09:20 Uhr$/gm)).toHaveLength(9)
  expect(named.text!.match(/\/reply#/g)).toHaveLength(1)
  calendar.receive(named.calendar)
  expect(calendar.dates()).toHaveLength(9)

  const some = await mailAfter(lena, () => answer(jonas, ids.slice(0, 4), comes))
  expect(some.subject).toMatch(/^Vertretung nicht mehr nötig: Einsatz Hochwasser Volme, 4 Termine/)
  expect(some.text).toContain('Sie vertreten Jonas Brandt nicht mehr.')
  calendar.receive(some.calendar)
  expect(calendar.dates()).toHaveLength(5)
})

test('whoever sent a deputy hears once that they drop out of many dates', async () => {
  const out = await mailAfter(jonas, () => answer(lena, ids.slice(4), cannot))
  expect(out.subject).toMatch(/^Ihre Vertretung: Einsatz Hochwasser Volme, 5 Termine/)
  expect(out.text!.match(/Lena Vogt kann Sie nicht vertreten/g)).toHaveLength(1)
  const back = await mailAfter(jonas, () => answer(lena, ids.slice(4), comes))
  expect(back.text).toContain('Sie werden jetzt von Lena Vogt vertreten.')
  const left = await mailAfter(jonas, () =>
    staff.lead.client.call('DELETE', `/api/staffs/${staff.staffId}/members/${lena.memberId}`),
  )
  expect(left.subject).toMatch(/^Ihre Vertretung: .* 5 Termine/)
})
