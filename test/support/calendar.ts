import ICAL from 'ical.js'

export type DateRead = {
  uid: string
  startsAt: string
  endsAt: string
  location: string
  partstat: string
  isCancelled: boolean
}

/** All dates of a calendar as a calendar program shows them: rules expanded, in order of time. */
export function datesIn(text: string): DateRead[] {
  const root = new ICAL.Component(ICAL.parse(text))
  for (const zone of root.getAllSubcomponents('vtimezone')) {
    const id = zone.getFirstPropertyValue('tzid') as string // every zone has one
    // each file brings its own zone, which is what counts
    ICAL.TimezoneService.remove(id)
    ICAL.TimezoneService.register(new ICAL.Timezone(zone), id)
  }
  const events = root.getAllSubcomponents('vevent')
  const masters = events.filter(event => !event.hasProperty('recurrence-id'))
  const dates = masters.flatMap(component => {
    const event = new ICAL.Event(component, {
      exceptions: events.filter(
        each =>
          each.hasProperty('recurrence-id') &&
          each.getFirstPropertyValue('uid') === component.getFirstPropertyValue('uid'),
      ),
    })
    if (!event.isRecurring()) return [dateOf(event, event.startDate, event.endDate)]
    const found: DateRead[] = []
    const starts = event.iterator()
    for (let next = starts.next(); next; next = starts.next()) {
      const { item, startDate, endDate } = event.getOccurrenceDetails(next)
      found.push(dateOf(item, startDate, endDate))
    }
    return found
  })
  return dates.sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1))
}

function dateOf(event: ICAL.Event, start: ICAL.Time, end: ICAL.Time): DateRead {
  const { component } = event
  return {
    uid: event.uid,
    startsAt: start.toJSDate().toISOString(),
    endsAt: end.toJSDate().toISOString(),
    location: event.location ?? '',
    partstat: String(component.getFirstProperty('attendee')?.getParameter('partstat') ?? ''),
    isCancelled: component.getFirstPropertyValue('status') === 'CANCELLED',
  }
}

/**
 * A calendar program that takes invitations as RFC 5546 says: a message about an entry counts when
 * its SEQUENCE is higher than that of the entry, or equal with a later DTSTAMP, and then replaces
 * it.
 */
export function calendarProgram() {
  const entries = new Map<string, { sequence: number; stamp: string; text: string | null }>()
  return {
    receive(text: string): void {
      const root = new ICAL.Component(ICAL.parse(text))
      const events = root.getAllSubcomponents('vevent')
      const [event] = events
      const uid = event!.getFirstPropertyValue('uid') as string // every event has one
      const sequence = Number(event!.getFirstPropertyValue('sequence'))
      const stamp = String(event!.getFirstPropertyValue('dtstamp'))
      if (events.some(each => each.getFirstPropertyValue('uid') !== uid))
        throw new Error('A message is about one entry (RFC 5546 §3.2)')
      const known = entries.get(uid)
      const isNewer =
        !known || sequence > known.sequence || (sequence === known.sequence && stamp >= known.stamp)
      const isCancelled = root.getFirstPropertyValue('method') === 'CANCEL'
      if (isNewer) entries.set(uid, { sequence, stamp, text: isCancelled ? null : text })
    },
    dates: (): DateRead[] =>
      [...entries.values()]
        .flatMap(({ text }) => (text === null ? [] : datesIn(text)))
        .sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1)),
    entries: () => [...entries.values()].flatMap(({ text }) => text ?? []),
  }
}
