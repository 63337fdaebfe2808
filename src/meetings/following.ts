import { createHash } from 'node:crypto'
import type { Db } from '../lib/db.ts'
import type { MeetingId } from '../lib/ids.ts'
import { isoWeekday, startsOn, wallTimeOf } from '../lib/time.ts'
import type { FollowingWish, UsualFacts } from './contract/following.ts'
import type { SeriesRule } from './contract/series.ts'
import {
  canFollow,
  type FollowingStep,
  type InSeries,
  planFollowing,
  usualOf,
} from './rules/following.ts'
import {
  dayAt,
  instancesOn,
  mostPlannedAtOnce,
  seriesDays,
  type SeriesResult,
  type ShiftQuestion,
} from './series.ts'
import type { Slot } from './slot.ts'
import { agendasOf } from './store/agenda.ts'
import type { MeetingInStaff } from './store/meetings.ts'
import { meetingsOfSeries, ruleOfSeries } from './store/series.ts'
import { eventsOf } from './store/events.ts'

/** `slot`: the new time of the meeting; null: it has none, keeps its own, or see `question`. */
export type PlannedStep = FollowingStep & { slot: Slot | null; question: ShiftQuestion | null }

export type PlannedFollowing = {
  usual: UsualFacts | null
  steps: PlannedStep[]
  problem: Exclude<SeriesResult, { ok: true }>['reason'] | null
  /** the same as long as the change does the same to the same meetings */
  seen: string
  found: Map<MeetingId, MeetingInStaff>
}

/** What the change would do to the series of this meeting, which has one. */
export async function plannedFollowing(
  db: Db,
  { meeting, staff }: MeetingInStaff,
  { wish, now }: { wish: FollowingWish; now: Date },
): Promise<PlannedFollowing> {
  const { zone } = staff
  const seriesId = meeting.seriesId! // the caller asks only about meetings of a series
  const all = await meetingsOfSeries(db, seriesId)
  const rule = await ruleOfSeries(db, seriesId)
  const from = wish.startsOn ?? startsOn(meeting.startsAt, zone)
  const known = await knownIn(db, all)
  const meetings = known.filter(({ date }) => date >= from)
  const ahead = meetings.filter(each => canFollow(each, now))
  const most = usualOf(ahead)
  const time = wish.time ?? most?.time ?? '00:00'
  const days =
    wish.rule && most
      ? seriesDays({ startsOn: from, time, zone, rule: wish.rule, limit: mostPlannedAtOnce })
      : null
  const steps = planFollowing(meetings, {
    fromId: meeting.id,
    wish,
    rhythm: days?.ok ? days.days.map(({ localDate }) => localDate) : null,
    leftOut: new Set(rule?.leftOut),
    now,
  }).flatMap(step => {
    const planned = { ...step, ...slotOf(step, { zone, choices: wish.choices }) }
    const isPast = step.meetingId === null && !isAhead(planned, now)
    return isPast ? [] : [planned]
  })
  const problem = days && !days.ok ? days.reason : null
  const usual = most && {
    ...most,
    weekdays: weekdaysOf(rule, known),
    until: ahead.at(-1)!.date, // `most` is made of these
  }
  return {
    usual,
    steps,
    problem,
    seen: createHash('sha256')
      .update(JSON.stringify([steps, problem]))
      .digest('hex'),
    found: new Map(all.map(each => [each.meeting.id, each])),
  }
}

async function knownIn(db: Db, all: readonly MeetingInStaff[]): Promise<InSeries[]> {
  const ids = all.map(({ meeting }) => meeting.id)
  const [agendas, events] = await Promise.all([agendasOf(db, ids), eventsOf(db, ids)])
  const moved = new Set(events.flatMap(each => (each.kind === 'moved' ? each.meetingId : [])))
  return all.map(({ meeting, staff }) => {
    const { date, time } = wallTimeOf(meeting.startsAt, staff.zone)
    const { id, state, startsAt, endsAt, title, place, seats, minuteTakerId } = meeting
    const agenda = (agendas.get(id) ?? []).map(item => ({
      title: item.title,
      responsible: item.responsible,
      minutes: item.minutes,
    }))
    return {
      meetingId: id,
      state,
      startsAt,
      date,
      time: time.slice(0, 5),
      isMoved: moved.has(id),
      durationMin: Math.round((endsAt.getTime() - startsAt.getTime()) / 60_000),
      facts: { title, place, seats, minuteTakerId, agenda },
    }
  })
}

function slotOf(
  { date, what, time }: FollowingStep,
  { zone, choices }: { zone: string; choices: FollowingWish['choices'] },
): { slot: Slot | null; question: ShiftQuestion | null } {
  if (!time || what === 'leftOut') return { slot: null, question: null }
  const { durationMin } = time
  const on = instancesOn([dayAt(date, { time: time.time, zone })], { durationMin, choices })
  if (!on.ok) return { slot: null, question: on.questions[0]! } // one for the one day
  const { startsAt, endsAt } = on.instances[0]! // see above
  return { slot: { startsAt, endsAt }, question: null }
}

function isAhead({ slot, question, date }: PlannedStep, now: Date): boolean {
  if (slot) return slot.startsAt > now
  return question ? question.later > now : date >= now.toISOString().slice(0, 10)
}

/** 1 Monday … 7 Sunday; a weekly series has the weekday that most of its meetings have. */
function weekdaysOf(rule: SeriesRule | undefined, meetings: readonly InSeries[]): number[] {
  if (rule?.every === 'day') return [1, 2, 3, 4, 5, 6, 7]
  if (rule?.every === 'weekdays') return [1, 2, 3, 4, 5]
  if (rule?.every === 'days') return (rule.weekdays ?? []).toSorted()
  const groups = [...Map.groupBy(meetings, ({ date }) => isoWeekday(date))]
  const [most] = groups.toSorted(([, a], [, b]) => b.length - a.length)
  return most ? [most[0]] : []
}
