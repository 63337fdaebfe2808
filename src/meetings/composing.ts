import { numberedTitle, ownTitle } from './rules/title.ts'
import type { Deps } from '../lib/context.ts'
import { type InvitationTo, type SharedInvitation, calendarFor } from '../mail/calendar.ts'
import { answerOnlyAt } from '../mail/calendarFields.ts'
import { changedIn } from '../mail/changes.ts'
import type { Occasion } from '../mail/contract.ts'
import {
  type MailText,
  cancelledText,
  changedText,
  deputyText,
  invitationText,
  leftText,
  movedText,
  releasedText,
  relievedText,
  reminderText,
  standInText,
  uninvitedText,
} from '../mail/texts.ts'
import type { Lang } from '../lib/time.ts'
import { type InEntry, entryPart, isAhead } from './entryPart.ts'
import { answerAllUrl, answerUrl, calendarUid, lobbyUrl } from './link.ts'
import { alarmFor, dialInOf, locationOf, summaryOf } from './naming.ts'
import { partStat } from './partStat.ts'
import { isGoodbye, isUrgent } from './rules/mails.ts'
import type { Sides, SidesOf } from './sides.ts'
import type { Invitee } from './store/invitee.ts'
import type { MeetingInStaff, MeetingRow } from './store/meetings.ts'
import type { MeetingFacts } from '../mail/facts.ts'
import type { MailContent } from '../mail/store/mails.ts'

/** The facts a mail is made of. `sides` are needed for mails that tell functions. */
export type Ground = {
  found: MeetingInStaff
  agenda: string[]
  at: Date
  sides: SidesOf | null
}

/** Calendar parts that several recipients share, by what they have in common; begins empty. */
export type Calendars = Map<string, (to: InvitationTo) => string>

/**
 * The content of a mail about a meeting for one person. Yields after each step that is slow at its
 * first run. The calendar part shows the meeting as it is now, with only the recipient as attendee
 * (RFC 5546 §3.2.2, §3.2.5).
 */
export function* contentFor(
  deps: Deps,
  ground: Ground,
  {
    invitee,
    occasion,
    calendars,
    entry,
  }: {
    invitee: Invitee
    occasion: Occasion
    calendars: Calendars
    /** null: the meeting has an entry of its own */
    entry: InEntry | null
  },
): Generator<void, MailContent> {
  const { found, at } = ground
  const { name: toName, email: toAddress } = invitee
  const url = answerUrl(deps, invitee)
  const part = entry
    ? yield* entryPart(deps, entry, { to: invitee, about: [found], at })
    : yield* ownPart(deps, ground, { invitee, occasion, calendars, url })
  return {
    toName,
    toAddress,
    ...textFor(occasion, factsFor(deps, ground, { invitee, url, occasion, entry }), {
      meeting: found.meeting,
      sides: ground.sides?.(invitee.attendeeId) ?? null,
    }),
    isUrgent: isUrgent(found.meeting, occasion, at),
    ...part,
  }
}

function* ownPart(
  deps: Deps,
  ground: Ground,
  {
    invitee: { language: lang, name, email: mail, reply },
    occasion,
    calendars,
    url,
  }: { invitee: Invitee; occasion: Occasion; calendars: Calendars; url: string },
): Generator<void, Pick<MailContent, 'calendarMethod' | 'calendar'>> {
  const shared = sharedBy(deps, ground, { occasion, lang })
  const key = [lang, shared.method, shared.isForRecipientOnly].join()
  const calendar = calendars.get(key) ?? (yield* calendarFor(shared))
  calendars.set(key, calendar)
  return {
    calendarMethod: shared.method,
    calendar: calendar({
      description: descriptionFor(ground, { occasion, url, lang }),
      attendee: { name, mail, partstat: partStat(reply) },
    }),
  }
}

function sharedBy(
  deps: Deps,
  { found, at }: Ground,
  { occasion, lang }: { occasion: Occasion; lang: Lang },
): SharedInvitation {
  const { meeting, staff } = found
  const method = methodOf(occasion)
  const joinUrl = meeting.hasVirtualRoom ? lobbyUrl(deps, meeting) : undefined
  const dialIn = dialInOf(found.staff)
  return {
    method,
    isForRecipientOnly: isGoodbye(occasion),
    uid: calendarUid(found),
    sequence: meeting.sequence,
    dtstamp: at,
    startsAt: meeting.startsAt,
    endsAt: meeting.endsAt,
    zone: staff.zone,
    summary: summaryOf(found, meeting.title, lang),
    location: isGoodbye(occasion) ? '' : locationOf(meeting, lang),
    organizer: { name: staff.name, mail: deps.config.MAIL_FROM },
    ...alarmFor([meeting.startsAt], at),
    lang,
    ...(method === 'REQUEST' && joinUrl ? { joinUrl } : {}),
    ...(method === 'REQUEST' && dialIn ? { dialIn } : {}),
  }
}

/**
 * Contains the link only while it is valid. People who are not invited any more learn nothing but
 * which meeting it is.
 */
function descriptionFor(
  { found }: Ground,
  { occasion, url, lang }: { occasion: Occasion; url: string; lang: Lang },
): string {
  const { title } = found.incident
  if (isGoodbye(occasion)) return ''
  return methodOf(occasion) === 'REQUEST' ? `${title}\n${answerOnlyAt(url, lang)}` : title
}

function factsFor(
  deps: Deps,
  { found, agenda, at, sides }: Ground,
  {
    invitee,
    url,
    occasion,
    entry,
  }: { invitee: Invitee; url: string; occasion: Occasion; entry: InEntry | null },
): MeetingFacts {
  const { meeting, staff } = found
  const dialIn = dialInOf(found.staff)
  return {
    lang: invitee.language,
    zone: staff.zone,
    at,
    recipientName: invitee.name,
    staffName: staff.name,
    ...titleFor(meeting, invitee.language),
    functions: sides?.(invitee.attendeeId).functions ?? [],
    kind: meeting.kind,
    incident: found.incident.title,
    startsAt: meeting.startsAt,
    endsAt: meeting.endsAt,
    place: meeting.place,
    hasVirtualRoom: meeting.hasVirtualRoom,
    agenda,
    answerUrl: url,
    othersUrl: othersUrl(deps, entry, { found, at }),
    joinUrl: lobbyUrl(deps, meeting),
    hotline: staff.hotline,
    ...('was' in occasion ? { changed: changedIn(occasion.was, nowOf(meeting)) } : {}),
    ...answeredBy(invitee),
    ...(dialIn ? { dialIn } : {}),
  }
}

function othersUrl(
  deps: Deps,
  entry: InEntry | null,
  { found, at }: { found: MeetingInStaff; at: Date },
): string | null {
  const other = entry?.seats.find(
    seat => seat.found.meeting.id !== found.meeting.id && isAhead(seat, at),
  )
  return other ? answerAllUrl(deps, other) : null
}

/** What changes of a meeting are compared with. */
export const nowOf = (meeting: MeetingRow) => ({
  place: meeting.place,
  title: ownTitle(meeting),
  seats: meeting.seats,
})

/** A title that is the meeting's number stands in the language of the recipient. */
function titleFor(
  meeting: Pick<MeetingRow, 'title' | 'number'>,
  lang: Lang,
): Pick<MeetingFacts, 'title' | 'isNumbered'> {
  const own = ownTitle(meeting)
  if (own !== null || meeting.title === null || meeting.number === null)
    return { title: own, isNumbered: false }
  return { title: numberedTitle(meeting.number, lang), isNumbered: true }
}

function answeredBy({ reply, formerReply }: Invitee): Pick<MeetingFacts, 'answered'> {
  const given = reply ?? formerReply
  if (!given) return {}
  const state = !reply ? 'former' : reply.isToConfirm ? 'toConfirm' : 'holds'
  // a reply without stored date always counts, so `at` is never shown for it
  return { answered: { state, reply: given, givenFor: given.givenFor ?? given.at } }
}

function methodOf(occasion: Occasion): 'REQUEST' | 'CANCEL' {
  return occasion.kind === 'cancelled' || isGoodbye(occasion) ? 'CANCEL' : 'REQUEST'
}

function textFor(
  occasion: Occasion,
  facts: MeetingFacts,
  { meeting, sides }: { meeting: MeetingRow; sides: Sides | null },
): MailText {
  switch (occasion.kind) {
    case 'invitation':
      return invitationText(facts)
    case 'moved':
      return movedBack(occasion, facts) ? changedText(facts) : movedText(facts, beforeOf(occasion))
    case 'changed':
      return changedText(facts)
    case 'cancelled':
      return cancelledText(facts, meeting.cancelReason)
    case 'reminder':
      return reminderText(facts)
    case 'deputy':
      return deputyText(facts, sides?.senders.length ? sides.senders : [occasion.principal])
    case 'relieved':
      return relievedText(facts, {
        senders: occasion.senders,
        still: sides?.senders.map(sender => sender.name) ?? [],
      })
    case 'released':
      return releasedText(facts, occasion.senders)
    case 'standInChanged':
      return standInText(facts, { deputy: sides?.deputy ?? '', standIn: sides?.standIn ?? null })
    case 'left':
      return leftText(facts)
    case 'uninvited':
      return uninvitedText(facts)
  }
}

type Move = Extract<Occasion, { kind: 'moved' }>

const beforeOf = ({ before }: Move) => ({
  startsAt: new Date(before.startsAt),
  endsAt: new Date(before.endsAt),
})

function movedBack(move: Move, { startsAt, endsAt }: { startsAt: Date; endsAt: Date }): boolean {
  const before = beforeOf(move)
  return (
    before.startsAt.getTime() === startsAt.getTime() && before.endsAt.getTime() === endsAt.getTime()
  )
}

export const titlesIn = (agenda: readonly { title: string }[] = []) =>
  agenda.map(item => item.title)
