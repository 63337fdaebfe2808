import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { type Mailer, type OutgoingMail, createMailer } from '../../src/mail/smtp.ts'
import { invitationText } from '../../src/mail/texts.ts'
import type { Channel } from './strings.ts'
import type { MeetingFacts } from '../../src/mail/facts.ts'

const facts: MeetingFacts = {
  lang: 'de',
  zone: 'Europe/Berlin',
  at: new Date(),
  recipientName: 'harmless',
  staffName: 'harmless',
  title: 'harmless',
  isNumbered: false,
  functions: ['harmless'],
  kind: 'operation',
  incident: 'Hochwasser (erfunden)',
  startsAt: new Date('2026-11-25T07:30:00Z'),
  endsAt: new Date('2026-11-25T08:30:00Z'),
  place: 'harmless',
  hasVirtualRoom: true,
  agenda: ['harmless'],
  answerUrl: 'https://lagerunde.example/antwort#x',
  othersUrl: null,
  joinUrl: 'https://lagerunde.example/',
  hotline: 'harmless',
}
const address = 'mitglied@kreis.example'

/**
 * The mail as the product composes it, with the raw string in every field, and with the string in
 * the address.
 */
const fields = {
  composed: text => mailOf(composed(text)),
  raw: text => ({
    ...mailOf({ subject: text, text: `x${text}`, html: '<p>x</p>' }),
    fromName: text,
    to: { name: text, address },
  }),
  address: text => ({
    ...mailOf(invitationText(facts)),
    to: { name: 'harmless', address: `${address}${text}` },
  }),
} satisfies Record<string, (text: string) => OutgoingMail>
type Field = keyof typeof fields

/** Sends every string over real SMTP, three at a time. */
export async function throughMail(strings: readonly string[]): Promise<Channel> {
  const server = await startServer()
  const effects: string[] = []
  let refused = 0
  const deliver = (field: Field, text: string, number: number) =>
    server.deliver({ ...fields[field](text), messageId: `mai_${number}.${field}@kreis.example` })
  try {
    const names = Object.keys(fields) as Field[]
    const harmless = new Map<Field, string>()
    for (const field of names)
      harmless.set(field, headersOf((await deliver(field, 'x', -1))?.raw ?? ''))
    const tags = tagsOf(composed('x').html)
    const work = strings.entries()
    const sender = async () => {
      for (const [number, text] of work) {
        if (tagsOf(composed(text).html) !== tags) effects.push(`mail tags: ${JSON.stringify(text)}`)
        for (const field of names) {
          const arrived = await deliver(field, text, number)
          if (!arrived) refused++
          else if (!isAlone(arrived, field) || headersOf(arrived.raw) !== harmless.get(field))
            effects.push(`mail ${field}: ${JSON.stringify(text)}`)
          // decoding takes ten times as long as sending
          else if (field === 'raw' && number % 20 === 0 && !(await saysBack(arrived, text)))
            effects.push(`mail text: ${JSON.stringify(text)}`)
        }
      }
    }
    await Promise.all([sender(), sender(), sender()])
  } finally {
    await server.close()
  }
  return { effects, refused }
}

function composed(text: string) {
  return invitationText({
    ...facts,
    recipientName: text,
    staffName: text,
    title: text,
    functions: [text],
    place: `x${text}`,
    agenda: [text],
    hotline: `x${text}`,
  })
}

function mailOf(content: { subject: string; text: string; html: string }): OutgoingMail {
  return {
    to: { name: 'harmless', address },
    fromName: 'harmless',
    ...content,
    messageId: 'mai_1@kreis.example',
  }
}

type Arrived = { to: string[]; raw: string }

/**
 * Whether there is one recipient. It may depend on the string only where the string is part of the
 * address.
 */
function isAlone({ to }: Arrived, field: Field): boolean {
  return to.length === 1 && (field === 'address' || to[0] === address)
}

/** The names of all headers of the message and of its parts, in their order. */
function headersOf(raw: string): string {
  const head = unfolded(raw.split('\r\n\r\n', 1)[0] ?? '')
  const boundary = /^Content-Type: multipart\/.*boundary="([^"]+)"/im.exec(head)?.[1]
  const parts = boundary ? raw.split(`\r\n--${boundary}`) : [raw]
  return parts
    .map(part =>
      unfolded(part.split('\r\n\r\n', 1)[0] ?? '')
        .split('\r\n')
        .map(line => line.split(':', 1)[0])
        .join(),
    )
    .join('|')
}

function unfolded(head: string): string {
  return head.replace(/\r\n[ \t]+/g, ' ')
}

function tagsOf(html: string): string {
  return (html.match(/<[^>]*>/g) ?? []).join()
}

async function saysBack({ raw }: Arrived, text: string): Promise<boolean> {
  const { subject, from, to } = await simpleParser(Buffer.from(raw, 'latin1'))
  const recipient = Array.isArray(to) ? undefined : to?.value
  const blanks = (words: string | undefined) =>
    (words ?? '').replaceAll('=?', '= ?').replace(/\s+/g, ' ').trim()
  return (
    [subject, from?.value[0]?.name, recipient?.[0]?.name].every(
      words => blanks(words) === blanks(text),
    ) && recipient?.[0]?.address === address
  )
}

async function startServer(): Promise<{
  deliver(mail: OutgoingMail): Promise<Arrived | null>
  close(): Promise<void>
}> {
  const taken = new Map<string, Arrived>()
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('latin1')
        const id = /^Message-ID: (<[^>]+>)/im.exec(raw)?.[1] ?? ''
        taken.set(id, { to: session.envelope.rcptTo.map(to => to.address), raw })
        done()
      })
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  const mailer: Mailer = createMailer({
    smtpUrl: `smtp://127.0.0.1:${port}`,
    from: { address: 'stab@kreis.example' },
  })
  return {
    async deliver(mail) {
      const result = await mailer.send(mail)
      const id = `<${mail.messageId}>`
      const arrived = taken.get(id)
      taken.delete(id)
      if (!result.ok && result.trouble !== 'address')
        throw new Error(`The mail server failed: ${result.reason}`)
      return result.ok ? (arrived ?? { to: [], raw: '' }) : null
    },
    async close() {
      mailer.close()
      await new Promise<void>(closed => server.close(() => closed()))
    },
  }
}
