import { eq } from 'drizzle-orm'
import type { Deps } from '../lib/context.ts'
import { TryLater } from '../lib/jobs.ts'
import type { Mailer } from './smtp.ts'
import { type MailRow, type NewMail, claimMail, settleMail } from './store.ts'
import { people } from '../roster/tables.ts'

/** A mail server may be down for a night; what could not be handed over by then is shown as failed and can be sent by hand. */
const patienceMs = 24 * 3_600_000

/**
 * One attempt to send, unless the recipient has left the staff since. Refusals for good end it and are shown at the person; trouble throws, so that the job comes again.
 * Sending twice after a crash keeps the message id.
 */
export async function sendMail(deps: Deps, mailer: Mailer, mailId: NewMail['id']): Promise<void> {
  const mail = await claimMail(deps.database.db, mailId)
  if (!mail) return
  if (mail.state === 'withdrawn') return announce(deps, mail)
  const result = await mailer.send({
    to: { name: mail.toName, address: mail.toAddress },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: `${mail.id}@${deps.config.MAIL_FROM.split('@')[1]}`,
    ...(mail.calendar && mail.calendarMethod
      ? { calendar: { method: mail.calendarMethod, content: mail.calendar } }
      : {}),
  })
  const at = deps.clock.now()
  const isLastTry = at.getTime() - mail.createdAt.getTime() > patienceMs
  await deps.database.transaction(async tx => {
    if (result.ok) {
      await settleMail(tx, mailId, { state: 'sent', sentAt: at, problem: null })
      await tx.update(people).set({ mailProblem: null }).where(eq(people.id, mail.personId))
    } else {
      await settleMail(tx, mailId, {
        state: result.permanent || isLastTry ? 'failed' : 'pending',
        problem: result.reason,
      })
      if (result.permanent)
        await tx
          .update(people)
          .set({ mailProblem: result.reason })
          .where(eq(people.id, mail.personId))
    }
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

function announce(deps: Deps, { staffId, meetingId }: MailRow, ...more: string[]): void {
  const ofMeeting = meetingId ? [`meeting:${meetingId}:replies`] : []
  deps.live.publish(`staff:${staffId}:outbox`, ...more, ...ofMeeting)
}
