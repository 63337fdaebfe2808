import { eq } from 'drizzle-orm'
import { people } from '../access/tables.ts'
import type { Deps } from '../lib/context.ts'
import type { Db } from '../lib/db.ts'
import { TryLater } from '../lib/jobs.ts'
import { inPieces } from '../lib/pieces.ts'
import { newId, type AttendeeId, type PersonId, type StaffId } from '../lib/ids.ts'
import { signLink } from '../lib/links.ts'
import { agendaOf, type MeetingInStaff, type MeetingRow } from '../meetings/store/meetings.ts'
import { buildCalendar, type PartStat } from './calendar.ts'
import type { Mailer } from './smtp.ts'
import {
  claimMail,
  insertMails,
  markMailed,
  settleMail,
  type MailRow,
  type NewMail,
} from './store.ts'
import {
  cancelledText,
  changedText,
  deputyText,
  enrolmentText,
  invitationText,
  leftText,
  movedText,
  reminderText,
  type MailText,
  type MeetingFacts,
} from './texts.ts'

/** Why everyone is written to. */
export type Occasion =
  | { kind: 'invitation' | 'changed' | 'cancelled' | 'reminder' | 'left' }
  | { kind: 'moved'; before: { startsAt: Date; endsAt: Date } }
  | { kind: 'deputy'; principal: { name: string; functionLabels: string[] } }

export type Invitee = {
  attendeeId: AttendeeId
  personId: PersonId
  name: string
  email: string
  language: 'de' | 'en'
  linkGeneration: number
  reply: { kind: 'accepted' | 'declined'; deputyId: AttendeeId | null } | null
}

/**
 * Writes one mail per invitee into the outbox, within the causing transaction. Each carries the calendar part that says the
 * meeting as it is now, with only the recipient as attendee (RFC 5546 §3.2.2, §3.2.5).
 */
export async function queueMeetingMails(
  tx: Db,
  deps: Deps,
  { found, occasion, invitees }: { found: MeetingInStaff; occasion: Occasion; invitees: Invitee[] },
): Promise<void> {
  if (invitees.length === 0) return
  const { meeting } = found
  const agenda = (await agendaOf(tx, meeting.id)).map(item => item.title)
  const ground = { found, occasion, agenda, at: deps.clock.now() }
  await queue(tx, deps, await inPieces(mailsFor(deps, invitees, ground)))
  await markMailed(
    tx,
    invitees.map(i => i.attendeeId),
    meeting.sequence,
  )
}

type Ground = { found: MeetingInStaff; occasion: Occasion; agenda: string[]; at: Date }

/** Each takes a millisecond or two, and a staff can have hundreds. */
function* mailsFor(deps: Deps, invitees: Invitee[], ground: Ground): Generator<void, NewMail[]> {
  const rows: NewMail[] = []
  for (const invitee of invitees) {
    rows.push(mailFor(deps, invitee, ground))
    yield
  }
  return rows
}

function mailFor(deps: Deps, invitee: Invitee, { found, occasion, agenda, at }: Ground): NewMail {
  const { meeting, staff, incident } = found
  const { kind } = occasion
  const dialIn = staff.dialInNumber
    ? { number: staff.dialInNumber, ...(staff.dialInCode ? { pin: staff.dialInCode } : {}) }
    : undefined
  const url = answerUrl(deps, invitee)
  const joinUrl = meeting.hasVirtualRoom
    ? `${deps.publicUrl}/meetings/${meeting.id}/lobby`
    : undefined
  const facts: MeetingFacts = {
    lang: invitee.language,
    zone: staff.zone,
    recipientName: invitee.name,
    staffName: staff.name,
    title: meeting.title,
    kind: meeting.kind,
    startsAt: meeting.startsAt,
    endsAt: meeting.endsAt,
    place: meeting.place,
    hasVirtualRoom: meeting.hasVirtualRoom,
    agenda,
    answerUrl: url,
    meetingUrl: `${deps.publicUrl}/meetings/${meeting.id}`,
    hotline: staff.hotline,
    ...(dialIn ? { dialIn } : {}),
  }
  const { subject, text, html } = textFor(occasion, facts, meeting)
  const isRequest = kind !== 'cancelled' && kind !== 'left'
  const method = isRequest ? ('REQUEST' as const) : ('CANCEL' as const)
  const calendar = buildCalendar({
    method,
    isForRecipientOnly: kind === 'left',
    uid: calendarUid(found),
    sequence: meeting.sequence,
    dtstamp: at,
    startsAt: meeting.startsAt,
    endsAt: meeting.endsAt,
    zone: staff.zone,
    summary: `${meeting.kind === 'exercise' ? (invitee.language === 'de' ? 'Übung: ' : 'Exercise: ') : ''}${meeting.title} – ${staff.name}`,
    // a link that has died leads nowhere, and who has left is told no more than which meeting it is
    description: kind === 'left' ? '' : isRequest ? `${incident.title}\n${url}` : incident.title,
    location: kind === 'left' ? '' : meeting.place,
    organizer: { name: staff.name, mail: deps.config.MAIL_FROM },
    attendee: { name: invitee.name, mail: invitee.email, partstat: partStat(invitee.reply) },
    alarmMin: 15,
    lang: invitee.language,
    ...(isRequest && joinUrl ? { joinUrl } : {}),
    ...(isRequest && dialIn ? { dialIn } : {}),
  })
  return {
    id: newId('mail', at),
    staffId: staff.id,
    meetingId: meeting.id,
    personId: invitee.personId,
    kind,
    toName: invitee.name,
    toAddress: invitee.email,
    subject,
    text,
    html,
    calendarMethod: method,
    calendar,
    createdAt: at,
    state: deps.hasMailServer ? 'pending' : 'unsent',
  }
}

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
  await queue(tx, deps, [
    {
      id: newId('mail', at),
      staffId,
      meetingId: null,
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

/** The personal link to the page where one person answers for one meeting; whoever has it answers for them. */
export function answerUrl(
  deps: Deps,
  { attendeeId, linkGeneration }: Pick<Invitee, 'attendeeId' | 'linkGeneration'>,
): string {
  return `${deps.publicUrl}/reply#${signLink(deps.secret, attendeeId, linkGeneration)}`
}

export function calendarUid({ meeting }: { meeting: { id: string } }): string {
  return `${meeting.id}@lagerunde`
}

function textFor(occasion: Occasion, facts: MeetingFacts, meeting: MeetingRow): MailText {
  switch (occasion.kind) {
    case 'invitation':
      return invitationText(facts)
    case 'moved':
      return movedText(facts, occasion.before)
    case 'changed':
      return changedText(facts)
    case 'cancelled':
      return cancelledText(facts, meeting.cancelReason)
    case 'reminder':
      return reminderText(facts)
    case 'deputy':
      return deputyText(facts, occasion.principal)
    case 'left':
      return leftText(facts)
  }
}

function partStat(reply: Invitee['reply']): PartStat {
  if (!reply) return 'NEEDS-ACTION'
  if (reply.kind === 'accepted') return 'ACCEPTED'
  return reply.deputyId ? 'DELEGATED' : 'DECLINED'
}

function announce(deps: Deps, { staffId, meetingId }: MailRow, ...more: string[]): void {
  const ofMeeting = meetingId ? [`meeting:${meetingId}:replies`] : []
  deps.live.publish(`staff:${staffId}:outbox`, ...more, ...ofMeeting)
}

async function queue(tx: Db, deps: Deps, rows: NewMail[]): Promise<void> {
  await insertMails(tx, rows)
  if (deps.hasMailServer)
    await deps.jobs.add(
      tx,
      'send-mail',
      rows.map(row => ({ mailId: row.id })),
    )
}
