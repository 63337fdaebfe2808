import { hasRole, seesContent, type Actor } from '../../lib/actor.ts'
import type { StaffId } from '../../lib/ids.ts'
import { startsOn } from '../../lib/time.ts'
import type { DateQuestion, MeetingState } from '../contract/meeting.ts'

/**
 * A meeting is planned, then convened (people are invited), opened, perhaps paused and resumed, and
 * closed. Until it is opened it can be moved or cancelled; a cancelled or closed one stays so.
 */
const transitions = {
  convene: { from: ['planned'], to: 'convened' },
  open: { from: ['planned', 'convened'], to: 'open' },
  pause: { from: ['open'], to: 'paused' },
  resume: { from: ['paused'], to: 'open' },
  close: { from: ['open', 'paused'], to: 'closed' },
  cancel: { from: ['planned', 'convened'], to: 'cancelled' },
} as const satisfies Record<string, { from: readonly MeetingState[]; to: MeetingState }>

export type MeetingAct = keyof typeof transitions

export type Transition =
  | { ok: true; to: MeetingState }
  | { ok: false; reason: OverReason | 'wrongState' }

export function transition(state: MeetingState, act: MeetingAct): Transition {
  const { from, to } = transitions[act]
  if ((from as readonly MeetingState[]).includes(state)) return { ok: true, to }
  return { ok: false, reason: overReason(state) ?? 'wrongState' }
}

export type OverReason = 'meetingClosed' | 'meetingCancelled'

/** Why nothing about a meeting may change any more, or null. */
export function overReason(state: MeetingState): OverReason | null {
  if (state === 'closed') return 'meetingClosed'
  return state === 'cancelled' ? 'meetingCancelled' : null
}

/** States in which a meeting can be moved or cancelled. */
export function isMovable(state: MeetingState): boolean {
  return state === 'planned' || state === 'convened'
}

/** Somebody who chooses "now" may need a minute to send the form. */
const pastAfterMs = 60_000
/** A mistyped year is at least 365 days ahead; a few days less leave room. */
const farAheadMs = 360 * 24 * 3_600_000

/**
 * The question to ask before a meeting is set to that beginning, or null. A beginning up to a
 * minute ago counts as now.
 */
export function dateQuestion(startsAt: Date, now: Date): DateQuestion | null {
  const aheadMs = startsAt.getTime() - now.getTime()
  if (aheadMs < -pastAfterMs) return 'inThePast'
  return aheadMs > farAheadMs ? 'farAhead' : null
}

/** A meeting in the night may begin or last beyond midnight. */
const besideMs = 3 * 3_600_000

/**
 * Whether opening now is for another day than the planned one: on another day in `zone`, and more
 * than three hours before the planned beginning or after the planned end.
 */
export function isAnotherDay(
  { startsAt, endsAt }: { startsAt: Date; endsAt: Date },
  now: Date,
  zone: string,
): boolean {
  if (startsOn(startsAt, zone) === startsOn(now, zone)) return false
  return (
    now.getTime() < startsAt.getTime() - besideMs || now.getTime() > endsAt.getTime() + besideMs
  )
}

export const waitsForOpeningMs = 24 * 3_600_000

/**
 * Whether nobody waits for the opening of a meeting any more: a later one of its staff was opened
 * after its beginning, or its planned end is more than a day ago. False for a meeting that was
 * opened or cancelled.
 */
export function isGivenUp(
  { state, startsAt, endsAt }: { state: MeetingState; startsAt: Date; endsAt: Date },
  { now, openedLast }: { now: Date; openedLast: Date | null },
): boolean {
  if (!isMovable(state) || startsAt > now) return false
  if (openedLast !== null && openedLast >= startsAt) return true
  return now.getTime() - endsAt.getTime() > waitsForOpeningMs
}

const asksAfterMs = 3 * 3_600_000

/**
 * Whether to ask the lead if a meeting still goes on: three hours after its planned end, and three
 * hours after each time they said so.
 */
export function asksForEnd(
  meeting: { state: MeetingState; endsAt: string; stillRunningAt: string | null },
  nowMs: number,
): boolean {
  const sinceMs = Math.max(
    Date.parse(meeting.endsAt),
    meeting.stillRunningAt === null ? -Infinity : Date.parse(meeting.stillRunningAt),
  )
  return isRunning(meeting.state) && nowMs - sinceMs >= asksAfterMs
}

export function isRunning(state: MeetingState): boolean {
  return state === 'open' || state === 'paused'
}

export function isOver(state: MeetingState): boolean {
  return overReason(state) !== null
}

type Of = { staffId: StaffId }

export const maySeeMeetings = (actor: Actor, { staffId }: Of) =>
  seesContent(actor, staffId) || hasRole(actor, staffId, 'records')
export const mayPlan = (actor: Actor, { staffId }: Of) => hasRole(actor, staffId, 'lead', 'kgs')
/** Who opens, pauses, resumes and closes. */
export const mayLead = (actor: Actor, { staffId }: Of) => hasRole(actor, staffId, 'lead')
export const mayRunAgenda = (actor: Actor, { staffId }: Of) =>
  hasRole(actor, staffId, 'lead', 'kgs', 'minuteTaker')
/** Who acts for others: replies on their behalf, check-in, reminders. */
export const mayActForOthers = (actor: Actor, { staffId }: Of) =>
  hasRole(actor, staffId, 'lead', 'kgs')

export type JoinRefusal = 'notInvited' | 'tooEarly' | OverReason | 'videoUnavailable'
export const joinOpensBeforeMs = 15 * 60_000

/**
 * Why somebody may not join the virtual room, or null. It is open from 15 minutes before the
 * beginning, or from an earlier opening, until the close.
 */
export function joinRefusal(
  meeting: { state: MeetingState; startsAt: Date | string; hasVirtualRoom: boolean },
  { isInvited, now }: { isInvited: boolean; now: Date },
): JoinRefusal | null {
  if (!isInvited) return 'notInvited'
  const over = overReason(meeting.state)
  if (over) return over
  if (!meeting.hasVirtualRoom) return 'videoUnavailable'
  if (
    !isRunning(meeting.state) &&
    now.getTime() < new Date(meeting.startsAt).getTime() - joinOpensBeforeMs
  )
    return 'tooEarly'
  return null
}
