import ical, {
  ICalAlarmType,
  ICalCalendarMethod,
  ICalEventStatus,
  ICalEventTransparency,
  type ICalCalendar,
  type ICalEventData,
} from 'ical-generator'
import ICAL from 'ical.js'
import { tzlib_get_ical_block } from 'timezones-ical-library'
import { invalidField } from '../lib/errors.ts'
import { atOnce } from '../lib/pieces.ts'
import { isZone, resolveWallTime, wallTimeOf, type Lang } from '../lib/time.ts'
import {
  commonName,
  descriptionOf,
  mailto,
  telUrl,
  webUrl,
  words,
  type DialIn,
} from './calendarFields.ts'
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
  const { method, lang } = shared
  const isRequest = method === 'REQUEST'
  const calendar = skeleton(ICalCalendarMethod[method], shared)
  yield
  calendar.createEvent({
    ...timesOf(shared),
    sequence: shared.sequence,
    status: isRequest
      ? ICalEventStatus.CONFIRMED
      : shared.isForRecipientOnly
        ? null
        : ICalEventStatus.CANCELLED,
    transparency: isRequest ? ICalEventTransparency.OPAQUE : ICalEventTransparency.TRANSPARENT,
    alarms:
      isRequest && shared.alarmMin !== undefined
        ? [{ type: ICalAlarmType.display, trigger: shared.alarmMin * 60, description: '-' }]
        : [],
  })
  const root = parsed(calendar)
  yield
  const event = root.getFirstSubcomponent('vevent')!
  finishTimes(event, shared)
  yield

  const summary = oneLine('summary', shared.summary)
  event.updatePropertyWithValue('uid', oneLine('uid', shared.uid))
  event.updatePropertyWithValue('summary', summary)
  event.updatePropertyWithValue('description', '')
  event.updatePropertyWithValue('location', oneLine('location', shared.location))
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
    return written(root)
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
  const calendar = skeleton(ICalCalendarMethod.PUBLISH, about)
  calendar.name(feedName).ttl(900)
  for (const event of events) {
    calendar.createEvent({
      ...timesOf({ ...event, ...about }),
      sequence: event.sequence,
      summary: feedTitle,
      status: statusInFeed(event),
      transparency:
        event.isCancelled || !takesTime(event.partstat)
          ? ICalEventTransparency.TRANSPARENT
          : ICalEventTransparency.OPAQUE,
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
function statusInFeed({ isCancelled, isOver, partstat }: FeedEvent): ICalEventStatus {
  if (isCancelled) return ICalEventStatus.CANCELLED
  return partstat === 'NEEDS-ACTION' && !isOver
    ? ICalEventStatus.TENTATIVE
    : ICalEventStatus.CONFIRMED
}

// RFC 5545 §3.1 counts the blank at the beginning of a folded line among its 75 octets, ical.js
// does not
ICAL.foldLength = 74

function skeleton(
  method: ICalCalendarMethod,
  { zone, lang }: { zone: string; lang: Lang },
): ICalCalendar {
  const { block } = knownZone(zone)
  return ical({
    method,
    prodId: { company: 'Lagerunde', product: 'Lagerunde', language: lang.toUpperCase() },
    timezone: { name: zone, generator: () => block },
  })
}

type Times = { startsAt: Date; endsAt: Date; dtstamp: Date; zone: string }

// Temporal, because Dates would be written in the zone of this machine
function timesOf({
  startsAt,
  endsAt,
  dtstamp,
  zone,
}: Times): Pick<ICalEventData, 'start' | 'end' | 'stamp'> {
  if (!(startsAt.getTime() < endsAt.getTime()))
    throw invalidField('endsAt', 'is not after the beginning')
  const at = (moment: Date) =>
    Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(zone)
  return { start: at(startsAt), end: at(endsAt), stamp: at(dtstamp) }
}

function parsed(calendar: ICalCalendar): ICAL.Component {
  const root = new ICAL.Component(ICAL.parse(calendar.toString()))
  // not in RFC 5545; a default zone for moments without one, but here every moment has its own
  root.removeAllProperties('timezone-id')
  root.removeAllProperties('x-wr-timezone')
  return root
}

/**
 * Adds what ical-generator leaves out: the TZID of moments with a zone, and the Z of DTSTAMP (RFC
 * 5545 §3.8.7.2).
 */
function finishTimes(event: ICAL.Component, { startsAt, endsAt, dtstamp, zone }: Times): void {
  const timezone = knownZone(zone)
  event.updatePropertyWithValue('dtstamp', inUtc(dtstamp))
  const local = [startsAt, endsAt].map(at => ({ at, wall: wallOf(at, zone) }))
  // Calendars read a wall time that comes twice differently, so that one is written in UTC.
  const isSafe = local.every(
    ({ at, wall }) => isExact(at, zone) && readsAs(wall, timezone.zone) === whole(at),
  )
  for (const [index, name] of (['dtstart', 'dtend'] as const).entries()) {
    const { at, wall } = local[index]! // both lists have a name for each of the two moments
    const property = event.updatePropertyWithValue(name, isSafe ? wall : inUtc(at))
    if (isSafe) property.setParameter('tzid', zone)
  }
}

type Timezone = { block: string; zone: ICAL.Timezone }
const timezones = new Map<string, Timezone>()

function knownZone(zone: string): Timezone {
  const known = timezones.get(zone)
  if (known) return known
  const found = isZone(zone) ? tzlib_get_ical_block(zone) : null
  // for an unknown zone the library answers with a sentence instead of a list
  const block = Array.isArray(found) ? found[0] : undefined
  if (!block) throw invalidField('zone', 'is not a time zone', { expected: 'an IANA name' })
  const made = { block, zone: new ICAL.Timezone(ICAL.Component.fromString(block)) }
  timezones.set(zone, made)
  return made
}

function wallOf(at: Date, zone: string): ICAL.Time {
  const { date, time } = wallTimeOf(at, zone)
  return ICAL.Time.fromDateTimeString(`${date}T${time}`)
}

function inUtc(at: Date): ICAL.Time {
  return ICAL.Time.fromDateTimeString(`${at.toISOString().slice(0, 19)}Z`)
}

function isExact(at: Date, zone: string): boolean {
  return resolveWallTime({ ...wallTimeOf(at, zone), zone }).kind === 'exact'
}

function readsAs(wall: ICAL.Time, zone: ICAL.Timezone): number {
  const { year, month, day, hour, minute, second } = wall
  return new ICAL.Time({ year, month, day, hour, minute, second, isDate: false }, zone).toUnixTime()
}

function whole(at: Date): number {
  return Math.floor(at.getTime() / 1000)
}

function add(
  to: ICAL.Component,
  name: string,
  value: string,
  parameters: Record<string, string> = {},
  type?: string,
): ICAL.Property {
  const property = new ICAL.Property(name, to)
  if (type) property.resetType(type)
  property.setValue(value)
  for (const [key, text] of Object.entries(parameters)) property.setParameter(key, text)
  to.addProperty(property)
  return property
}

/** The same calendar with another description. */
export function describedAnew(calendar: string, change: (description: string) => string): string {
  const root = new ICAL.Component(ICAL.parse(calendar))
  for (const event of root.getAllSubcomponents('vevent')) {
    const description = event.getFirstPropertyValue('description')
    if (typeof description === 'string')
      event.updatePropertyWithValue('description', change(description))
  }
  return written(root)
}

function written(root: ICAL.Component): string {
  return `${root.toString()}\r\n`
}
