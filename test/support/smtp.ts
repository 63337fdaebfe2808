import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { simpleParser, type ParsedMail } from 'mailparser'
import { SMTPServer } from 'smtp-server'

export type ReceivedMail = {
  /** recipients of the envelope, not of the headers */
  from: string
  to: string[]
  raw: string
  parsed: ParsedMail
  receivedAtMs: number
}

export type MailReceiver = {
  url: string
  mails: ReceivedMail[]
  /** refuses this recipient from now on with this SMTP code: 5xx for good, 4xx for now */
  refuse: (address: string, code?: number, text?: string) => void
  /** keeps mails to this address, but hangs up instead of answering, until `accept` */
  hangUp: (address: string) => void
  accept: (address: string) => void
  /** keeps the answer to mails to this address back until the returned function is called */
  hold: (address: string) => () => void
  /** the first mail that matches; waits for it */
  waitFor: (fits: (mail: ReceivedMail) => boolean, withinMs?: number) => Promise<ReceivedMail>
  close: () => Promise<void>
}

/** Starts a real SMTP server on a free port of 127.0.0.1 that keeps the mails it gets. */
export async function startMailReceiver({ port = 0 } = {}): Promise<MailReceiver> {
  const mails: ReceivedMail[] = []
  const refused = new Map<string, { code: number; text: string }>()
  const hungUp = new Set<string>()
  const held = new Map<string, Promise<void>>()
  const waiting = new Set<() => void>()
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    onRcptTo(address, _session, done) {
      const refusal = refused.get(address.address.toLowerCase())
      if (!refusal) return done()
      done(Object.assign(new Error(refusal.text), { responseCode: refusal.code }))
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('error', done)
      stream.on('end', () => {
        const { envelope } = session
        const holding = envelope.rcptTo.map(({ address }) => held.get(address.toLowerCase()))
        void Promise.all(holding)
          .then(() => keep(Buffer.concat(chunks), envelope))
          .then(() => {
            const isHungUp = envelope.rcptTo.some(to => hungUp.has(to.address.toLowerCase()))
            if (!isHungUp) return done()
            for (const connection of server.connections as Set<Connection>)
              if (connection.session.id === session.id) connection._socket.destroy()
          }, done)
      })
    },
  })

  async function keep(raw: Buffer, envelope: SMTPServerEnvelope): Promise<void> {
    mails.push({
      from: envelope.mailFrom ? envelope.mailFrom.address : '',
      to: envelope.rcptTo.map(({ address }) => address),
      raw: raw.toString('utf8'),
      parsed: await simpleParser(raw),
      receivedAtMs: Date.now(),
    })
    for (const look of waiting) look()
  }

  const listening = server.listen(port, '127.0.0.1')
  await once(listening, 'listening')
  const { port: taken } = listening.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${taken}`,
    mails,
    refuse: (address, code = 550, text = `Mailbox "${address}" refused`) =>
      void refused.set(address.toLowerCase(), { code, text }),
    hangUp: address => void hungUp.add(address.toLowerCase()),
    accept(address) {
      refused.delete(address.toLowerCase())
      hungUp.delete(address.toLowerCase())
    },
    hold(address) {
      const { promise, resolve } = Promise.withResolvers<void>()
      held.set(address.toLowerCase(), promise)
      return () => {
        held.delete(address.toLowerCase())
        resolve()
      }
    },
    waitFor(fits, withinMs = 10_000) {
      return new Promise((resolve, reject) => {
        const look = () => {
          const mail = mails.find(fits)
          if (!mail) return
          clearTimeout(timer)
          waiting.delete(look)
          resolve(mail)
        }
        const timer = setTimeout(() => {
          waiting.delete(look)
          reject(
            new Error(
              `No such mail within ${withinMs} ms; received: ${mails.map(m => m.parsed.subject).join(' | ')}`,
            ),
          )
        }, withinMs)
        waiting.add(look)
        look()
      })
    },
    close: () => new Promise(resolve => server.close(() => resolve())),
  }
}

type SMTPServerEnvelope = { mailFrom: false | { address: string }; rcptTo: { address: string }[] }
type Connection = { session: { id: string }; _socket: { destroy: () => void } }
