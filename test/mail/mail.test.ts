import { createServer, type AddressInfo, type Socket } from 'node:net'
import { simpleParser, type AddressObject, type ParsedMail } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, describe, expect, test } from 'vitest'
import { buildCalendar } from '../../src/mail/calendar.ts'
import {
  createMailer,
  type Mailer,
  type MailTimeouts,
  type OutgoingMail,
} from '../../src/mail/smtp.ts'
import { startMailReceiver } from '../support/smtp.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

type Received = { raw: string; mail: ParsedMail; envelope: string[] }

/** A real SMTP server; `refuse` may answer any stage with an error. */
async function receiver(
  refuse: Partial<SMTPServerOptions> = {},
  timeouts?: MailTimeouts,
): Promise<{ mailer: Mailer; received: Received[] }> {
  const received: Received[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const raw = Buffer.concat(chunks)
        simpleParser(raw).then(mail => {
          received.push({
            raw: raw.toString('latin1'),
            mail,
            envelope: session.envelope.rcptTo.map(to => to.address),
          })
          done()
        }, done)
      })
    },
    ...refuse,
  })
  server.on('error', () => {})
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
  const { port } = server.server.address() as AddressInfo
  const mailer = mailerFor(port, timeouts)
  ends.push(() => new Promise<void>(closed => server.close(() => closed())), mailer.close)
  return { mailer, received }
}

function mailerFor(port: number, timeouts?: MailTimeouts): Mailer {
  return createMailer({
    smtpUrl: `smtp://127.0.0.1:${port}`,
    from: { name: 'Lagerunde', address: 'lagerunde@kreis.example' },
    ...(timeouts ? { timeouts } : {}),
  })
}

const calendar = buildCalendar({
  method: 'REQUEST',
  uid: 'mtg_1@kreis.example',
  sequence: 0,
  dtstamp: new Date('2026-11-24T17:00:00Z'),
  startsAt: new Date('2026-11-25T07:30:00Z'),
  endsAt: new Date('2026-11-25T08:30:00Z'),
  zone: 'Europe/Berlin',
  summary: '18. Sitzung – Çiğdem 😀',
  description: '',
  location: 'Kreishaus',
  organizer: { name: 'Krisenstab', mail: 'lagerunde@kreis.example' },
  attendee: { name: 'Dr. Çiğdem Yıldız', mail: 'yildiz@kreis.example' },
  lang: 'de',
})

const mail: OutgoingMail = {
  to: { name: 'Dr. Çiğdem Yıldız, "Ordnung" <x@y.example>', address: 'yildiz@kreis.example' },
  fromName: 'Krisenstab Beispielkreis',
  subject: 'Einladung: 18. Sitzung – Grüße 😀',
  text: 'Guten Tag,\nGrüße 😀\n.\nEnde',
  html: '<p>Guten Tag, Grüße 😀</p>',
  calendar: { method: 'REQUEST', content: calendar },
  messageId: 'mai_1@kreis.example',
}

describe('a mail', () => {
  test('arrives with text, HTML and the calendar as alternatives, and the calendar as a file', async () => {
    const { mailer, received } = await receiver()
    expect(await mailer.send(mail)).toMatchObject({ ok: true, accepted: ['yildiz@kreis.example'] })
    const [{ raw, mail: arrived, envelope }] = received as [Received]
    expect(envelope).toEqual(['yildiz@kreis.example'])
    expect(arrived.subject).toBe(mail.subject)
    expect(arrived.text).toContain('Grüße 😀\n.\nEnde')
    expect(arrived.html).toContain('Grüße 😀')
    expect(arrived.messageId).toBe('<mai_1@kreis.example>')
    expect(arrived.from?.value).toEqual([
      { name: 'Krisenstab Beispielkreis', address: 'lagerunde@kreis.example' },
    ])
    expect((arrived.to as AddressObject).value).toEqual([
      { name: mail.to.name, address: mail.to.address },
    ])
    expect(arrived.headers.get('auto-submitted')).toBe('auto-generated')
    const files = arrived.attachments.filter(part => part.content.toString() === calendar)
    expect(files.map(part => part.contentType)).toEqual(['text/calendar', 'application/ics'])
    expect(raw).toMatch(/Content-Type: text\/calendar; charset=utf-8;\s+method=REQUEST/)
    expect(raw.indexOf('multipart/alternative')).toBeLessThan(raw.indexOf('text/calendar'))
  })

  test('shows an encoded word that somebody typed as what was typed, instead of decoding it', async () => {
    const { mailer, received } = await receiver()
    const typed = '=?utf-8?B?DQpCY2M6IHg=?='
    await mailer.send({ ...mail, subject: typed, fromName: typed, to: { ...mail.to, name: typed } })
    const { subject, from, to } = received[0]!.mail
    for (const shown of [subject, from?.value[0]?.name, (to as AddressObject).value[0]?.name])
      expect(shown).toBe('= ?utf-8?B?DQpCY2M6IHg= ?=')
  })

  test('without a calendar has none', async () => {
    const { mailer, received } = await receiver()
    const { calendar: _, html: __, ...plain } = mail
    await mailer.send(plain)
    expect(received[0]!.mail.attachments).toEqual([])
    expect(received[0]!.raw).not.toContain('text/calendar')
  })

  test('sent twenty times at once arrives twenty times', async () => {
    const { mailer, received } = await receiver()
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        mailer.send({ ...mail, messageId: `mai_${i}@kreis.example` }),
      ),
    )
    expect(results.every(result => result.ok)).toBe(true)
    expect(new Set(received.map(each => each.mail.messageId)).size).toBe(20)
  })

  test.each([
    [
      'an address with a line break',
      { to: { name: 'A', address: 'a@b.example>\r\nRCPT TO:<evil@x.example' } },
    ],
    ['an address that is a list', { to: { name: 'A', address: 'a@b.example, evil@x.example' } }],
    [
      'a name with a line break',
      { to: { name: 'A\r\nBcc: evil@x.example', address: 'a@b.example' } },
    ],
    ['a sender with a line break', { fromName: 'A\nBcc: evil@x.example' }],
    ['a subject with a line break', { subject: 'Hallo\r\nBcc: evil@x.example' }],
    ['a message id with a line break', { messageId: 'a@b\r\nBcc: evil@x.example' }],
  ])('with %s is refused for good and never sent', async (_, change) => {
    const { mailer, received } = await receiver()
    expect(await mailer.send({ ...mail, ...change })).toMatchObject({
      ok: false,
      trouble: 'address',
    })
    expect(received).toEqual([])
  })
})

describe('a failure', () => {
  test('of an unknown recipient is permanent and says what the server said', async () => {
    const { mailer } = await receiver({
      onRcptTo: (_, __, done) =>
        done(Object.assign(new Error('No such mailbox'), { responseCode: 550 })),
    })
    expect(await mailer.send(mail)).toEqual({
      ok: false,
      trouble: 'address',
      mayHaveArrived: false,
      isUnanswered: false,
      reason: expect.stringContaining('No such mailbox'),
    })
  })

  test('of a full mailbox for now can be tried again', async () => {
    const { mailer } = await receiver({
      onRcptTo: (_, __, done) => done(Object.assign(new Error('Try later'), { responseCode: 451 })),
    })
    expect(await mailer.send(mail)).toMatchObject({ ok: false, trouble: 'moment' })
  })

  test.for([
    ['RCPT TO', 550, '5.1.1 No such user', 'address'],
    ['RCPT TO', 552, '5.2.2 Mailbox full', 'address'],
    ['RCPT TO', 550, 'No such user', 'address'],
    ['RCPT TO', 551, 'User not local', 'address'],
    ['RCPT TO', 553, 'Mailbox name not allowed', 'address'],
    ['RCPT TO', 554, '5.7.1 Relay access denied', 'server'],
    ['RCPT TO', 550, '5.7.1 Unable to relay', 'server'],
    ['RCPT TO', 550, '5.4.1 Recipient address rejected: Access denied', 'server'],
    ['RCPT TO', 550, '5.1.8 Sender address rejected', 'server'],
    ['RCPT TO', 554, 'Transaction failed', 'server'],
    ['RCPT TO', 452, '4.5.3 Too many recipients', 'moment'],
    ['DATA', 554, '5.7.1 Message refused', 'server'],
    ['DATA', 550, '5.1.1 No such user', 'address'],
    ['DATA', 554, 'Refused', 'server'],
    ['DATA', 451, '4.7.1 Try again', 'moment'],
  ] as const)(
    'with %s %d %s is trouble of the %s',
    async ([command, responseCode, text, trouble]) => {
      const refusal = () => Object.assign(new Error(text), { responseCode })
      const { mailer } = await receiver(
        command === 'DATA'
          ? { onData: (stream, _, done) => void stream.resume().on('end', () => done(refusal())) }
          : { onRcptTo: (_, __, done) => done(refusal()) },
      )
      // a server that said 4XX after DATA may have kept the mail all the same
      const mayHaveArrived = command === 'DATA' && trouble === 'moment'
      const result = await mailer.send(mail)
      expect(result).toMatchObject({ ok: false, trouble, mayHaveArrived, isUnanswered: false })
    },
  )

  test('of a server that hangs up instead of answering to the mail leaves open whether it arrived', async () => {
    const silent = await startMailReceiver()
    const mailer = mailerFor(Number(new URL(silent.url).port))
    ends.push(silent.close, mailer.close)
    silent.hangUp(mail.to.address)
    expect(await mailer.send(mail)).toMatchObject({
      ok: false,
      trouble: 'moment',
      mayHaveArrived: true,
      isUnanswered: true,
    })
    expect(silent.mails).toHaveLength(1)
  })

  test('of the sender address is the installation’s, not the recipient’s', async () => {
    const { mailer } = await receiver({
      onMailFrom: (_, __, done) =>
        done(Object.assign(new Error('Not from you'), { responseCode: 553 })),
    })
    expect(await mailer.send(mail)).toMatchObject({
      ok: false,
      trouble: 'server',
      reason: expect.stringContaining('Not from you'),
    })
  })

  test('of a server that is down can be tried again', async () => {
    const { mailer } = await receiver()
    const gone = createServer()
    await new Promise<void>(listening => gone.listen(0, '127.0.0.1', listening))
    const { port } = gone.address() as AddressInfo
    await new Promise(closed => gone.close(closed))
    const other = mailerFor(port)
    ends.push(other.close)
    expect(await other.send(mail)).toMatchObject({
      ok: false,
      trouble: 'moment',
      mayHaveArrived: false,
      reason: expect.stringContaining('ECONNREFUSED'),
    })
    expect(await mailer.send(mail)).toMatchObject({ ok: true })
  })

  test('of a server that says nothing ends in time; the answer to a mail is waited for longer', async () => {
    const answer = Promise.withResolvers<void>()
    const timeouts = { connectMs: 400, askMs: 400, answerMs: 60_000 }
    const slow = await receiver(
      {
        onData: (stream, _, done) =>
          void stream.resume().on('end', () => answer.promise.then(() => done())),
      },
      timeouts,
    )
    const sockets: Socket[] = []
    const silent = createServer(socket => void sockets.push(socket))
    await new Promise<void>(listening => silent.listen(0, '127.0.0.1', listening))
    const mailer = mailerFor((silent.address() as AddressInfo).port, timeouts)
    ends.push(
      () => silent.close(),
      () => sockets.forEach(socket => socket.destroy()),
      mailer.close,
    )
    const sending = slow.mailer.send(mail)
    expect(await mailer.send(mail)).toMatchObject({
      ok: false,
      trouble: 'moment',
      mayHaveArrived: false,
    })
    // twice as long as any other answer is waited for
    await mailer.send(mail)
    answer.resolve()
    expect(await sending).toMatchObject({ ok: true })
  })
})
