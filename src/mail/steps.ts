import type { Deps } from '../lib/context.ts'
import type { Db } from '../lib/db.ts'
import { type PersonId, type StaffId, newId } from '../lib/ids.ts'
import { type NewMail, insertMails } from './store.ts'
import { enrolmentText } from './texts.ts'

/** The link with which somebody sets password and app code for the first time. */
export async function queueEnrolmentMail(
  tx: Db,
  deps: Deps,
  {
    staffId,
    staffName,
    hotline,
    person,
    url,
    expiresAt,
    zone,
  }: {
    staffId: StaffId
    staffName: string
    hotline: string
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
    hotline,
    enrolUrl: url,
    expiresAt,
    zone,
  })
  await queueMails(tx, deps, [
    {
      id: newId('mail', at),
      staffId,
      meetingId: null,
      attendeeId: null,
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
    },
  ])
}

export async function queueMails(tx: Db, deps: Deps, rows: NewMail[]): Promise<void> {
  await insertMails(tx, rows)
  if (deps.hasMailServer)
    await deps.jobs.add(
      tx,
      'send-mail',
      rows.map(row => ({ mailId: row.id })),
    )
}
