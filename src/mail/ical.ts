import ical, {
  ICalAlarmType,
  type ICalCalendar,
  ICalCalendarMethod,
  type ICalEventData,
  ICalEventStatus,
  ICalEventTransparency,
} from 'ical-generator'
import ICAL from 'ical.js'
import { tzlib_get_ical_block } from 'timezones-ical-library'
import { invalidField } from '../lib/errors.ts'
import { remembered } from '../lib/formatters.ts'
import { isZone, resolveWallTime, wallTimeOf, type Lang } from '../lib/time.ts'

export type Event = ICAL.Component

// RFC 5545 §3.1 counts the blank at the beginning of a folded line among its 75 octets, ical.js
// does not
ICAL.foldLength = 74

export function skeleton(
  method: 'REQUEST' | 'CANCEL' | 'PUBLISH',
  { zone, lang }: { zone: string; lang: Lang },
): ICalCalendar {
  const { block } = knownZone(zone)
  return ical({
    method: ICalCalendarMethod[method],
    prodId: { company: 'Lagerunde', product: 'Lagerunde', language: lang.toUpperCase() },
    timezone: { name: zone, generator: () => block },
  })
}

export type Times = { startsAt: Date; endsAt: Date; dtstamp: Date; zone: string }

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

/** Adds an event; `status` null: it has none. The texts are written afterwards. */
export function addEvent(
  calendar: ICalCalendar,
  {
    sequence,
    status,
    isBusy,
    alarmMin,
    summary = '-',
    ...times
  }: Times & {
    sequence: number
    status: keyof typeof ICalEventStatus | null
    isBusy: boolean
    alarmMin?: number | undefined
    summary?: string
  },
): void {
  calendar.createEvent({
    ...timesOf(times),
    sequence,
    summary,
    status: status && ICalEventStatus[status],
    transparency: ICalEventTransparency[isBusy ? 'OPAQUE' : 'TRANSPARENT'],
    alarms:
      alarmMin === undefined
        ? []
        : [{ type: ICalAlarmType.display, trigger: alarmMin * 60, description: '-' }],
  })
}

export function parsed(calendar: ICalCalendar): ICAL.Component {
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
export function finishTimes(
  event: ICAL.Component,
  { startsAt, endsAt, dtstamp, zone }: Times,
): void {
  event.updatePropertyWithValue('dtstamp', inUtc(dtstamp))
  const isLocal = isSafe(startsAt, zone) && isSafe(endsAt, zone)
  for (const [name, at] of Object.entries({ dtstart: startsAt, dtend: endsAt })) {
    const property = event.updatePropertyWithValue(name, isLocal ? wallOf(at, zone) : inUtc(at))
    if (isLocal) property.setParameter('tzid', zone)
  }
}

/** Makes the event one of many: `rule` is the value of an RRULE, `without` are starts left out. */
export function repeat(
  event: ICAL.Component,
  { rule, without, zone }: { rule: string; without: readonly Date[]; zone: string },
): void {
  event.addPropertyWithValue('rrule', ICAL.Recur.fromString(rule))
  // a property for each date, because some readers know only the first value of a list
  for (const at of without) addMoment(event, 'exdate', { at, zone })
}

/** Adds a start of the rule, as wall time of its zone. */
export function addMoment(
  event: ICAL.Component,
  name: 'exdate' | 'recurrence-id',
  { at, zone }: { at: Date; zone: string },
): void {
  if (zone === 'UTC') event.addPropertyWithValue(name, inUtc(at))
  else event.addPropertyWithValue(name, wallOf(at, zone)).setParameter('tzid', zone)
}

/**
 * Whether calendars read the moment's wall time as that moment. They read one that comes twice
 * differently, so that one is written in UTC; so is any moment in `UTC`.
 */
export function isSafe(at: Date, zone: string): boolean {
  if (zone === 'UTC') return false
  return safety.get(
    `${zone} ${whole(at)}`,
    () => isExact(at, zone) && readsAs(wallOf(at, zone), knownZone(zone).zone) === whole(at),
  )
}

const safety = remembered<boolean>()

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

export function add(
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

export function written(root: ICAL.Component): string {
  return `${root.toString()}\r\n`
}
