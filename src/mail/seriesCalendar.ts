import { atOnce } from '../lib/pieces.ts'
import { begun, fill, type InvitationTo, type PartStat, type SharedInvitation } from './calendar.ts'
import {
  addEvent,
  addMoment,
  finishTimes,
  isSafe,
  parsed,
  repeat,
  skeleton,
  written,
} from './ical.ts'
import { recurrenceOf, type Span } from './recurrence.ts'

type PerDate = Pick<SharedInvitation, 'summary' | 'location'> & { partstat: PartStat }
export type SeriesDate = Span & PerDate

/** All dates of a series that one recipient has, as one entry of their calendar. */
export type SeriesInvitation = Omit<
  SharedInvitation,
  keyof Span | 'summary' | 'location' | 'isForRecipientOnly'
> & {
  /** not empty; for CANCEL those that the entry had */
  dates: readonly SeriesDate[]
  description: string
  attendee: Omit<InvitationTo['attendee'], 'partstat'>
}

/**
 * Writes the whole entry, never a single date of it: every update contains the rule, what it leaves
 * out and what takes the place of a start, so that a calendar that replaces the entry by the update
 * has it right (RFC 5546 §3.2.2). Throws as `calendarFor` does. Yields after each event.
 */
export function* seriesCalendar({
  dates,
  description,
  attendee,
  ...common
}: SeriesInvitation): Generator<void, string> {
  const { zone } = common
  const found = yield* recurrenceOf(dates, { zone, isSafe: at => isSafe(at, zone) })
  const { base, rule, without, regular, placed } = found
  const usual = usualOf(regular.length > 0 ? regular : dates)
  const singly = [
    ...regular
      .filter(date => keyOf(date) !== keyOf(usual))
      .map(date => ({ at: date.startsAt, date })),
    ...placed,
  ].toSorted((a, b) => a.at.getTime() - b.at.getTime())
  const spans: (Span & PerDate)[] = [{ ...usual, ...base }]
  // a cancellation is about the entry as a whole
  if (common.method === 'REQUEST') spans.push(...singly.map(each => each.date))
  const calendar = skeleton(common.method, common)
  for (const span of spans) addEvent(calendar, begun({ ...common, ...span }))
  const root = parsed(calendar)
  yield
  for (const [index, event] of root.getAllSubcomponents('vevent').entries()) {
    const span = spans[index]! // the events were made from the spans
    finishTimes(event, { ...common, ...span, zone: index > 0 ? zone : found.zone })
    fill(event, { ...common, ...span })({
      description,
      attendee: { ...attendee, partstat: span.partstat },
    })
    if (index > 0) addMoment(event, 'recurrence-id', { ...found, at: singly[index - 1]!.at })
    else if (rule) repeat(event, { rule, without, zone: found.zone })
    yield
  }
  return written(root)
}

/** The same without yielding. */
export const buildSeriesCalendar = (of: SeriesInvitation) => atOnce(seriesCalendar(of))

const keyOf = ({ summary, location, partstat }: PerDate) => [summary, location, partstat].join('\n')

/** What most dates have in common; of equally many the earliest. */
function usualOf(dates: readonly SeriesDate[]): PerDate {
  const [most] = [...Map.groupBy(dates, keyOf).values()].toSorted((a, b) => b.length - a.length)
  return most![0]! // there are dates
}
