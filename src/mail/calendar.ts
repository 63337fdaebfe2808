import { atOnce } from '../lib/pieces.ts'
import type { Lang } from '../lib/time.ts'
import {
  commonName,
  descriptionOf,
  mailto,
  telUrl,
  webUrl,
  words,
  type DialIn,
} from './calendarFields.ts'
import { type Event, add, addEvent, finishTimes, parsed, skeleton, written } from './ical.ts'
import { oneLine } from './lines.ts'

export type PartStat = 'NEEDS-ACTION' | 'ACCEPTED' | 'DECLINED' | 'DELEGATED'

/** Whether the calendar shows the time as busy: not for people who decline or send a deputy. */
const takesTime = (partstat: PartStat) => partstat !== 'DECLINED' && partstat !== 'DELEGATED'

/** The part of a meeting's invitation that all recipients of one language share. */
export type SharedInvitation = {
  method: 'REQUEST' | 'CANCEL'
  /**
   * CANCEL removes only this recipient, and the meeting takes place: then there is no STATUS (RFC
   * 5546 §3.2.5)
   */
  isForRecipientOnly?: boolean
  /** constant for the life of the meeting; every meeting of a series has its own */
  uid: string
  /** rises with each change of the invitation's content (RFC 5546 §2.1.4) */
  sequence: number
  /** when this invitation was made; decides between two of one sequence */
  dtstamp: Date
  startsAt: Date
  endsAt: Date
  /** IANA zone of the staff */
  zone: string
  summary: string
  /** empty: none */
  location: string
  joinUrl?: string
  dialIn?: DialIn
  organizer: { name: string; mail: string }
  /** minutes before the beginning at which the calendar reminds; absent: no alarm */
  alarmMin?: number
  lang: Lang
}

/** The part of the invitation that is for one recipient. */
export type InvitationTo = {
  /** plain text, lines separated by \n; join link and dial-in are added below it */
  description: string
  /** only the recipient, because guest lists are not shown to others */
  attendee: {
    name: string
    mail: string
    partstat?: PartStat
    role?: 'CHAIR' | 'REQ-PARTICIPANT' | 'OPT-PARTICIPANT'
  }
}
export type CalendarInvitation = SharedInvitation & InvitationTo

/** An entry of the personal feed: only that there is a meeting, and when. */
export type FeedEvent = {
  uid: string
  sequence: number
  startsAt: Date
  endsAt: Date
  isCancelled: boolean
  /** it was held, so that no reply is missing any more */
  isOver: boolean
  /** the owner's reply */
  partstat: PartStat
  /** page of the meeting, which needs a session */
  url?: string
}

/**
 * Writes invitations or cancellations as iCalendar (RFC 5545, 5546, 6868, 7986): CRLF, lines of at
 * most 75 octets. The shared part is built once and yields after each step that is slow at its
 * first run; the returned function writes the calendar for one recipient. Throws DomainError
 * 'invalid' for a control character anywhere, a wrong address, link or zone, and an end before the
 * start.
 */
export function* calendarFor(
  shared: SharedInvitation,
): Generator<void, (to: InvitationTo) => string> {
  const { method } = shared
  const calendar = skeleton(method, shared)
  yield
  addEvent(calendar, begun(shared))
  const root = parsed(calendar)
  yield
  const event = root.getFirstSubcomponent('vevent')!
  finishTimes(event, shared)
  yield
  const address = fill(event, shared)
  return to => {
    address(to)
    return written(root)
  }
}

/** What an event is created with. */
export const begun = (shared: SharedInvitation) => ({
  ...shared,
  status:
    shared.method === 'REQUEST'
      ? ('CONFIRMED' as const)
      : shared.isForRecipientOnly
        ? null
        : ('CANCELLED' as const),
  isBusy: shared.method === 'REQUEST',
  alarmMin: shared.method === 'REQUEST' ? shared.alarmMin : undefined,
  summary: '-',
})

/**
 * Writes the texts, links and people of an invitation into its event; the returned function
 * addresses it to one recipient.
 */
export function fill(event: Event, shared: SharedInvitation): (to: InvitationTo) => void {
  const { lang, location } = shared
  const isRequest = shared.method === 'REQUEST'
  const summary = oneLine('summary', shared.summary)
  event.updatePropertyWithValue('uid', oneLine('uid', shared.uid))
  event.updatePropertyWithValue('summary', summary)
  event.updatePropertyWithValue('description', '')
  // an empty one is shown as a place by some programs
  if (location) event.updatePropertyWithValue('location', oneLine('location', location))
  event.getFirstSubcomponent('valarm')?.updatePropertyWithValue('description', summary)
  const { organizer } = shared
  add(event, 'organizer', mailto('organizer.mail', organizer.mail), {
    cn: commonName('organizer.name', organizer.name),
  })
  // nobody reads the replies of calendars, so it asks for none (RFC 5545 §3.2.17)
  const invited = add(event, 'attendee', '', isRequest ? { rsvp: 'FALSE' } : {})
  if (shared.joinUrl) {
    const url = webUrl('joinUrl', shared.joinUrl)
    add(event, 'url', url)
    add(event, 'conference', url, { feature: 'VIDEO', label: words[lang].video }, 'uri')
  }
  const phone = telUrl(shared.dialIn)
  if (phone) add(event, 'conference', phone, { feature: 'PHONE', label: words[lang].phone }, 'uri')

  return ({ description, attendee }) => {
    event.updatePropertyWithValue('description', descriptionOf(shared, description))
    invited.setValue(mailto('attendee.mail', attendee.mail))
    invited.setParameter('cn', commonName('attendee.name', attendee.name))
    invited.setParameter('cutype', 'INDIVIDUAL')
    invited.setParameter('role', attendee.role ?? 'REQ-PARTICIPANT')
    const partstat = attendee.partstat ?? 'NEEDS-ACTION'
    invited.setParameter('partstat', partstat)
    event.updatePropertyWithValue(
      'transp',
      isRequest && takesTime(partstat) ? 'OPAQUE' : 'TRANSPARENT',
    )
  }
}

/** The same for one recipient, without yielding. */
export function buildCalendar({ description, attendee, ...shared }: CalendarInvitation): string {
  return atOnce(calendarFor(shared))({ description, attendee })
}

/** The personal feed (METHOD:PUBLISH): neutral titles, no place, no people, no alarm. */
export function buildFeed(
  events: readonly FeedEvent[],
  about: { zone: string; dtstamp: Date; lang: Lang },
): string {
  const { feedName, feedTitle } = words[about.lang]
  const calendar = skeleton('PUBLISH', about)
  calendar.name(feedName).ttl(900)
  for (const event of events) {
    addEvent(calendar, {
      ...event,
      ...about,
      summary: feedTitle,
      status: statusInFeed(event),
      isBusy: !event.isCancelled && takesTime(event.partstat),
    })
  }
  const root = parsed(calendar)
  for (const [index, entry] of root.getAllSubcomponents('vevent').entries()) {
    const event = events[index]! // the list was made from events in the same order
    finishTimes(entry, { ...event, ...about })
    entry.updatePropertyWithValue('uid', oneLine(`events.${index}.uid`, event.uid))
    if (event.url) add(entry, 'url', webUrl(`events.${index}.url`, event.url))
  }
  return written(root)
}

/**
 * A feed has no attendees, so a meeting without reply is tentative in it until it was held; an
 * invitation has PARTSTAT instead.
 */
function statusInFeed({ isCancelled, isOver, partstat }: FeedEvent) {
  if (isCancelled) return 'CANCELLED'
  return partstat === 'NEEDS-ACTION' && !isOver ? 'TENTATIVE' : 'CONFIRMED'
}
