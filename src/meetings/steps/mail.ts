import type { Context, Deps } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import { inPieces } from '../../lib/pieces.ts'
import { newId, type MeetingId, type PersonId } from '../../lib/ids.ts'
import { type MeetingInStaff, type MeetingRow, agendaOf, findMeeting } from '../store/meetings.ts'
import { capital } from '../../words/capital.ts'
import { sayIn } from '../../words/say.ts'
import { type PartStat, buildCalendar } from '../../mail/calendar.ts'
import type { Occasion } from '../../mail/contract.ts'
import { changeWaitMs, foldMs, isChange, isFoldable, toldOf } from '../../mail/rules.ts'
import {
  heardOf,
  rewriteMail,
  supersede,
  type Heard,
  type MailContent,
  type MailRow,
  type NewMail,
} from '../../mail/store.ts'
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
import { isPointless } from '../rules/mails.ts'
import { inviteeById, type Invitee } from '../store/invitee.ts'
import { markMailed } from '../store/mailed.ts'
import { inviteesOf } from './attendees.ts'
import { answerUrl, calendarUid } from '../link.ts'

/**
 * Writes to each invitee, within the causing transaction: one mail into the outbox, or anew what still waits for them. Each mail
 * carries the calendar part that says the meeting as it is, with only the recipient as attendee (RFC 5546 §3.2.2, §3.2.5).
 */
export async function queueMeetingMails(
  tx: Db,
  deps: Deps,
  { found, occasion, invitees }: { found: MeetingInStaff; occasion: Occasion; invitees: Invitee[] },
): Promise<void> {
  if (invitees.length === 0) return
  const { meeting } = found
  const at = deps.clock.now()
  const heard = await heardOf(tx, {
    meetingId: meeting.id,
    personIds: invitees.map(i => i.personId),
    since: new Date(at.getTime() - foldMs),
  })
  const ground = { found, agenda: await agendaTitles(tx, meeting.id), at }
  const written = await inPieces(mailsFor(deps, { ground, occasion, invitees, heard }))
  const added: { row: NewMail; waitMs: number }[] = []
  for (const { invitee, said, waitMs, waiting } of written) {
    const same = waiting.findLast(
      mail => mail.state !== 'failed' && mail.occasion.kind === said?.occasion.kind,
    )
    await supersede(
      tx,
      waiting.filter(mail => mail !== same).map(({ id }) => id),
    )
    if (said && same) await rewriteMail(tx, same.id, { ...said, createdAt: at })
    else if (said) added.push({ row: mailFor(deps, invitee, { ...said, found, at }), waitMs })
  }
  await queueMails(tx, deps, added)
  await markMailed(
    tx,
    invitees.map(i => i.attendeeId),
    meeting.sequence,
  )
}

/** What a mail about a meeting says now; null when the meeting has no such person, or nothing comes of the mail any more. */
export async function composeMeetingMail(
  deps: Deps,
  db: Db,
  { meetingId, attendeeId, occasion }: MailRow,
): Promise<MailContent | null> {
  const found = meetingId ? await findMeeting(db, meetingId) : undefined
  const invitee = attendeeId ? await inviteeById(db, attendeeId) : undefined
  const at = deps.clock.now()
  if (!found || !invitee || !occasion || isPointless(occasion, found.meeting, at)) return null
  const ground = { found, agenda: await agendaTitles(db, found.meeting.id), at }
  return contentFor(deps, invitee, { ...ground, occasion })
}

const agendaTitles = async (db: Db, meetingId: MeetingId) =>
  (await agendaOf(db, meetingId)).map(item => item.title)

type Ground = { found: MeetingInStaff; agenda: string[]; at: Date }
type Said = MailContent & { occasion: Occasion }
type Written = { invitee: Invitee; said: Said | null; waitMs: number; waiting: Heard['waiting'] }

/** Each takes a millisecond or two, and a staff can have hundreds. */
function* mailsFor(
  deps: Deps,
  {
    ground,
    occasion,
    invitees,
    heard,
  }: {
    ground: Ground
    occasion: Occasion
    invitees: Invitee[]
    heard: ReadonlyMap<PersonId, Heard>
  },
): Generator<void, Written[]> {
  const written: Written[] = []
  const untilStartMs = ground.found.meeting.startsAt.getTime() - ground.at.getTime()
  for (const invitee of invitees) {
    const of = heard.get(invitee.personId) ?? { waiting: [], wasTold: false, toldLately: 0 }
    const waiting = of.waiting.filter(mail => isFoldable(mail, occasion))
    const why = toldOf({ waiting, wasTold: of.wasTold }, occasion)
    const content = why && contentFor(deps, invitee, { ...ground, occasion: why })
    written.push({
      invitee,
      said: content && { ...content, occasion: why },
      waitMs: why && isChange(why) ? changeWaitMs(of.toldLately, untilStartMs) : 0,
      waiting,
    })
    yield
  }
  return written
}

function mailFor(
  deps: Deps,
  { attendeeId, personId }: Invitee,
  { found, at, ...said }: Said & { found: MeetingInStaff; at: Date },
): NewMail {
  return {
    ...said,
    id: newId('mail', at),
    staffId: found.staff.id,
    meetingId: found.meeting.id,
    attendeeId,
    personId,
    kind: said.occasion.kind,
    createdAt: at,
    state: deps.hasMailServer ? 'pending' : 'unsent',
  }
}

function contentFor(
  deps: Deps,
  invitee: Invitee,
  { found, occasion, agenda, at }: Ground & { occasion: Occasion },
): MailContent {
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
    summary: `${meeting.kind === 'exercise' ? `${capital(sayIn(invitee.language)('kind.exercise'))}: ` : ''}${meeting.title} – ${staff.name}`,
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
    toName: invitee.name,
    toAddress: invitee.email,
    subject,
    text,
    html,
    calendarMethod: method,
    calendar,
  }
}

function textFor(occasion: Occasion, facts: MeetingFacts, meeting: MeetingRow): MailText {
  switch (occasion.kind) {
    case 'invitation':
      return invitationText(facts)
    case 'moved': {
      const before = {
        startsAt: new Date(occasion.before.startsAt),
        endsAt: new Date(occasion.before.endsAt),
      }
      const isBack =
        before.startsAt.getTime() === facts.startsAt.getTime() &&
        before.endsAt.getTime() === facts.endsAt.getTime()
      return isBack ? changedText(facts) : movedText(facts, before)
    }
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
