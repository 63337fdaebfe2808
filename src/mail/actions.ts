import { setTimeout as delay } from 'node:timers/promises'
import type { Deps } from '../lib/context.ts'
import type { Db } from '../lib/db.ts'
import { TryLater } from '../lib/jobs.ts'
import { personOf, setMailProblem } from '../roster/store/people.ts'
import type { Mailer } from './smtp.ts'
import {
  type MailContent,
  type MailRow,
  type NewMail,
  claimMail,
  isEarlierUnderWay,
  rewriteMail,
  settleMail,
} from './store.ts'
import { displayName } from '../roster/rules/names.ts'

/**
 * Composes a mail about a meeting from its present state; null when it must not be sent any more.
 */
export type Composer = (deps: Deps, db: Db, mail: MailRow) => Promise<MailContent | null>

/**
 * A mail server may be down for a night. A mail that could not be handed over in this time is shown
 * as failed and can be sent by hand.
 */
const patienceMs = 24 * 3_600_000

/**
 * Tries once to send a mail that is still wanted. A permanent refusal ends it and is shown with the
 * person; a temporary failure throws, so that the job is tried again. A second sending after a
 * crash has the same message id.
 */
export async function sendMail(
  deps: Deps,
  { mailer, compose }: { mailer: Mailer; compose: Composer },
  mailId: NewMail['id'],
): Promise<void> {
  const { db } = deps.database
  await waitForEarlier(db, mailId)
  const mail = await claimMail(db, mailId)
  if (!mail) return
  if (mail.state !== 'sending') return announce(deps, mail)
  const content = await contentOf(deps, mail, compose)
  if (!content) {
    await settleMail(db, mailId, { state: 'superseded', problem: null })
    return announce(deps, mail)
  }
  await rewriteMail(db, mailId, content)
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
    // locks the person before the mail, as all other transactions do; the other order could
    // deadlock
    if (result.ok) await setMailProblem(tx, of, null)
    else if (result.permanent) await setMailProblem(tx, of, result.reason)
    await settleMail(
      tx,
      mailId,
      result.ok
        ? { state: 'sent', sentAt: at, problem: null }
        : {
            state: result.permanent || isLastTry ? 'failed' : 'pending',
            problem: result.reason,
          },
    )
  })
  announce(deps, mail, ...(result.ok ? [] : [`staff:${mail.staffId}`]))
  if (!result.ok && !result.permanent && !isLastTry) {
    // the reason may name the recipient, so it is shown in the Postausgang and not logged
    deps.log.warn(
      { mailId, attempts: mail.attempts },
      'a mail waits, since the mail server did not take it',
    )
    throw new TryLater('The mail server could not take the mail now')
  }
}

/** longer than a mail server is waited for */
const mostWaitMs = 60_000
const lookAgainMs = 200

/**
 * Mails to one person about one meeting arrive in their order, so that no invitation comes after
 * its cancellation. After a minute the mail goes all the same, because a process may have died while
 * it sent the earlier one.
 */
async function waitForEarlier(db: Db, mailId: NewMail['id']): Promise<void> {
  for (let waitedMs = 0; waitedMs < mostWaitMs; waitedMs += lookAgainMs) {
    if (!(await isEarlierUnderWay(db, mailId))) return
    await delay(lookAgainMs)
  }
}

/**
 * Only the mail contains an access code, so it is sent as written, to the person's present address.
 */
async function contentOf(
  deps: Deps,
  mail: MailRow,
  compose: Composer,
): Promise<MailContent | null> {
  const { db } = deps.database
  if (mail.occasion) return compose(deps, db, mail)
  const person = await personOf(db, mail.personId)
  return (
    person && { ...contentAsWritten(mail), toName: displayName(person), toAddress: person.email }
  )
}

function contentAsWritten(mail: MailRow): MailContent {
  const { toName, toAddress, subject, text, html, isUrgent, calendarMethod, calendar } = mail
  return { toName, toAddress, subject, text, html, isUrgent, calendarMethod, calendar }
}

function announce(deps: Deps, { staffId, meetingId }: MailRow, ...more: string[]): void {
  const ofMeeting = meetingId ? [`meeting:${meetingId}:replies`] : []
  deps.live.publish(`staff:${staffId}:outbox`, ...more, ...ofMeeting)
}
