import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { StaffId } from '../../../src/lib/ids.ts'
import { addDays, startsOn } from '../../../src/lib/time.ts'
import type { MeetingSummary } from '../../../src/meetings/contract/meeting.ts'
import { isOver } from '../../../src/meetings/rules/states.ts'
import { ButtonLink } from '../frame/links.tsx'
import { Loaded } from '../frame/Loaded.tsx'
import { useT } from '../i18n/i18n.ts'
import { classes } from '../ui/classes.ts'
import { Panel } from '../ui/Panel.tsx'
import { useFormat, useNow, useZone } from '../ui/time.tsx'
import { addMonths, weeksOf } from './calendar.ts'
import { staffMeetingsQuery } from './queries.ts'
import { useMonthWords, useWeekdays } from './useDayWords.ts'
import { useMeetingTitle } from './name.ts'
import { useMyReplyWords } from './words.ts'

type Props = { staffId: StaffId; month?: string; incident?: string; filter: ReactNode }

/** A month as a calendar; on a phone only the days that have a meeting. */
export function MeetingsCalendar({ staffId, month: asked, incident, filter }: Props) {
  const t = useT('meetings')
  const zone = useZone()
  const today = startsOn(useNow(60_000), zone)
  const month = asked ?? today.slice(0, 7)
  const monthWords = useMonthWords()
  const weeks = weeksOf(month)
  // one more day at both ends, because the staff's midnight is not that of UTC
  const span = {
    from: `${addDays(weeks[0]?.[0] ?? `${month}-01`, -1)}T00:00:00.000Z`,
    until: `${addDays(weeks.at(-1)?.[6] ?? `${month}-28`, 2)}T00:00:00.000Z`,
  }
  const query = useQuery(staffMeetingsQuery(staffId, span))
  const to = (next: string | null) => ({
    view: 'calendar' as const,
    ...(next ? { month: next } : {}),
    ...(incident ? { incident } : {}),
  })
  return (
    <Panel
      title={monthWords(month)}
      aside={
        <span className="row wrap no-print">
          {filter}
          <ButtonLink size="small" to="/meetings" search={to(addMonths(month, -1))}>
            ‹ {monthWords(addMonths(month, -1)).split(' ')[0]}
          </ButtonLink>
          {month === today.slice(0, 7) ? null : (
            <ButtonLink size="small" to="/meetings" search={to(null)}>
              {t('list.toToday')}
            </ButtonLink>
          )}
          <ButtonLink size="small" to="/meetings" search={to(addMonths(month, 1))}>
            {monthWords(addMonths(month, 1)).split(' ')[0]} ›
          </ButtonLink>
        </span>
      }
    >
      <Loaded query={query} what={t('title')}>
        {list => (
          <Month
            month={month}
            today={today}
            weeks={weeks}
            meetings={incident ? list.filter(each => each.incidentId === incident) : list}
          />
        )}
      </Loaded>
    </Panel>
  )
}

function Month({
  month,
  today,
  weeks,
  meetings,
}: {
  month: string
  today: string
  weeks: readonly (readonly string[])[]
  meetings: readonly MeetingSummary[]
}) {
  const t = useT('meetings')
  const zone = useZone()
  const monthWords = useMonthWords()
  const weekdays = useWeekdays()
  const byDay = Map.groupBy(meetings, each => startsOn(each.startsAt, zone))
  // the weeks at the ends show days of the months around, too
  const isEmpty = !weeks.some(week => week.some(day => byDay.has(day)))
  return (
    <>
      <table className="month">
        <caption className="sr-only">{`${t('list.caption')}: ${monthWords(month)}`}</caption>
        <thead>
          <tr>
            {weekdays.map(day => (
              <th key={day.number} scope="col" abbr={day.long}>
                {day.short}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map(week => (
            <tr key={week[0]}>
              {week.map((date, i) => {
                const found = byDay.get(date) ?? []
                return (
                  <td
                    key={date}
                    className={classes(
                      !date.startsWith(month) && 'outside',
                      date === today && 'today',
                      found.length === 0 && 'empty',
                    )}
                  >
                    <span className="day">
                      <span className="weekday">{weekdays[i]?.short}, </span>
                      {Number(date.slice(8))}.
                      {date.startsWith(month) ? null : (
                        <span className="weekday">
                          {' '}
                          {monthWords(date.slice(0, 7)).split(' ')[0]}
                        </span>
                      )}
                      {date === today ? <span> {t('list.today')}</span> : null}
                    </span>
                    {found.map(each => (
                      <Entry key={each.meetingId} meeting={each} />
                    ))}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {isEmpty ? <p className="state soft">{t('list.emptyMonth')}</p> : null}
    </>
  )
}

function Entry({ meeting }: { meeting: MeetingSummary }) {
  const t = useT('meetings')
  const common = useT('common')
  const format = useFormat()
  const reply = useMyReplyWords()
  const { kind, me, meetingId, seriesId, startsAt, state } = meeting
  const title = useMeetingTitle()(meeting)
  const isQuiet = isOver(state)
  const marks = [
    common(`state.${state}`),
    kind === 'exercise' ? common('kind.exercise') : '',
    seriesId ? t('list.inSeries') : '',
    me && !isQuiet && (me.reply || state !== 'planned') ? reply(meeting) : '',
  ].filter(Boolean)
  return (
    <Link
      to="/meetings/$meetingId"
      params={{ meetingId }}
      // a list of links reads each without its day beside it
      aria-label={[`${title}, ${format.dateTime(startsAt, 'medium')}`, ...marks].join(' · ')}
      className={classes('month-entry', isQuiet && 'quiet', state === 'cancelled' && 'off')}
    >
      <b>
        {format.time(startsAt, startsAt)} {title}
      </b>
      <small>{marks.join(' · ')}</small>
    </Link>
  )
}
