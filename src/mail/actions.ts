import { setTimeout as delay } from 'node:timers/promises'
import type { Deps } from '../lib/context.ts'
import type { Db } from '../lib/db.ts'
import type { Id } from '../lib/ids.ts'
import { TryLater } from '../lib/jobs.ts'
import { personOf, setMailProblem } from '../roster/store/people.ts'
import { headLetter } from './letters.ts'
import type { Mailer } from './smtp.ts'
import { displayName } from '../roster/rules/names.ts'
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
 * permanent refusal ends it and is shown with the person; a temporary failure throws, so that the
 * job is tried again. A second sending after a crash has the same message id.
 */
export async function sendMail(
  deps: Deps,
  { mailer, compose }: { mailer: Mailer; compose: Composer },
  { mailId, read }: { mailId: Id<'mail'>; read: Read },
): Promise<void> {
  const { db } = deps.database
  await waitForEarlier(db, mailId)
  const claimed = await claimMail(deps.database, mailId)
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
    messageId: `${mail.id}@${deps.config.MAIL_FROM.split('@')[1]}`,
    ...(content.calendar && content.calendarMethod
      ? { calendar: { method: content.calendarMethod, content: content.calendar } }
      : {}),
  })
  const at = deps.clock.now()
  const isLastTry = at.getTime() - mail.createdAt.getTime() > patienceMs
  const of = { personId: mail.personId, email: address }
  await deps.database.transaction(async tx => {
    // locks the person before the mails, as all other transactions do; the other order could
    // deadlock
    if (result.ok) await setMailProblem(tx, of, null)
    else if (result.permanent) await setMailProblem(tx, of, result.reason)
    await settleMails(
      tx,
      idsOf(told),
      result.ok
        ? { state: 'sent', sentAt: at, problem: null }
        : {
            state: result.permanent || isLastTry ? 'failed' : 'pending',
            problem: result.reason,
          },
    )
  })
  announce(deps, claimed, ...(result.ok ? [] : [`staff:${mail.staffId}`]))
  if (!result.ok && !result.permanent && !isLastTry) {
    // the reason may name the recipient, so it is shown in the Postausgang and not logged
    deps.log.warn(
      { mailId, attempts: mail.attempts },
      'a mail waits, since the mail server did not take it',
    )
    throw new TryLater('The mail server could not take the mail now')
  }
}

const idsOf = (rows: readonly MailRow[]) => rows.map(({ id }) => id)

/** longer than a mail server is waited for */
const mostWaitMs = 60_000
const lookAgainMs = 200

/**
 * Mails to one person about one meeting arrive in their order, so that no invitation comes after
 * its cancellation. After a minute the mail goes all the same, because a process may have died while
 * it sent the earlier one.
 */
async function waitForEarlier(db: Db, mailId: Id<'mail'>): Promise<void> {
  for (let waitedMs = 0; waitedMs < mostWaitMs; waitedMs += lookAgainMs) {
    if (!(await isEarlierUnderWay(db, mailId))) return
    await delay(lookAgainMs)
  }
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
