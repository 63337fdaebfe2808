import type { Deps } from '../lib/context.ts'
import type { Db } from '../lib/db.ts'
import { TryLater } from '../lib/jobs.ts'
import { displayName } from '../roster/rules.ts'
import { personOf, setMailProblem } from '../roster/store/people.ts'
import type { Mailer } from './smtp.ts'
import {
  claimMail,
  rewriteMail,
  settleMail,
  type MailContent,
  type MailRow,
  type NewMail,
} from './store.ts'

/** Says anew what a mail about a meeting says, from what is true now; null when nothing comes of it any more. */
export type Composer = (deps: Deps, db: Db, mail: MailRow) => Promise<MailContent | null>

/** A mail server may be down for a night; what could not be handed over by then is shown as failed and can be sent by hand. */
const patienceMs = 24 * 3_600_000

/**
 * One attempt to send, unless nothing comes of the mail any more. Refusals for good end it and are shown at the person; trouble
 * throws, so that the job comes again. Sending twice after a crash keeps the message id.
 */
export async function sendMail(
  deps: Deps,
  { mailer, compose }: { mailer: Mailer; compose: Composer },
  mailId: NewMail['id'],
): Promise<void> {
  const { db } = deps.database
  const mail = await claimMail(db, mailId)
  if (!mail) return
  if (mail.state !== 'sending') return announce(deps, mail)
  const content = await contentOf(deps, mail, compose)
  if (!content) {
    await settleMail(db, mailId, { state: 'superseded', problem: null })
    return announce(deps, mail)
  }
  await rewriteMail(db, mailId, content)
  const { toName: name, toAddress: address, subject, text, html } = content
  const result = await mailer.send({
    to: { name, address },
    subject,
    text,
    html,
    messageId: `${mail.id}@${deps.config.MAIL_FROM.split('@')[1]}`,
    ...(content.calendar && content.calendarMethod
      ? { calendar: { method: content.calendarMethod, content: content.calendar } }
      : {}),
  })
  const at = deps.clock.now()
  const isLastTry = at.getTime() - mail.createdAt.getTime() > patienceMs
  const of = { personId: mail.personId, email: address }
  await deps.database.transaction(async tx => {
    // first the person, then the mail, as everybody else does; otherwise two would wait for each other
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
    // the reason may name the recipient: it stands in the Postausgang, not in the log
    deps.log.warn(
      { mailId, attempts: mail.attempts },
      'a mail waits, since the mail server did not take it',
    )
    throw new TryLater('The mail server could not take the mail now')
  }
}

/** An access code stands only in the mail itself, so that one goes as it was written, to the address of now. */
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
  const { toName, toAddress, subject, text, html, calendarMethod, calendar } = mail
  return { toName, toAddress, subject, text, html, calendarMethod, calendar }
}

function announce(deps: Deps, { staffId, meetingId }: MailRow, ...more: string[]): void {
  const ofMeeting = meetingId ? [`meeting:${meetingId}:replies`] : []
  deps.live.publish(`staff:${staffId}:outbox`, ...more, ...ofMeeting)
}
