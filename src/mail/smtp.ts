import { createTransport, type SendMailOptions } from 'nodemailer'
import { isMailAddress } from '../lib/shapes.ts'
import { isOneLine } from './lines.ts'
import { type Trouble, troubleOf } from './refusal.ts'
import { Slots } from './slots.ts'

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
  /**
   * `mayHaveArrived`: the server was given the mail and did not refuse it for good; `isUnanswered`:
   * it said nothing after that. `reason` is one short line for people
   */
  | {
      ok: false
      trouble: Trouble
      mayHaveArrived: boolean
      isUnanswered: boolean
      reason: string
    }

export type Mailer = { send(mail: OutgoingMail): Promise<SendResult>; close(): void }

/**
 * Time-outs in milliseconds: for connecting, until the server asks for the mail, and for its answer
 * to the mail. Whoever gives up before that answer sends the mail twice (RFC 5321 §4.5.3.2.6: ten
 * minutes, because servers look for viruses meanwhile).
 */
export type MailTimeouts = { connectMs: number; askMs: number; answerMs: number }

const usualTimeouts: MailTimeouts = { connectMs: 10_000, askMs: 60_000, answerMs: 600_000 }

/** Servers allow few connections at once; Exchange Online allows three. */
const mostAtOnce = 3
/** A mail that waits longer for its answer lets the next one begin, on a connection of its own. */
const slowMs = 20_000
const mostConnections = 20

/** Sends over one SMTP server. `send` never throws. */
export function createMailer(options: {
  smtpUrl: string
  from: { name?: string; address: string }
  timeouts?: MailTimeouts
}): Mailer {
  const { connectMs, askMs, answerMs } = options.timeouts ?? usualTimeouts
  const transport = createTransport({
    url: options.smtpUrl,
    pool: true,
    maxConnections: mostConnections,
    maxRequeues: 0,
    connectionTimeout: connectMs,
    dnsTimeout: connectMs,
    greetingTimeout: connectMs,
    socketTimeout: answerMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const asked = new WeakMap<AbortSignal, () => void>()
  transport.use('stream', ({ data, message }, next) => {
    const { signal } = data
    // the message is read only after the server has answered to DATA
    message.processFunc(stream => stream.once('resume', () => signal && asked.get(signal)?.()))
    next()
  })
  const slots = new Slots(mostAtOnce)
  return {
    async send(mail) {
      const problem = problemOf(mail)
      if (problem) return { ...unsent, trouble: 'address', reason: problem }
      const giveBack = await slots.take()
      const giveUp = new AbortController()
      let isAsked = false
      let timer = setTimeout(() => giveUp.abort(), askMs)
      asked.set(giveUp.signal, () => {
        isAsked = true
        clearTimeout(timer)
        timer = setTimeout(() => giveUp.abort(), answerMs)
      })
      const slow = setTimeout(giveBack, slowMs)
      try {
        const message = messageOf(mail, options.from)
        const sent = await transport.sendMail({ ...message, signal: giveUp.signal })
        return { ok: true, accepted: sent.accepted ?? [], response: inOneLine(sent.response ?? '') }
      } catch (error) {
        return failureOf(error, { isAsked })
      } finally {
        clearTimeout(timer)
        clearTimeout(slow)
        giveBack()
      }
    },
    close: () => transport.close({ force: true }),
  }
}

const unsent = { ok: false, mayHaveArrived: false, isUnanswered: false } as const

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

function failureOf(error: unknown, { isAsked }: { isAsked: boolean }): SendResult {
  const { code, command, responseCode, response, message } = error as {
    code?: string
    command?: string
    responseCode?: number
    response?: string
    message?: string
  }
  const isAnswered = responseCode !== undefined
  const isRefusal = code === 'EENVELOPE' || code === 'EMESSAGE'
  const trouble = troubleOf({
    code: isRefusal && isAnswered ? responseCode : null,
    text: response ?? '',
    command: command ?? '',
  })
  return {
    ok: false,
    trouble,
    mayHaveArrived: isAsked && trouble === 'moment',
    isUnanswered: isAsked && !isAnswered,
    reason: inOneLine(response ?? `${code ?? 'error'}: ${message ?? 'unknown'}`),
  }
}

function inOneLine(text: string): string {
  return text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 300)
}
