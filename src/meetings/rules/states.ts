import { hasRole, seesContent, type Actor } from '../../lib/actor.ts'
import type { StaffId } from '../../lib/ids.ts'
import type { Lang } from '../../lib/time.ts'
import type { DateQuestion, MeetingState } from '../contract/meeting.ts'

/**
 * A meeting is planned, then convened (people are invited), opened, perhaps paused and resumed, and closed. Until it is
 * opened it can be moved or cancelled; a cancelled or closed one stays so.
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

/** Why nothing about a meeting may change any more; null while it may. */
export function overReason(state: MeetingState): OverReason | null {
  if (state === 'closed') return 'meetingClosed'
  return state === 'cancelled' ? 'meetingCancelled' : null
}

/** States in which a meeting can be moved or cancelled. */
export function isMovable(state: MeetingState): boolean {
  return state === 'planned' || state === 'convened'
}

/** Whoever says "now" may need a minute for it. */
const pastAfterMs = 60_000
/** A year too many is at least 365 days ahead; with some days to spare. */
const farAheadMs = 360 * 24 * 3_600_000

/** What is asked back before a meeting is set for that time; null: nothing. A beginning up to a minute ago is now. */
export function dateQuestion(startsAt: Date, now: Date): DateQuestion | null {
  const aheadMs = startsAt.getTime() - now.getTime()
  if (aheadMs < -pastAfterMs) return 'inThePast'
  return aheadMs > farAheadMs ? 'farAhead' : null
}

export const waitsForOpeningMs = 24 * 3_600_000

/**
 * Whether nobody waits for a meeting to be opened any more: a later one of its staff has been opened since it was to begin, or its planned end
 * is more than a day ago. One that was opened or cancelled is not given up, it has an end of its own.
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

/** Whether the lead is asked if a meeting still goes on: three hours after its planned end, and three after each time they said so. */
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
/** Opens, pauses, resumes, closes. */
export const mayLead = (actor: Actor, { staffId }: Of) => hasRole(actor, staffId, 'lead')
export const mayRunAgenda = (actor: Actor, { staffId }: Of) =>
  hasRole(actor, staffId, 'lead', 'kgs', 'minuteTaker')
/** Speaks for others: replies on their behalf, check-in, reminders. */
export const mayActForOthers = (actor: Actor, { staffId }: Of) =>
  hasRole(actor, staffId, 'lead', 'kgs')

export type JoinRefusal = 'notInvited' | 'tooEarly' | OverReason | 'videoUnavailable'
export const joinOpensBeforeMs = 15 * 60_000

/** From 15 minutes before the beginning until the close; an early opening opens the door too. */
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

const titles: Record<Lang, (number: number) => string> = {
  de: number => `${number}. Sitzung`,
  en: number => `Meeting ${number}`,
}

/** The title of a meeting without a name of its own. A function, because pages compare a title with both languages. */
export const meetingTitle = (number: number, lang: Lang) => titles[lang](number)
