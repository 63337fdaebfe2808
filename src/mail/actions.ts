import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Deps } from '../lib/context.ts'
import type { Db } from '../lib/db.ts'
import type { Id } from '../lib/ids.ts'
import { TryLater } from '../lib/jobs.ts'
import { personOf, setMailProblem } from '../roster/store/people.ts'
import { headLetter } from './letters.ts'
import type { Mailer, SendResult } from './smtp.ts'
import { displayName } from '../roster/rules/names.ts'
import { retryWaitMs } from './rules.ts'
import { claimMail, isEarlierUnderWay } from './store/claim.ts'
import { type MailContent, type MailRow, rewriteMail, settleMails } from './store/mails.ts'

/** What the mails that are sent at the same time have read, by what it is. */
export type Read = Map<string, Promise<unknown>>

/** The content of one mail, and the rows whose news it tells. */
export type Composed = { content: MailContent; told: readonly Id<'mail'>[] }

/**
 * Composes a mail about meetings from their present state; null when it must not be sent any more.
 */
export type Composer = (
  deps: Deps,
  db: Db,
  rows: readonly MailRow[],
  read: Read,
) => Promise<Composed | null>

/**
 * A mail server may be down for a night. A mail that could not be handed over in this time is shown
 * as failed and can be sent by hand.
 */
const patienceMs = 24 * 3_600_000

/**
 * Tries once to send a mail that is still wanted, with the news of all rows of its letter. A
 * refusal of the address ends it and is shown with the person; a failure that may pass soon throws,
 * so that the job is tried again; after any other the mail waits longer. A second sending has the
 * same message id unless the text is another.
 */
export async function sendMail(
  deps: Deps,
  { mailer, compose }: { mailer: Mailer; compose: Composer },
  { mailId, read, jobId }: { mailId: Id<'mail'>; read: Read; jobId: string },
): Promise<void> {
  const { db } = deps.database
  await waitForEarlier(db, mailId)
  const claimed = await claimMail(deps.database, { mailId, jobId })
  const rows = claimed.filter(({ state }) => state === 'sending')
  const composed = rows.length > 0 ? await composedOf(deps, rows, { compose, read }) : null
  const pointless = rows.filter(({ id }) => !composed?.told.includes(id))
  await settleMails(db, idsOf(pointless), { state: 'superseded', problem: null })
  const told = rows.filter(row => !pointless.includes(row))
  const [mail] = told
  if (!composed || !mail) return announce(deps, claimed)
  const { content } = composed
  if (mail.letterId && mail.letterId !== mail.id) await headLetter(db, mail.letterId, mail.id)
  await rewriteMail(db, mail.id, content)
  const { toName: name, toAddress: address, subject, text, html, isUrgent = false } = content
  const result = await mailer.send({
    to: { name, address },
    subject,
    text,
    html,
    isUrgent,
    messageId: `${mail.id}.${fingerprint(content)}@${deps.config.MAIL_FROM.split('@')[1]}`,
    ...(content.calendar && content.calendarMethod
      ? { calendar: { method: content.calendarMethod, content: content.calendar } }
      : {}),
  })
  const at = deps.clock.now()
  const isOfAddress = !result.ok && result.trouble === 'address'
  const isLastTry = at.getTime() - mail.createdAt.getTime() > patienceMs
  const laterMs = isOfAddress || isLastTry ? null : laterAfter(result, mail.attempts)
  const of = { personId: mail.personId, email: address }
  await deps.database.transaction(async tx => {
    // locks the person before the mails, as all other transactions do; the other order could
    // deadlock
    if (result.ok) await setMailProblem(tx, of, null)
    else if (isOfAddress) await setMailProblem(tx, of, result.reason)
    await settleMails(
      tx,
      idsOf(told),
      result.ok
        ? { state: 'sent', sentAt: at, problem: null }
        : {
            state: isOfAddress || isLastTry ? 'failed' : 'pending',
            problem: result.reason,
            ...(result.mayHaveArrived ? { mayHaveArrived: true } : {}),
          },
    )
    if (laterMs !== null) await deps.jobs.add(tx, 'send-mail', [{ mailId }], { waitMs: laterMs })
  })
  announce(deps, claimed, ...(result.ok ? [] : [`staff:${mail.staffId}`]))
  if (!result.ok && !isOfAddress && !isLastTry) {
    // the reason may name the recipient, so it is shown in the Postausgang and not logged
    deps.log.warn(
      { mailId, attempts: mail.attempts },
      'a mail waits, since the mail server did not take it',
    )
    if (laterMs === null) throw new TryLater('The mail server could not take the mail now')
  }
}

const idsOf = (rows: readonly MailRow[]) => rows.map(({ id }) => id)

/** Null: it was sent, or the job is to be tried again soon. */
function laterAfter(result: SendResult, attempts: number): number | null {
  if (result.ok) return null
  if (result.isUnanswered) return retryWaitMs('unanswered', attempts)
  return result.trouble === 'server' ? retryWaitMs('server', attempts) : null
}

/**
 * Receivers drop a message whose id they know, and must not drop one that says something else. The
 * calendar part is not counted in, because it contains the moment of writing.
 */
function fingerprint({ subject, text }: MailContent): string {
  return createHash('sha256').update(`${subject}\n${text}`).digest('hex').slice(0, 12)
}

const mostWaitMs = 60_000
const lookAgainMs = 200

/**
 * Mails to one person about one meeting arrive in their order, so that no invitation comes after
 * its cancellation. The earlier one ends in time, because a mail server is waited for only so long
 * and the job of a process that died runs again.
 */
async function waitForEarlier(db: Db, mailId: Id<'mail'>): Promise<void> {
  for (let waitedMs = 0; waitedMs < mostWaitMs; waitedMs += lookAgainMs) {
    if (!(await isEarlierUnderWay(db, mailId))) return
    await delay(lookAgainMs)
  }
  throw new TryLater('An earlier mail about it is being handed over')
}

/**
 * Only the mail contains an access code, so it is sent as written, to the person's present address.
 */
async function composedOf(
  deps: Deps,
  rows: readonly MailRow[],
  { compose, read }: { compose: Composer; read: Read },
): Promise<Composed | null> {
  const { db } = deps.database
  const mail = rows[0]! // there is one
  if (mail.occasion) return compose(deps, db, rows, read)
  const person = await personOf(db, mail.personId)
  if (!person) return null
  const toName = displayName(person)
  return {
    content: { ...contentAsWritten(mail), toName, toAddress: person.email },
    told: [mail.id],
  }
}

function contentAsWritten(mail: MailRow): MailContent {
  const { toName, toAddress, subject, text, html, isUrgent, calendarMethod, calendar } = mail
  return { toName, toAddress, subject, text, html, isUrgent, calendarMethod, calendar }
}

function announce(deps: Deps, rows: readonly MailRow[], ...more: string[]): void {
  const topics = rows.flatMap(({ staffId, meetingId }) => [
    `staff:${staffId}:outbox`,
    ...(meetingId ? [`meeting:${meetingId}:replies`] : []),
  ])
  deps.live.publish(...new Set([...topics, ...more]))
}
