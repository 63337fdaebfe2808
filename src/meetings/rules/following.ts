import type { MeetingId, MemberId } from '../../lib/ids.ts'
import type { FollowingField, FollowingWhat, FollowingWish } from '../contract/following.ts'
import type { AgendaItemInput, MeetingState } from '../contract/meeting.ts'
import { isMovable } from './states.ts'

/** What meetings of a series have in common, beside their time. */
export type Facts = {
  title: string | null
  place: string
  seats: number | null
  minuteTakerId: MemberId | null
  agenda: AgendaItemInput[]
}

/** A meeting of a series; `date`, `time` and `durationMin` are its wall time in the staff's zone. */
export type InSeries = {
  meetingId: MeetingId
  state: MeetingState
  startsAt: Date
  date: string
  time: string
  durationMin: number
  /** it was moved from the time it was planned for */
  isMoved: boolean
  facts: Facts
}

type Time = Pick<InSeries, 'time' | 'durationMin'>
export type Usual = Facts & Time

export type FollowingStep = {
  date: string
  /** null: a day of the rhythm without a meeting */
  meetingId: MeetingId | null
  what: FollowingWhat
  single: FollowingField[]
  /** null: it keeps its time */
  time: Time | null
  /** the facts to write; of a new meeting all that are wished */
  facts: Partial<Facts>
}

/** Meetings that can still change: not opened, and not begun by the clock. */
export const canFollow = ({ state, startsAt }: Pick<InSeries, 'state' | 'startsAt'>, now: Date) =>
  isMovable(state) && startsAt > now

const factFields = ['title', 'place', 'seats', 'minuteTakerId', 'agenda'] as const

/**
 * What most of the meetings have, field by field; of equally many the earliest, and a time that no
 * meeting was moved to before one that is an exception. Null without meetings.
 */
export function usualOf(meetings: readonly InSeries[]): Usual | null {
  const [first] = meetings
  if (!first) return null
  const kept = meetings.filter(each => !each.isMoved)
  const times = [...kept, ...meetings.filter(each => each.isMoved)].map(timeOf)
  return {
    ...mostCommon(times),
    title: mostCommon(meetings.map(each => each.facts.title)),
    place: mostCommon(meetings.map(each => each.facts.place)),
    seats: mostCommon(meetings.map(each => each.facts.seats)),
    minuteTakerId: mostCommon(meetings.map(each => each.facts.minuteTakerId)),
    agenda: mostCommon(meetings.map(each => each.facts.agenda)),
  }
}

type Wish = Pick<FollowingWish, 'time' | 'durationMin' | 'days' | keyof Facts>

type Plan = {
  /** the meeting from which the change was asked; it always follows */
  fromId: MeetingId
  wish: Wish
  /** the days of the new rhythm; null: the days stay */
  rhythm: readonly string[] | null
  /** days that were left out when the rhythm was made */
  leftOut: ReadonlySet<string>
  now: Date
}

/**
 * What a change does to each meeting of a series and each day of its rhythm, in order of time.
 * `meetings` are all of the series from the first day on, in order of time. A day that is in both
 * rhythms keeps its meeting, and so its replies. A field in which a meeting differs from what most
 * have was changed singly, and keeps its value.
 */
export function planFollowing(meetings: readonly InSeries[], plan: Plan): FollowingStep[] {
  const usual = usualOf(meetings.filter(each => canFollow(each, plan.now)))
  if (!usual) return []
  const steps = meetings.flatMap(each =>
    each.state === 'cancelled' || each.state === 'closed' ? [] : stepOf(each, { ...plan, usual }),
  )
  const taken = new Set(
    meetings.filter(({ state }) => state !== 'cancelled').map(({ date }) => date),
  )
  const cancelled = new Set(meetings.map(({ date }) => date).filter(date => !taken.has(date)))
  const added = (plan.rhythm ?? [])
    .filter(date => !taken.has(date))
    .map((date): FollowingStep => {
      const choice = plan.wish.days[date]
      const isOut = choice ? choice === 'out' : plan.leftOut.has(date) || cancelled.has(date)
      const time = wishedTime(plan.wish, usual)
      const facts = wishedFacts(plan.wish)
      return { date, meetingId: null, what: isOut ? 'leftOut' : 'comes', single: [], time, facts }
    })
  return [...steps, ...added].sort((a, b) => (a.date < b.date ? -1 : Number(a.date > b.date)))
}

function stepOf(
  meeting: InSeries,
  { fromId, wish, rhythm, now, usual }: Plan & { usual: Usual },
): FollowingStep {
  const { date, meetingId, facts } = meeting
  const as = (what: FollowingWhat): FollowingStep => ({
    date,
    meetingId,
    what,
    single: canFollow(meeting, now) ? single : [],
    time: null,
    facts: {},
  })
  const single: FollowingField[] = [
    ...factFields.filter(field => !isSame(facts[field], usual[field])),
    ...(isSame(timeOf(meeting), timeOf(usual)) ? [] : (['time'] as const)),
  ]
  if (!canFollow(meeting, now)) return as('begun')
  const choice = wish.days[date]
  if (rhythm) {
    if (!rhythm.includes(date)) return as(choice === 'in' ? 'kept' : 'goes')
    if (choice === 'out') return as('goes')
  } else if (choice === 'out') return as('kept')
  const isAll = meetingId === fromId || (rhythm === null && choice === 'in')
  const follows = (field: FollowingField) => isAll || !single.includes(field)
  const wished = wishedFacts(wish)
  const changed: Partial<Facts> = Object.fromEntries(
    Object.entries(wished).filter(
      // the keys are those of the facts
      ([field, value]) =>
        follows(field as keyof Facts) && !isSame(facts[field as keyof Facts], value),
    ),
  )
  const time = wishedTime(wish, usual)
  const isMoved =
    (wish.time !== undefined || wish.durationMin !== undefined) &&
    follows('time') &&
    !isSame(timeOf(meeting), time)
  const isChanged = isMoved || Object.keys(changed).length > 0
  return { ...as(isChanged ? 'changes' : 'stays'), time: isMoved ? time : null, facts: changed }
}

const timeOf = ({ time, durationMin }: Time): Time => ({ time, durationMin })

const wishedTime = (wish: Wish, usual: Time): Time => ({
  time: wish.time ?? usual.time,
  durationMin: wish.durationMin ?? usual.durationMin,
})

const wishedFacts = (wish: Wish): Partial<Facts> =>
  Object.fromEntries(
    factFields.flatMap(field => (wish[field] === undefined ? [] : [[field, wish[field]]])),
  )

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

function mostCommon<T>(values: readonly T[]): T {
  const groups = [...Map.groupBy(values, value => JSON.stringify(value)).values()]
  // groups are never empty, and callers give at least one value
  return groups.reduce((most, group) => (group.length > most.length ? group : most))[0]!
}
