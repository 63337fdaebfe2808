import type { Context, Deps } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import { inPieces } from '../../lib/pieces.ts'
import { newId } from '../../lib/ids.ts'
import { type MeetingInStaff, type MeetingRow, agendaOf } from '../store/meetings.ts'
import { type PartStat, buildCalendar } from '../../mail/calendar.ts'
import type { NewMail } from '../../mail/store.ts'
import {
  type MailText,
  type MeetingFacts,
  cancelledText,
  changedText,
  deputyText,
  invitationText,
  leftText,
  movedText,
  reminderText,
} from '../../mail/texts.ts'
import { queueMails } from '../../mail/steps.ts'
import { participationOfOne } from '../store/participation.ts'
import { markMailed } from '../store/mailed.ts'
import { type Invitee, inviteesOf } from './attendees.ts'
import { answerUrl, calendarUid } from '../link.ts'

/** Why everyone is written to. */
export type Occasion =
  | { kind: 'invitation' | 'changed' | 'cancelled' | 'reminder' | 'left' }
  | { kind: 'moved'; before: { startsAt: Date; endsAt: Date } }
  | { kind: 'deputy'; principal: { name: string; functionLabels: string[] } }

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
  await queueMails(tx, deps, await inPieces(mailsFor(deps, invitees, ground)))
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
    attendeeId: invitee.attendeeId,
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

export async function inform(
  tx: Db,
  ctx: Context,
  found: MeetingInStaff,
  occasion: Occasion,
): Promise<void> {
  const { participants } = await participationOfOne(tx, found)
  await queueMeetingMails(tx, ctx, {
    found,
    occasion,
    invitees: inviteesOf(participants),
  })
}
