import { afterEach, expect, test } from 'vitest'
import { startApp } from '../support/app.ts'
import { startMailReceiver, type MailReceiver } from '../support/smtp.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

type Mail = { mailId: string; kind: string; toAddress: string; state: string; subject: string }
type Staff = { staffId: string; lead: Signed }

/** A staff whose mails arrive at a real server; `tina` is one of its members. */
async function start() {
  const receiver = await startMailReceiver()
  ends.push(() => receiver.close())
  const app = await startApp({
    env: { SMTP_URL: receiver.url, MAIL_FROM: 'lagerunde@kreis.example' },
  })
  ends.push(() => app.stop())
  const staff = await foundStaff(app)
  const tina = await addMember(app, staff, { name: 'Tina Schäfer', withAccount: false })
  return { app, staff, tina, receiver }
}

const mailsTo = async ({ staffId, lead }: Staff, address: string) =>
  (await lead.client.get<Mail[]>(`/api/staffs/${staffId}/outbox`))
    .filter(mail => mail.toAddress === address && mail.kind !== 'enrolment')
    .toReversed()
const told = async (staff: Staff, address: string) =>
  (await mailsTo(staff, address)).map(({ kind, state }) => `${kind} ${state}`)
const eventually = (look: () => Promise<unknown>) => expect.poll(look, { timeout: 45_000 })
const textOf = async (staff: Staff, { mailId }: Mail) =>
  (await staff.lead.client.get<{ text: string }>(`/api/mails/${mailId}`)).text
const move = (staff: Staff, meetingId: string, time: string) =>
  staff.lead.client.post(`/api/meetings/${meetingId}/move`, {
    date: '2031-03-05',
    time,
    durationMin: 60,
    meant: 'farAhead',
  })
const cancel = (staff: Staff, meetingId: string) =>
  staff.lead.client.post(`/api/meetings/${meetingId}/cancel`, { reason: 'Lage beruhigt' })
const waits = { state: 'pending', problem: expect.stringContaining('refused') }
const received = (receiver: MailReceiver, address: string) =>
  receiver.mails.filter(
    mail => mail.to.includes(address) && /einlad|termin|abgesagt/i.test(mail.parsed.subject!),
  )

test('thirty changes of the place are two mails, and the second says the last place', async () => {
  const { app, staff, tina } = await start()
  const meetingId = await convene(app, staff, { inMin: 600 })
  await eventually(() => told(staff, tina.email)).toEqual(['invitation sent'])
  const path = `/api/meetings/${meetingId}`
  await staff.lead.client.call('PATCH', path, { place: 'Raum 1' })
  await eventually(() => told(staff, tina.email)).toEqual(['invitation sent', 'changed sent'])
  for (let i = 2; i <= 30; i++) await staff.lead.client.call('PATCH', path, { place: `Raum ${i}` })
  expect(await told(staff, tina.email)).toEqual([
    'invitation sent',
    'changed sent',
    'changed pending',
  ])
  const [waiting] = (await mailsTo(staff, tina.email)).slice(-1)
  expect(await textOf(staff, waiting!)).toContain('Raum 30')

  // bad news does not wait, and what waited is not sent after it
  await cancel(staff, meetingId)
  await eventually(() => told(staff, tina.email)).toEqual([
    'invitation sent',
    'changed sent',
    'changed superseded',
    'cancelled sent',
  ])
})

test('an invitation that waits at the mail server arrives once, with the new time', async () => {
  const { app, staff, tina, receiver } = await start()
  receiver.refuse(tina.email, 451)
  const meetingId = await convene(app, staff, { inMin: 600 })
  await eventually(() => mailsTo(staff, tina.email)).toMatchObject([waits])
  await move(staff, meetingId, '07:45')
  receiver.accept(tina.email)
  await eventually(() => told(staff, tina.email)).toEqual(['invitation sent'])
  const [mail, ...others] = received(receiver, tina.email)
  expect(others).toEqual([])
  expect(mail!.parsed.text).toContain('07:45')
  expect(mail!.parsed.attachments[0]!.content.toString()).toContain('20310305T074500')
})

test('whoever was told of nothing is not told that it is cancelled', async () => {
  const { app, staff, tina, receiver } = await start()
  receiver.refuse(tina.email, 451)
  const meetingId = await convene(app, staff, { inMin: 600 })
  await eventually(() => mailsTo(staff, tina.email)).toMatchObject([waits])
  await cancel(staff, meetingId)
  receiver.accept(tina.email)
  expect(await told(staff, tina.email)).toEqual(['invitation superseded'])
  // the lead is told, after which nothing of this act is left to send
  await receiver.waitFor(mail => /abgesagt/i.test(mail.parsed.subject!))
  expect(received(receiver, tina.email)).toEqual([])
})

test('an invitation that still waits when its meeting is closed is not sent', async () => {
  const { app, staff, tina, receiver } = await start()
  receiver.refuse(tina.email, 451)
  const meetingId = await convene(app, staff, { inMin: 5 })
  await eventually(() => mailsTo(staff, tina.email)).toMatchObject([waits])
  await staff.lead.client.post(`/api/meetings/${meetingId}/open`)
  await staff.lead.client.post(`/api/meetings/${meetingId}/close`)
  receiver.accept(tina.email)
  await eventually(() => told(staff, tina.email)).toEqual(['invitation superseded'])
  expect(received(receiver, tina.email)).toEqual([])
})

test('a refused mail goes to the corrected address, with a link that opens; the warning ends when it arrives', async () => {
  const { app, staff, tina, receiver } = await start()
  receiver.refuse(tina.email)
  await convene(app, staff, { inMin: 600 })
  await eventually(() => told(staff, tina.email)).toEqual(['invitation failed'])
  const { staffId, lead } = staff
  const email = 'schaefer@kreis.example'
  const path = `/api/staffs/${staffId}/members/${tina.memberId}`
  const changed = await lead.client.call('PATCH', path, { email })
  expect(changed).toMatchObject({ mailProblem: expect.stringContaining('refused') })
  const [failed] = await mailsTo(staff, tina.email)
  await lead.client.post(`/api/mails/${failed!.mailId}/retry`)
  await eventually(() => told(staff, email)).toEqual(['invitation sent'])
  const mail = await receiver.waitFor(each => each.to.includes(email))
  const token = /\/reply#(\S+)/.exec(mail.parsed.text!)![1]!
  expect(await app.client().post('/api/answer/read', { token })).toMatchObject({ name: tina.name })
  const { members } = await lead.client.get<{
    members: { memberId: string; mailProblem: string | null }[]
  }>(`/api/staffs/${staffId}/roster`)
  expect(members.find(each => each.memberId === tina.memberId)!.mailProblem).toBeNull()
})

test('an invitation that waits at the mail server goes to the corrected address, once', async () => {
  const { app, staff, tina, receiver } = await start()
  receiver.refuse(tina.email, 451)
  await convene(app, staff, { inMin: 600 })
  await eventually(() => mailsTo(staff, tina.email)).toMatchObject([waits])
  const email = 'schaefer@kreis.example'
  const path = `/api/staffs/${staff.staffId}/members/${tina.memberId}`
  await staff.lead.client.call('PATCH', path, { email })
  receiver.accept(tina.email)
  await eventually(() => told(staff, email)).toEqual(['invitation sent'])
  expect(await told(staff, tina.email)).toEqual([])
  expect(received(receiver, tina.email)).toEqual([])
  const [mail, ...others] = received(receiver, email)
  expect(others).toEqual([])
  const token = /\/reply#(\S+)/.exec(mail!.parsed.text!)![1]!
  expect(await app.client().post('/api/answer/read', { token })).toMatchObject({ name: tina.name })
})

test('a refused mail that a later one has replaced is not sent again', async () => {
  const { app, staff, tina, receiver } = await start()
  receiver.refuse(tina.email)
  const meetingId = await convene(app, staff, { inMin: 600 })
  await eventually(() => told(staff, tina.email)).toEqual(['invitation failed'])
  receiver.accept(tina.email)
  await move(staff, meetingId, '07:45')
  // they have heard of nothing yet, so the news is an invitation
  await eventually(() => told(staff, tina.email)).toEqual([
    'invitation superseded',
    'invitation sent',
  ])
})

test('a cancellation of another process does not overtake the invitation that is being handed over', async () => {
  const { app, staff, tina, receiver } = await start()
  await app.another()
  const handOver = receiver.hold(tina.email)
  const meetingId = await convene(app, staff, { inMin: 600 })
  await eventually(() => told(staff, tina.email)).toEqual(['invitation sending'])
  await eventually(() => told(staff, staff.lead.email)).toEqual(['invitation sent'])
  await cancel(staff, meetingId)
  await eventually(() => told(staff, staff.lead.email)).toContain('cancelled sent')
  expect(await told(staff, tina.email)).toEqual(['invitation sending', 'cancelled pending'])
  handOver()
  await eventually(() => told(staff, tina.email)).toEqual(['invitation sent', 'cancelled sent'])
  const subjects = received(receiver, tina.email).map(mail => mail.parsed.subject)
  expect(subjects).toEqual([
    expect.stringMatching(/^Einladung/),
    expect.stringMatching(/^Abgesagt/),
  ])
})
