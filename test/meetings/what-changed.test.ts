import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, TestClock, type TestApp } from '../support/app.ts'
import { startMailReceiver, type MailReceiver } from '../support/smtp.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'
import { deskOf } from './support.ts'

const clock = new TestClock('2026-12-01T08:00:00Z')
let receiver: MailReceiver
let app: TestApp
let staff: { staffId: string; lead: Signed }
let desk: ReturnType<typeof deskOf>
let tina: Signed

beforeAll(async () => {
  receiver = await startMailReceiver()
  app = await startApp({
    clock,
    env: { SMTP_URL: receiver.url, MAIL_FROM: 'lagerunde@kreis.example' },
  })
  staff = await foundStaff(app)
  desk = deskOf(app, staff)
  tina = await addMember(app, staff, { name: 'Tina Schäfer', withAccount: false })
  await desk.hold('BuMA', tina)
})
afterAll(async () => {
  await app.stop()
  await receiver.close()
})

const received = () => receiver.mails.filter(mail => mail.to.includes(tina.email))
/** What an act has told Tina. */
async function told<T>(act: () => Promise<T>) {
  const before = received().length
  const done = await act()
  await expect.poll(() => received().length, { timeout: 30_000 }).toBe(before + 1)
  const { parsed } = received().at(-1)!
  const calendar = (parsed.attachments[0]?.content.toString() ?? '').replaceAll('\r\n ', '')
  return { done, subject: parsed.subject!, text: parsed.text!, calendar }
}
const series = () =>
  told(() =>
    staff.lead.client.post<{ meetings: { meetingId: string }[] }>(
      `/api/staffs/${staff.staffId}/series`,
      {
        incident: { title: 'Hochwasser', kind: 'operation' },
        date: '2026-12-16',
        time: '08:30',
        durationMin: 50,
        place: 'Raum 101',
        seats: 20,
        rule: { every: 'weekdays', until: '2027-01-05' },
        convene: true,
      },
    ),
  )
const following = (meetingId: string, wish: object) =>
  told(() => staff.lead.client.post(`/api/meetings/${meetingId}/following`, wish))
const labels = async () =>
  (
    await staff.lead.client.get<{ kind: string; toAddress: string }[]>(
      `/api/staffs/${staff.staffId}/outbox`,
    )
  )
    .filter(mail => mail.toAddress === tina.email)
    .map(mail => mail.kind)

test('a mail about a series says the new rhythm, place and seats once, and each date that goes without its reason', async () => {
  const { done } = await series()
  const ids = done.meetings.map(each => each.meetingId)
  const { subject, text } = await following(ids[1]!, {
    rule: { every: 'days', weekdays: [1, 3, 5], until: '2027-01-05' },
    place: 'Raum 7',
    seats: 12,
    reason: 'Neuer Rhythmus der Sitzungen',
  })
  expect(text).toContain('Neuer Rhythmus: ab Do, 17. Dezember nur noch Mo, Mi und Fr\n')
  expect(text).toContain('Neuer Ort: Raum 7 (bisher Raum 101)\n')
  expect(text).toContain('Plätze vor Ort: 12 (bisher 20)\n')
  expect(text.match(/Neuer Rhythmus der Sitzungen/g)).toHaveLength(1)
  expect(text).toMatch(
    /^Abgesagt, Neuer Rhythmus der Sitzungen:\n– Donnerstag, 17\. Dezember 2026, 08:30 bis 09:20 Uhr\n/m,
  )
  expect(text.match(/Raum 101/g)).toHaveLength(1)
  // the first of those that take place
  expect(subject).toMatch(/^Geändert: .*, 8 Termine ab Fr, 18\. Dezember, 08:30 Uhr, 6 entfallen$/)
  expect(await labels()).toContain('seriesNews')
  expect(await labels()).not.toContain('cancelled')
})

test('a mail about a changed place of all dates says the old one, and so does one about a single date', async () => {
  const { done } = await series()
  const ids = done.meetings.map(each => each.meetingId)
  const all = await following(ids[0]!, { place: 'Raum 7' })
  expect(all.subject).toMatch(/^Geändert: .*, 15 Termine ab Mi, 16\. Dezember/)
  expect(all.text).toContain('Neuer Ort: Raum 7 (bisher Raum 101)\n')
  expect(await labels()).toContain('changed')
  clock.forward(3_600_000)
  const one = await told(() =>
    staff.lead.client.call('PATCH', `/api/meetings/${ids[3]}`, { place: '' }),
  )
  expect(one.text).toContain('Neuer Ort: ohne (bisher Raum 7)\n')
})

test('changes that come as one mail say what was before the first; one taken back says nothing', async () => {
  const { done: id } = await told(() =>
    convene(app, staff, { inMin: 60 * 24 * 60, place: 'Raum 1' }),
  )
  const change = (place: string) =>
    staff.lead.client.call('PATCH', `/api/meetings/${id}`, { place })
  await told(() => change('Raum 2'))
  const { text } = await told(async () => {
    receiver.refuse(tina.email, 451)
    await change('Raum 3')
    await change('Raum 4')
    receiver.accept(tina.email)
    await app.deps.database.sql`
      update jobs.job set start_after = now() where name = 'send-mail' and state in ('created', 'retry')`
  })
  expect(text).toContain('Neuer Ort: Raum 4 (bisher Raum 2)\n')
})

test('mails about a move and reminders name the function, and promise what the page offers', async () => {
  const { done: id, text } = await told(() =>
    convene(app, staff, { inMin: 600, hasVirtualRoom: false }),
  )
  const moved = await told(() => desk.move(id, '2026-12-02T12:00:00Z'))
  const reminded = await told(() => staff.lead.client.post(`/api/meetings/${id}/remind`))
  for (const said of [text, moved.text, reminded.text]) {
    expect(said).toContain('Ihre Funktion: BuMA\n')
    expect(said).toContain('frei zwischen vor Ort, virtuell und telefonisch,')
    expect(said).toContain('telefonisch: über die KGS;')
  }
})

test('who is called at once is told so, without an alarm that is over and a place that is none', async () => {
  const now = await told(() => convene(app, staff, { inMin: 1, place: '', hasVirtualRoom: true }))
  expect(now.subject).toMatch(/^Sofort: /)
  expect(now.text).toContain('beruft Sie sofort ein zur Sitzung')
  expect(now.calendar).not.toContain('BEGIN:VALARM')
  expect(now.calendar).toContain('\r\nLOCATION:virtuell\r\n')
  const bare = await told(() =>
    convene(app, staff, { inMin: 60, place: '', hasVirtualRoom: false }),
  )
  expect(bare.subject).toMatch(/^Einladung: /)
  expect(bare.calendar).toContain('TRIGGER:-PT15M')
  expect(bare.calendar).not.toContain('\r\nLOCATION')
})
