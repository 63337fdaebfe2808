import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { MeetingId, MemberId } from '../../../src/lib/ids.ts'
import { isDate } from '../../../src/lib/time.ts'
import type {
  FollowingDay,
  FollowingField,
  FollowingWish,
  UsualFacts,
} from '../../../src/meetings/contract/following.ts'
import { api, send } from '../api.ts'
import { wholeNumber } from '../ui/numbers.ts'
import { type ItemDraft, isItemMinutesWrong, itemDraft, writtenItems } from './planDraft.ts'
import { pause } from './queries.ts'

type Wish = z.input<typeof FollowingWish>
export type DayChoice = 'in' | 'out'

/** All fields of the form, as typed. */
export type TypedFollowing = {
  startsOn: string
  weekdays: number[]
  time: string
  duration: string
  until: string
  title: string
  place: string
  seats: string
  minuteTakerId: MemberId | null
  agenda: ItemDraft[]
  days: Record<string, DayChoice>
  choices: Record<string, 'earlier' | 'later'>
  isMeant: boolean
}

export function typedFollowing(usual: UsualFacts, startsOn: string): TypedFollowing {
  return {
    startsOn,
    weekdays: usual.weekdays,
    time: usual.time,
    duration: String(usual.durationMin),
    until: usual.until,
    title: usual.title ?? '',
    place: usual.place,
    seats: usual.seats === null ? '' : String(usual.seats),
    minuteTakerId: usual.minuteTakerId,
    agenda: usual.agenda.map(itemDraft),
    days: {},
    choices: {},
    isMeant: false,
  }
}

export type FollowingProblem =
  | 'startsOn'
  | 'noWeekdays'
  | 'time'
  | 'durationMin'
  | 'until'
  | 'seats'
  | 'agenda'

/** The fields that are missing or wrong. */
export function followingProblems(typed: TypedFollowing): Set<FollowingProblem> {
  const found = new Set<FollowingProblem>()
  if (!isDate(typed.startsOn)) found.add('startsOn')
  if (typed.weekdays.length === 0) found.add('noWeekdays')
  if (!/^\d\d:\d\d$/.test(typed.time)) found.add('time')
  if (durationOf(typed) === null) found.add('durationMin')
  if (!isDate(typed.until)) found.add('until')
  if (typed.seats.trim() !== '' && seatsOf(typed) === null) found.add('seats')
  const items = writtenItems(typed.agenda)
  if (items.some(item => item.title.trim() === '' || isItemMinutesWrong(item))) found.add('agenda')
  return found
}

const durationOf = ({ duration }: TypedFollowing) => wholeNumber(duration, { from: 1, to: 1440 })
const seatsOf = ({ seats }: TypedFollowing) => wholeNumber(seats, { from: 1, to: 10_000 })

/** Whether the days of the meetings change, not only what they are like. */
export const hasNewRhythm = (typed: TypedFollowing, usual: UsualFacts): boolean =>
  typed.until !== usual.until || typed.weekdays.join() !== usual.weekdays.join()

/** What to send, for fields without problem: only what differs from what is usual. */
export function followingWish(typed: TypedFollowing, usual: UsualFacts): Wish {
  const title = typed.title.trim() || null
  const place = typed.place.trim()
  const seats = typed.seats.trim() === '' ? null : seatsOf(typed)
  const agenda = agendaOf(typed)
  const durationMin = durationOf(typed) ?? usual.durationMin
  return {
    startsOn: typed.startsOn,
    ...(title === usual.title ? {} : { title }),
    ...(place === usual.place ? {} : { place }),
    ...(seats === usual.seats ? {} : { seats }),
    ...(typed.minuteTakerId === usual.minuteTakerId ? {} : { minuteTakerId: typed.minuteTakerId }),
    ...(JSON.stringify(agenda) === JSON.stringify(usual.agenda) ? {} : { agenda }),
    ...(typed.time === usual.time ? {} : { time: typed.time }),
    ...(durationMin === usual.durationMin ? {} : { durationMin }),
    ...(hasNewRhythm(typed, usual)
      ? { rule: { every: 'days' as const, weekdays: typed.weekdays, until: typed.until } }
      : {}),
    days: typed.days,
    choices: typed.choices,
    ...(typed.isMeant ? { meant: 'farAhead' as const } : {}),
  }
}

const agendaOf = ({ agenda }: TypedFollowing) =>
  writtenItems(agenda).map(item => ({
    title: item.title.trim(),
    responsible: item.responsible.trim(),
    minutes: item.minutes.trim() === '' ? null : Number(item.minutes),
  }))

/** The fields that the wish changes. */
export const changedFields = (wish: Wish): FollowingField[] =>
  (['time', 'title', 'place', 'seats', 'minuteTakerId', 'agenda'] as const).filter(
    field => wish[field] !== undefined || (field === 'time' && wish.durationMin !== undefined),
  )

/** Days of the new rhythm that are a public holiday, and for which nobody has decided. */
export const undecided = (days: readonly FollowingDay[], chosen: TypedFollowing['days']) =>
  days.filter(day => isAskedHoliday(day, chosen[day.date]) && chosen[day.date] === undefined)

/** A public holiday on which a meeting would take place, or would without the choice. */
export const isAskedHoliday = (
  { holiday, what }: FollowingDay,
  choice: DayChoice | undefined,
): boolean =>
  holiday !== null &&
  (what === 'stays' || what === 'changes' || what === 'comes' || choice === 'out')

export const followingQuery = (meetingId: MeetingId, wish: Wish | null) =>
  queryOptions({
    queryKey: ['meeting', meetingId, 'following', wish],
    queryFn: async ({ signal }) => {
      await pause(signal)
      const route = api.api.meetings[':meetingId'].following.preview
      // the query is disabled without a wish
      return send(route.$post({ param: { meetingId }, json: wish! }, { init: { signal } }))
    },
    enabled: wish !== null,
    placeholderData: shown => shown,
    staleTime: 0,
  })
