import type { Deps } from '../lib/context.ts'
import type { Lang } from '../lib/time.ts'
import { answerOnlyAt } from '../mail/calendarFields.ts'
import { type SeriesDate, seriesCalendar } from '../mail/seriesCalendar.ts'
import { answerAllUrl, entryLobbyUrl, entryUid } from './link.ts'
import { alarmFor, dialInOf, locationOf, summaryOf } from './naming.ts'
import { partStat } from './partStat.ts'
import { isOver } from './rules/states.ts'
import { ownTitle } from './rules/title.ts'
import type { Seat } from './store/entries.ts'
import type { MeetingInStaff } from './store/meetings.ts'
import type { MailContent } from '../mail/store/mails.ts'

/** The entry of calendars that the meetings of a series share, as one person has it. */
export type InEntry = { calendarEntry: string; sequence: number; seats: readonly Seat[] }

type Recipient = { name: string; email: string; language: Lang }

/**
 * The calendar part of a mail about dates of an entry: all dates that the person has now, so a
 * later part replaces the earlier ones. When they have none any more it cancels the dates that the
 * mail is about, and with them the entry. Yields often.
 */
export function* entryPart(
  deps: Deps,
  { calendarEntry, sequence, seats }: InEntry,
  { to, about, at }: { to: Recipient; about: readonly MeetingInStaff[]; at: Date },
): Generator<void, Pick<MailContent, 'calendarMethod' | 'calendar'>> {
  const { name, email: mail, language: lang } = to
  const shown = seats.filter(seat => isShown(seat, at))
  const ahead = shown.filter(seat => isAhead(seat, at))
  const method = shown.length > 0 ? 'REQUEST' : 'CANCEL'
  const { staff, incident } = about[0]! // a mail is about a meeting
  const dates =
    shown.length > 0
      ? shown.map(({ found, reply }) => dateOf(found, { lang, partstat: partStat(reply) }))
      : about.map(found => ({
          ...dateOf(found, { lang, partstat: 'NEEDS-ACTION' }),
          // whoever is not invited any more does not learn where it is
          location: '',
        }))
  const url = ahead[0] && answerAllUrl(deps, ahead[0])
  const isVirtual = ahead.some(({ found }) => found.meeting.hasVirtualRoom)
  const dialIn = ahead.length > 0 ? dialInOf(staff) : undefined
  const calendar = yield* seriesCalendar({
    method,
    uid: entryUid(calendarEntry),
    sequence,
    dtstamp: at,
    zone: staff.zone,
    organizer: { name: staff.name, mail: deps.config.MAIL_FROM },
    ...alarmFor(
      dates.map(({ startsAt }) => startsAt),
      at,
    ),
    lang,
    dates,
    description: url ? `${incident.title}\n${answerOnlyAt(url, lang)}` : '',
    attendee: { name, mail },
    ...(isVirtual ? { joinUrl: entryLobbyUrl(deps, calendarEntry) } : {}),
    ...(dialIn ? { dialIn } : {}),
  })
  return { calendarMethod: method, calendar }
}

/** Whether the date stands in the person's calendar. Somebody who left keeps the past ones. */
const isShown = ({ found: { meeting }, wasMailed, hasEnded, hasLeft }: Seat, at: Date) =>
  wasMailed &&
  !hasEnded &&
  !(hasLeft && meeting.endsAt > at) &&
  meeting.state !== 'planned' &&
  meeting.state !== 'cancelled'

export const isAhead = ({ found: { meeting }, isInvited }: Seat, at: Date) =>
  isInvited && !isOver(meeting.state) && meeting.endsAt > at

function dateOf(
  found: MeetingInStaff,
  { lang, partstat }: { lang: Lang; partstat: SeriesDate['partstat'] },
): SeriesDate {
  const { startsAt, endsAt } = found.meeting
  // not by number: the first meetings of a series have one, and the later ones would differ by it
  return {
    startsAt,
    endsAt,
    location: locationOf(found.meeting, lang),
    partstat,
    summary: summaryOf(found, ownTitle(found.meeting), lang),
  }
}
