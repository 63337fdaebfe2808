import { once } from 'node:events'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { sql } from 'drizzle-orm'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { afterEach, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { freePort } from '../support/ports.ts'
import { startMailReceiver } from '../support/smtp.ts'
import { addMember, convene, foundStaff, linkOf, type Signed } from '../support/staff.ts'
import { audited } from '../support/trail.ts'

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

  test('shows the lead a mail without its personal link in every state, and IT neither subject nor text nor meeting', async () => {
    const port = await freePort()
    const { app, staff, member } = await start(port)
    const it = await addMember(app, staff, { name: 'Ivo Technik', roles: ['it'] })
    const meetingId = await convene(app, staff)
    await staff.lead.client.post(`/api/members/${member.memberId}/enrolment`, { send: 'mail' })
    const { sql } = app.deps.database
    const stored = await sql<
      { id: string; kind: string; subject: string; text: string; calendar: string | null }[]
    >`select id, kind, subject, text, calendar from mails where to_address = ${member.email}`
    const secrets = stored.map(mail => /\/(?:reply|enrol)#([\w.-]+)/.exec(mail.text)![1]!)
    expect(stored.map(mail => mail.kind).sort()).toEqual(['enrolment', 'invitation'])
    type Detail = { state: string; text: string | null; calendar: string | null }
    const shownTo = ({ client }: Signed) =>
      Promise.all(stored.map(mail => client.get<Detail>(`/api/mails/${mail.id}`)))
    const listedTo = ({ client }: Signed) =>
      client.get<Record<string, unknown>[]>(`/api/staffs/${staff.staffId}/outbox`)
    const unfolded = (part: unknown) => JSON.stringify(part).replaceAll('\\r\\n ', '')
    const holdsNothing = async () => {
      const [toLead, toIt] = [await shownTo(staff.lead), await shownTo(it)]
      const all = unfolded([toLead, toIt, await listedTo(staff.lead), await listedTo(it)])
      for (const secret of secrets) expect(all).not.toContain(secret)
      for (const mail of toLead) expect(mail.text).toMatch(/\/(reply|enrol)#…/)
      for (const mail of toIt)
        expect(mail).toMatchObject({
          subject: null,
          meetingId: null,
          attendeeId: null,
          text: null,
          calendar: null,
          toAddress: member.email,
        })
      const said = unfolded([toIt, await listedTo(it)])
      for (const content of [meetingId, 'Hochwasser', 'Kreishaus', ...stored.map(m => m.subject)])
        expect(said).not.toContain(content)
      return toLead.map(mail => mail.state)
    }
    await expect.poll(holdsNothing, { timeout: 15_000 }).toEqual(['pending', 'pending'])
    for (const state of ['sending', 'unsent', 'failed'] as const) {
      // an attempt under way sets its own state afterwards
      await expect
        .poll(
          async () => {
            await sql`update mails set state = ${state} where to_address = ${member.email}`
            return holdsNothing()
          },
          { timeout: 15_000 },
        )
        .toEqual([state, state])
    }
    const receiver = await startMailReceiver({ port })
    ends.push(() => receiver.close())
    for (const { id } of stored) await staff.lead.client.post(`/api/mails/${id}/retry`)
    for (const secret of secrets)
      await receiver.waitFor(mail => (mail.parsed.text ?? '').includes(`#${secret}`), 45_000)
    await expect.poll(holdsNothing, { timeout: 45_000 }).toEqual(['sent', 'sent'])
    // but for the secret, the calendar is what was sent
    const invitation = stored.findIndex(mail => mail.kind === 'invitation')
    const { calendar } = (await shownTo(staff.lead))[invitation]!
    const [sent] = await sql<{ calendar: string }[]>`
      select calendar from mails where id = ${stored[invitation]!.id}`
    expect(unfolded(calendar).replace('#…', `#${secrets[invitation]}`)).toBe(
      unfolded(sent!.calendar),
    )
    expect(
      Math.max(...calendar!.split('\r\n').map(line => Buffer.byteLength(line))),
    ).toBeLessThanOrEqual(75)
  }, 90_000)

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
      expect(ids).toHaveLength(2 * mails.length)
      for (const { mailId } of mails) {
        const [first, again] = ids.filter(id => id!.startsWith(`<${mailId}.`))
        expect(first).toMatch(/@kreis\.example>$/)
        expect(again).toBe(first)
      }
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

describe('a personal link', () => {
  test('is handed out by the lead alone, one by one and by name; the trail says so, and it answers', async () => {
    const { app, staff, member } = await start(await deadPort())
    const kgs = await addMember(app, staff, { name: 'Kira Kaya', roles: ['kgs', 'member'] })
    const it = await addMember(app, staff, { name: 'Ivo Technik', roles: ['it'] })
    const meetingId = await convene(app, staff)
    const another = await convene(app, staff)
    const { attendeeId } = (
      await staff.lead.client.get<{ attendeeId: string; memberId: string }[]>(
        `/api/meetings/${meetingId}/attendees`,
      )
    ).find(attendee => attendee.memberId === member.memberId)!
    const path = `/api/meetings/${meetingId}/attendees/${attendeeId}/link`
    const status = async ({ client }: Signed, at = path) => (await client.fetch('POST', at)).status
    expect([await status(kgs), await status(it)]).toEqual([403, 404])
    expect(await status(staff.lead, path.replace(meetingId, another))).toBe(404)
    expect(await audited(app, 'invitation.linkPrinted')).toEqual([])
    const read = async (token: string) =>
      (await app.client().fetch('POST', '/api/answer/read', { token })).status
    const first = await linkOf(staff, meetingId, member)
    expect(await staff.lead.client.post(path)).toMatchObject({
      name: 'Jonas Brandt',
      url: `${app.base}/reply#${first}`,
      qrSvg: expect.stringContaining('<svg'),
    })
    expect(await audited(app, 'invitation.linkPrinted')).toHaveLength(2)
    expect(await read(first)).toBe(200)
    // revoked, it is dead; the next one handed out is alive
    await staff.lead.client.call('DELETE', path)
    expect(await read(first)).toBe(410)
    expect(await read(await linkOf(staff, meetingId, member))).toBe(200)
    await staff.lead.client.call(
      'DELETE',
      `/api/staffs/${staff.staffId}/members/${member.memberId}`,
    )
    expect(await status(staff.lead)).toBe(404)
    await staff.lead.client.post(`/api/meetings/${meetingId}/cancel`, { reason: 'x' })
    expect(await status(staff.lead)).toBe(409)
  }, 60_000)
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
