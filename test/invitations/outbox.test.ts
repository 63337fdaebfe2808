import { once } from 'node:events'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { sql } from 'drizzle-orm'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { afterEach, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { freePort } from '../support/ports.ts'
import { startMailReceiver } from '../support/smtp.ts'
import { addMember, convene, foundStaff, type Signed } from '../support/staff.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

type Mail = {
  mailId: string
  meetingId: string
  toAddress: string
  state: string
  attempts: number
  problem: string | null
}

describe('the outbox', () => {
  test('holds a mail exactly when its cause was stored: a failure later in the same transaction leaves neither', async () => {
    const { app, staff } = await start(await deadPort())
    const count = async (table: string) =>
      Number((await app.deps.database.sql.unsafe(`select count(*) as n from ${table}`))[0]!['n'])
    const before = [await count('meetings'), await count('mails'), await count('jobs.job')]
    await app.deps.database.db.execute(sql`
      create function refuse() returns trigger language plpgsql as $$ begin raise 'no job today'; end $$`)
    await app.deps.database.db.execute(
      sql`create trigger refuse before insert on jobs.job_common for each row execute function refuse()`,
    )
    await expect(convene(app, staff)).rejects.toMatchObject({ status: 500 })
    expect([await count('meetings'), await count('mails'), await count('jobs.job')]).toEqual(before)
    await app.deps.database.db.execute(sql`drop trigger refuse on jobs.job_common`)
    await convene(app, staff)
    expect(await count('mails')).toBeGreaterThan(before[1]!)
  })

  test(
    'waits while the mail server is down, says why, and is emptied once when it is back',
    { timeout: 60_000 },
    async () => {
      const port = await freePort()
      const { app, staff, member } = await start(port)
      const meetingId = await convene(app, staff)
      const mine = async () =>
        (await outbox(staff, meetingId)).find(mail => mail.toAddress === member.email)!
      await expect
        .poll(mine, { timeout: 10_000 })
        .toMatchObject({ state: 'pending', problem: expect.stringContaining('ECONNREFUSED') })
      const receiver = await startMailReceiver({ port })
      ends.push(() => receiver.close())
      const arrived = await receiver.waitFor(mail => mail.to.includes(member.email), 45_000)
      await expect.poll(mine).toMatchObject({ state: 'sent', problem: null })
      expect(arrived.parsed.messageId).toContain((await mine()).mailId)
      await expect
        .poll(async () => (await outbox(staff, meetingId)).every(mail => mail.state === 'sent'), {
          timeout: 45_000,
        })
        .toBe(true)
      expect(receiver.mails.filter(mail => mail.to.includes(member.email))).toHaveLength(1)
    },
  )

  test('keeps a personal link readable until the mail has left, in its text and in its calendar, and then no longer', async () => {
    const port = await freePort()
    const { app, staff, member } = await start(port)
    const meetingId = await convene(app, staff)
    const link = /\/reply#att_[0-9a-z]+\.\d+\.[\w-]{22}/
    const mine = async () => {
      const { mailId } = (await outbox(staff, meetingId)).find(
        mail => mail.toAddress === member.email,
      )!
      const { state, text, calendar } = await staff.lead.client.get<{
        state: string
        text: string
        calendar: string
      }>(`/api/mails/${mailId}`)
      return {
        state,
        isInText: link.test(text),
        isInCalendar: link.test(calendar.replace(/\r\n /g, '')),
        text,
        calendar,
      }
    }
    await expect.poll(mine).toMatchObject({ state: 'pending', isInText: true, isInCalendar: true })
    const receiver = await startMailReceiver({ port })
    ends.push(() => receiver.close())
    const arrived = await receiver.waitFor(mail => mail.to.includes(member.email), 45_000)
    expect(arrived.parsed.text).toMatch(link)
    await expect.poll(mine).toMatchObject({ state: 'sent', isInText: false, isInCalendar: false })
    const left = await mine()
    for (const part of [left.text, left.calendar]) expect(part).toContain('/reply#…')
    const [stored] = await app.deps.database.sql<
      { calendar: string }[]
    >`select calendar from mails where to_address = ${member.email}`
    const secret = link.exec(arrived.parsed.text!)![0].slice('/reply'.length)
    const unfolded = (calendar: string) => calendar.replace(/\r\n /g, '')
    expect(unfolded(left.calendar).replace('#…', secret)).toBe(unfolded(stored!.calendar))
    expect(
      Math.max(...left.calendar.split('\r\n').map(line => Buffer.byteLength(line))),
    ).toBeLessThanOrEqual(75)
  }, 60_000)

  test(
    'sends again under the same message id when the server took a mail and said it had not',
    { timeout: 60_000 },
    async () => {
      const ids: (string | undefined)[] = []
      const server = new SMTPServer({
        authOptional: true,
        disabledCommands: ['STARTTLS'],
        onData(stream, _session, done) {
          void simpleParser(stream).then(mail => {
            ids.push(mail.messageId)
            done(
              ids.filter(id => id === mail.messageId).length === 1
                ? Object.assign(new Error('Lost it'), { responseCode: 451 })
                : null,
            )
          })
        },
      })
      const listening = server.listen(0, '127.0.0.1')
      await once(listening, 'listening')
      ends.push(() => new Promise<void>(resolve => server.close(() => resolve())))
      const { app, staff } = await start((listening.address() as AddressInfo).port)
      const meetingId = await convene(app, staff)
      await expect
        .poll(async () => (await outbox(staff, meetingId)).every(mail => mail.state === 'sent'), {
          timeout: 45_000,
        })
        .toBe(true)
      const mails = await outbox(staff, meetingId)
      expect(ids.toSorted()).toEqual(
        mails
          .flatMap(({ mailId }) => Array<string>(2).fill(`<${mailId}@kreis.example>`))
          .toSorted(),
      )
      expect(mails.every(mail => mail.attempts === 2)).toBe(true)
    },
  )

  test('gives up on a mail after a day, and shows it as failed', { timeout: 60_000 }, async () => {
    const { app, staff, member } = await start(await deadPort())
    const meetingId = await convene(app, staff)
    const mine = async () =>
      (await outbox(staff, meetingId)).find(mail => mail.toAddress === member.email)!
    await expect
      .poll(mine, { timeout: 10_000 })
      .toMatchObject({ state: 'pending', problem: expect.any(String) })
    await app.deps.database.sql`update mails set created_at = created_at - interval '25 hours'`
    await expect
      .poll(mine, { timeout: 45_000 })
      .toMatchObject({ state: 'failed', problem: expect.stringContaining('ECONNREFUSED') })
    // the recipient is not to blame
    const attendees = await staff.lead.client.get<{ name: string; mailProblem: string | null }[]>(
      `/api/meetings/${meetingId}/attendees`,
    )
    expect(attendees.map(attendee => attendee.mailProblem)).toEqual([null, null])
  })
})

async function start(
  smtpPort: number,
): Promise<{ app: TestApp; staff: { staffId: string; lead: Signed }; member: Signed }> {
  const app = await startApp({
    env: { SMTP_URL: `smtp://127.0.0.1:${smtpPort}`, LOG_LEVEL: 'silent' },
  })
  ends.push(() => app.stop())
  const staff = await foundStaff(app)
  return {
    app,
    staff,
    member: await addMember(app, staff, {
      name: 'Jonas Brandt',
      functions: ['BuMA'],
      withAccount: false,
    }),
  }
}

async function outbox(
  staff: { staffId: string; lead: Signed },
  meetingId: string,
): Promise<Mail[]> {
  return (await staff.lead.client.get<Mail[]>(`/api/staffs/${staff.staffId}/outbox`)).filter(
    mail => mail.meetingId === meetingId,
  )
}

/** A port where a listener hangs up at once would still answer; this one refuses. */
async function deadPort(): Promise<number> {
  const gone: Server = createServer()
  await new Promise<void>(resolve => gone.listen(0, '127.0.0.1', resolve))
  const { port } = gone.address() as AddressInfo
  await new Promise(resolve => gone.close(resolve))
  return port
}
