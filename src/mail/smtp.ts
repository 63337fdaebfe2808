import { createTransport, type SendMailOptions } from 'nodemailer'
import { isMailAddress } from '../lib/shapes.ts'
import { isOneLine } from './lines.ts'

export type OutgoingMail = {
  to: { name: string; address: string }
  /** shown as the sender beside the configured address, e.g. the name of the staff */
  fromName?: string
  subject: string
  text: string
  html?: string
  /** adds Importance, X-Priority and X-MSMail-Priority, which mail programs show as *wichtig* */
  isUrgent?: boolean
  calendar?: { method: 'REQUEST' | 'CANCEL'; content: string }
  /**
   * the same for every attempt, so that receivers recognise a repetition; with or without angle
   * brackets
   */
  messageId: string
}

export type SendResult =
  | { ok: true; accepted: string[]; response: string }
  /** permanent: another try cannot help; `reason` is one short line for people */
  | { ok: false; permanent: boolean; reason: string }

export type Mailer = { send(mail: OutgoingMail): Promise<SendResult>; close(): void }

/** Time-outs in milliseconds; `totalMs` ends an attempt whatever the server does. */
export type MailTimeouts = { connectMs: number; idleMs: number; totalMs: number }

const usualTimeouts: MailTimeouts = { connectMs: 10_000, idleMs: 20_000, totalMs: 60_000 }

/** Sends over one SMTP server, at most three connections at once. `send` never throws. */
export function createMailer(options: {
  smtpUrl: string
  from: { name?: string; address: string }
  timeouts?: MailTimeouts
}): Mailer {
  const { connectMs, idleMs, totalMs } = options.timeouts ?? usualTimeouts
  const transport = createTransport({
    url: options.smtpUrl,
    pool: true,
    maxConnections: 3,
    maxRequeues: 0,
    connectionTimeout: connectMs,
    dnsTimeout: connectMs,
    greetingTimeout: connectMs,
    socketTimeout: idleMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send(mail) {
      const problem = problemOf(mail)
      if (problem) return { ok: false, permanent: true, reason: problem }
      try {
        const message = messageOf(mail, options.from)
        const sent = await transport.sendMail({ ...message, signal: AbortSignal.timeout(totalMs) })
        return { ok: true, accepted: sent.accepted ?? [], response: inOneLine(sent.response ?? '') }
      } catch (error) {
        return failureOf(error)
      }
    },
    close: () => transport.close({ force: true }),
  }
}

/** Why a text could reach the header or the envelope, or null. */
function problemOf(mail: OutgoingMail): string | null {
  if (!isMailAddress(mail.to.address)) return 'not a mail address'
  if (![mail.to.name, mail.fromName ?? '', mail.subject].every(isOneLine))
    return 'control character in name or subject'
  if (!/^<?[\w.+-]+@[\w.-]+>?$/.test(mail.messageId)) return 'not a message id'
  return null
}

function messageOf(mail: OutgoingMail, from: { name?: string; address: string }): SendMailOptions {
  return {
    // objects, because a string is parsed as a list of addresses
    from: { name: asTyped(mail.fromName ?? from.name ?? ''), address: from.address },
    to: { name: asTyped(mail.to.name), address: mail.to.address },
    envelope: { from: from.address, to: [mail.to.address] },
    subject: asTyped(mail.subject),
    text: mail.text,
    messageId: `<${mail.messageId.replace(/[<>]/g, '')}>`,
    // keeps out-of-office replies away (RFC 3834 §5)
    headers: { 'Auto-Submitted': 'auto-generated' },
    ...(mail.isUrgent ? { priority: 'high' as const } : {}),
    ...(mail.html === undefined ? {} : { html: mail.html }),
    ...(mail.calendar
      ? {
          icalEvent: {
            method: mail.calendar.method,
            content: mail.calendar.content,
            filename: 'invite.ics',
          },
        }
      : {}),
  }
}

/**
 * nodemailer does not encode text that looks like an encoded word (RFC 2047 §2), and the reader
 * would decode it, line breaks included.
 */
function asTyped(text: string): string {
  return text.replaceAll('=?', '= ?')
}

/**
 * A refusal of the recipient or the message is permanent; trouble with the server, the sender or
 * the sign-in can be repaired.
 */
function failureOf(error: unknown): SendResult {
  const { code, command, responseCode, response, message } = error as {
    code?: string
    command?: string
    responseCode?: number
    response?: string
    message?: string
  }
  const isRefusal = code === 'EENVELOPE' || code === 'EMESSAGE'
  const isOurs = command === 'MAIL FROM' || command === 'API'
  const permanent = isRefusal && !isOurs && responseCode !== undefined && responseCode >= 500
  return {
    ok: false,
    permanent,
    reason: inOneLine(response ?? `${code ?? 'error'}: ${message ?? 'unknown'}`),
  }
}

function inOneLine(text: string): string {
  return text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 300)
}
