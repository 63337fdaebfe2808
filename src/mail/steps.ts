import type { Deps } from '../lib/context.ts'
import type { Db } from '../lib/db.ts'
import { type Id, type PersonId, type StaffId, newId } from '../lib/ids.ts'
import { insertMany } from '../lib/many.ts'
import { mails } from './tables.ts'
import { enrolmentText } from './texts.ts'
import type { NewMail } from './store/mails.ts'

/** The link with which somebody sets password and app code, for the first time or anew. */
export async function queueEnrolmentMail(
  tx: Db,
  deps: Deps,
  {
    staffId,
    staffName,
    hotline,
    givenBy,
    isReplacement,
    person,
    url,
    expiresAt,
    zone,
  }: {
    staffId: StaffId
    staffName: string
    hotline: string
    givenBy: string
    isReplacement: boolean
    person: { personId: PersonId; name: string; email: string; language: 'de' | 'en' }
    url: string
    expiresAt: Date
    zone: string
  },
): Promise<void> {
  const at = deps.clock.now()
  const { subject, text, html } = enrolmentText({
    lang: person.language,
    recipientName: person.name,
    staffName,
    givenBy,
    isReplacement,
    hotline,
    enrolUrl: url,
    expiresAt,
    zone,
  })
  const row: NewMail = {
    id: newId('mail', at),
    staffId,
    meetingId: null,
    attendeeId: null,
    calendarEntry: null,
    letterId: null,
    personId: person.personId,
    kind: 'enrolment',
    toName: person.name,
    toAddress: person.email,
    subject,
    text,
    html,
    calendarMethod: null,
    calendar: null,
    createdAt: at,
    state: deps.hasMailServer ? 'pending' : 'unsent',
  }
  await queueMails(tx, deps, [{ row, waitMs: 0 }])
}

/** Writes mails into the outbox; each is sent `waitMs` after the commit. */
export async function queueMails(
  tx: Db,
  deps: Deps,
  queued: { row: NewMail; waitMs: number }[],
): Promise<void> {
  await insertMany(
    tx,
    mails,
    queued.map(({ row }) => row),
  )
  await queueSending(
    tx,
    deps,
    queued.map(({ row, waitMs }) => ({ mailId: row.letterId ?? row.id, waitMs })),
  )
}

/** Sends each mail `waitMs` after the commit, once for each moment. */
async function queueSending(
  tx: Db,
  deps: Deps,
  queued: readonly { mailId: Id<'mail'>; waitMs: number }[],
): Promise<void> {
  if (!deps.hasMailServer) return
  for (const [waitMs, of] of Map.groupBy(queued, mail => mail.waitMs)) {
    const ids = [...new Set(of.map(each => each.mailId))]
    await deps.jobs.add(
      tx,
      'send-mail',
      ids.map(mailId => ({ mailId })),
      { waitMs },
    )
  }
}
