import { afterEach, beforeEach, expect, test } from 'vitest'
import { deskOf } from '../meetings/support.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { startMailReceiver, type MailReceiver } from '../support/smtp.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

let receiver: MailReceiver
let app: TestApp
let staff: { staffId: string; lead: Signed }
let desk: ReturnType<typeof deskOf>
let tina: Signed

beforeEach(async () => {
  receiver = await startMailReceiver()
  app = await startApp({
    env: { SMTP_URL: receiver.url, MAIL_FROM: 'lagerunde@kreis.example', LOG_LEVEL: 'silent' },
  })
  staff = await foundStaff(app)
  desk = deskOf(app, staff)
  tina = await addMember(app, staff, { name: 'Tina Schäfer', withAccount: false })
})
afterEach(async () => {
  await app.stop()
  await receiver.close()
})

type Mail = {
  mailId: string
  kind: string
  toAddress: string
  state: string
  attempts: number
  mayHaveArrived: boolean
}
const eventually = (look: () => unknown) => expect.poll(look, { timeout: 30_000 })
const received = () => receiver.mails.filter(mail => mail.to.includes(tina.email))
const subjects = () => received().map(mail => mail.parsed.subject)
const mine = async () =>
  (await staff.lead.client.get<Mail[]>(`/api/staffs/${staff.staffId}/outbox`))
    .filter(mail => mail.toAddress === tina.email)
    .toReversed()
const told = async () => (await mine()).map(mail => `${mail.kind} ${mail.state}`)
/** Until then the mail has arrived, and the server has said nothing about it. */
const unanswered = async () => {
  await eventually(mine).toMatchObject([{ state: 'pending', attempts: 1, mayHaveArrived: true }])
  expect(received()).toHaveLength(1)
}
/** Ends the wait for the next try. */
const retryNow = () => app.deps.database.sql`
  update jobs.job set start_after = now() where name = 'send-mail' and state = 'created'`

const acts: [string, RegExp, string, (id: string) => Promise<unknown>][] = [
  [
    'cancelled',
    /^Abgesagt/,
    'cancelled',
    id => staff.lead.client.post(`/api/meetings/${id}/cancel`, { reason: 'Lage beruhigt' }),
  ],
  [
    'moved',
    /^Verschoben/,
    'moved',
    id => desk.move(id, new Date(Date.now() + 20 * 3_600_000).toISOString()),
  ],
  [
    'held elsewhere',
    /^Geändert/,
    'changed',
    id => staff.lead.client.call('PATCH', `/api/meetings/${id}`, { place: 'Raum 7' }),
  ],
  ['held without them', /^Nicht mehr eingeladen/, 'uninvited', id => desk.takeOut(id, tina)],
  ['held after they left', /^Nicht mehr eingeladen/, 'left', () => desk.leaves(tina)],
]
test.for(acts)(
  'whoever may have got an invitation is told that the meeting is %s, in a mail of its own',
  { timeout: 60_000 },
  async ([, subject, kind, act]) => {
    receiver.hangUp(tina.email)
    const id = await convene(app, staff, { inMin: 300 })
    await unanswered()
    receiver.accept(tina.email)
    await act(id)
    await eventually(subjects).toEqual([
      expect.stringMatching(/^Einladung/),
      expect.stringMatching(subject),
    ])
    const ids = received().map(mail => mail.parsed.messageId)
    expect(ids[1]).not.toBe(ids[0])
    await eventually(told).toEqual([
      expect.stringMatching(/^invitation (superseded|withdrawn)$/),
      `${kind} sent`,
    ])
  },
)

test(
  'whoever may have got the mail about a series is told which date goes, and its repetition says the others',
  { timeout: 60_000 },
  async () => {
    receiver.hangUp(tina.email)
    const { meetings } = await staff.lead.client.post<{ meetings: { meetingId: string }[] }>(
      `/api/staffs/${staff.staffId}/series`,
      {
        incident: { title: 'Waldbrand', kind: 'operation' },
        date: '2031-03-03',
        time: '08:30',
        durationMin: 50,
        place: 'Raum 101',
        rule: { every: 'day', until: '2031-03-06' },
        convene: true,
        meant: 'farAhead',
      },
    )
    await unanswered()
    receiver.accept(tina.email)
    await staff.lead.client.post(`/api/meetings/${meetings[1]!.meetingId}/cancel`, { reason: '' })
    await eventually(subjects).toEqual([
      expect.stringMatching(/^Einladung: .* 4 Termine/),
      expect.stringMatching(/^Abgesagt: .* 4\. März/),
    ])
    await retryNow()
    await eventually(subjects).toHaveLength(3)
    const [first, , again] = received()
    expect(again!.parsed.subject).toMatch(/^Einladung: .* 3 Termine/)
    expect(again!.parsed.messageId).not.toBe(first!.parsed.messageId)
  },
)

test(
  'a reminder after an invitation that may have arrived is a reminder',
  { timeout: 60_000 },
  async () => {
    receiver.hangUp(tina.email)
    const id = await convene(app, staff, { inMin: 300 })
    await unanswered()
    receiver.accept(tina.email)
    await staff.lead.client.post(`/api/meetings/${id}/remind`)
    await eventually(subjects).toEqual([
      expect.stringMatching(/^Einladung/),
      expect.stringMatching(/^Bitte antworten/),
    ])
  },
)

test(
  'a mail without an answer is repeated after a while, with the same message id as long as it says the same',
  { timeout: 60_000 },
  async () => {
    receiver.hangUp(tina.email)
    const id = await convene(app, staff, { inMin: 300 })
    await unanswered()
    const [{ wait }] = await app.deps.database.sql<[{ wait: number }]>`
    select extract(epoch from max(start_after) - now()) as wait from jobs.job
    where name = 'send-mail' and state = 'created'`
    expect(Number(wait)).toBeGreaterThan(30)
    await retryNow()
    await eventually(() => received().length).toBe(2)
    await eventually(mine).toMatchObject([{ state: 'pending', attempts: 2 }])
    receiver.accept(tina.email)
    await staff.lead.client.call('PUT', `/api/meetings/${id}/agenda`, {
      items: [{ title: 'Pegel Volme' }],
    })
    await retryNow()
    await eventually(told).toEqual(['invitation sent'])
    const ids = received().map(mail => mail.parsed.messageId)
    expect(ids).toHaveLength(3)
    expect(ids[1]).toBe(ids[0])
    expect(ids[2]).not.toBe(ids[0])
  },
)

test(
  'one mail that waits for its answer holds back no other, and is sent once',
  { timeout: 60_000 },
  async () => {
    const answer = receiver.hold(tina.email)
    await convene(app, staff, { inMin: 300 })
    await eventually(told).toEqual(['invitation sending'])
    const id = await convene(app, staff, { inMin: 400, place: 'Raum 12' })
    await receiver.waitFor(
      mail => mail.to.includes(staff.lead.email) && mail.parsed.text!.includes('Raum 12'),
    )
    expect(await told()).toEqual(['invitation sending', 'invitation sending'])
    answer()
    await eventually(told).toEqual(['invitation sent', 'invitation sent'])
    expect(received().map(mail => mail.parsed.text!.includes('Raum 12'))).toEqual([false, true])
    expect(id).toBeTruthy()
  },
)

test(
  'a second job for a mail that is being sent does not send it again',
  { timeout: 60_000 },
  async () => {
    const answer = receiver.hold(tina.email)
    await convene(app, staff, { inMin: 300 })
    await eventually(told).toEqual(['invitation sending'])
    const [{ mailId }] = (await mine()) as [Mail]
    const { database, jobs } = app.deps
    await database.transaction(tx => jobs.add(tx, 'send-mail', [{ mailId }]))
    const states = async () =>
      (
        await database.sql<{ state: string }[]>`
          select state from jobs.job where data->>'mailId' = ${mailId} order by created_on`
      ).map(job => job.state)
    await eventually(states).toEqual(['active', 'completed'])
    answer()
    await eventually(told).toEqual(['invitation sent'])
    expect(received()).toHaveLength(1)
  },
)

test(
  'a server that refuses to pass mails on blames nobody; the lead sees one line, and they go when it is set right',
  { timeout: 60_000 },
  async () => {
    const leo = await addMember(app, staff, { name: 'Leo Wolf', withAccount: false })
    for (const { email } of [tina, leo]) receiver.refuse(email, 554, '5.7.1 Relay access denied')
    const hand = async () => (await desk.hand()).filter(({ kind }) => kind.startsWith('mail'))
    const id = await convene(app, staff, { inMin: 300 })
    await eventually(hand).toMatchObject([{ kind: 'mailWaits', count: 2 }])
    expect(await mine()).toMatchObject([
      { state: 'pending', mayHaveArrived: false, problem: expect.stringContaining('Relay') },
    ])
    const attendees = await staff.lead.client.get<{ mailProblem: string | null }[]>(
      `/api/meetings/${id}/attendees`,
    )
    expect(attendees.filter(each => each.mailProblem !== null)).toEqual([])
    for (const { email } of [tina, leo]) receiver.accept(email)
    await retryNow()
    await eventually(told).toEqual(['invitation sent'])
    await eventually(hand).toEqual([])
  },
)
