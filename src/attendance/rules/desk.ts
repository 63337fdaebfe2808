import type { MeetingState } from '../../meetings/contract/meeting.ts'
import type { AttendeeId, MemberId, StaffId } from '../../lib/ids.ts'
import type { Mode } from '../../lib/modes.ts'
import { hasRole, membershipIn, type Actor } from '../../lib/actor.ts'
import { isRunning, overReason, type OverReason } from '../../meetings/rules/states.ts'

export const doorOpensBeforeMs = 3 * 3_600_000

/**
 * Why the desk cannot enter anybody now, or null: it can from three hours before the beginning
 * until the close.
 */
export function deskRefusal(
  { state, startsAt }: { state: MeetingState; startsAt: Date | string },
  now: Date,
): OverReason | 'tooEarly' | null {
  if (isRunning(state)) return null
  const isEarly = now.getTime() < new Date(startsAt).getTime() - doorOpensBeforeMs
  return overReason(state) ?? (isEarly ? 'tooEarly' : null)
}

/** When the door opens, in epoch milliseconds; a meeting opened earlier opens it then. */
export function doorOpensAtMs({
  startsAt,
  openedAt,
}: {
  startsAt: Date | string
  openedAt: Date | string | null
}): number {
  const plannedMs = new Date(startsAt).getTime() - doorOpensBeforeMs
  return openedAt === null ? plannedMs : Math.min(plannedMs, new Date(openedAt).getTime())
}

/** An entry sent this long after it was pressed waited for the connection. */
const sentAtOnceMs = 10_000

/**
 * The moment of an entry that was pressed at `pressed` (null: now). What arrived at once gets the
 * server's time, so that the clocks of several tablets do not change the order of entries.
 */
export function enteredTime(
  pressed: Date | null,
  { now, opensAtMs }: { now: Date; opensAtMs: number },
): Date {
  if (!pressed || now.getTime() - pressed.getTime() <= sentAtOnceMs) return now
  return new Date(Math.min(Math.max(pressed.getTime(), opensAtMs), now.getTime()))
}

/**
 * Who settles how somebody takes part who acts in the meeting and is not recorded: lead, KGS and
 * whoever keeps the minutes, for themselves and for others.
 */
export function maySettle(
  actor: Actor,
  { staffId, minuteTakerId }: { staffId: StaffId; minuteTakerId: MemberId | null },
): boolean {
  const memberId = membershipIn(actor, staffId)?.memberId
  return (
    hasRole(actor, staffId, 'lead', 'kgs', 'minuteTaker') ||
    (memberId !== undefined && memberId === minuteTakerId)
  )
}

/** Whoever opens a meeting first greets people and answers a few minutes later. */
const answersWithinMs = 10 * 60_000

/**
 * From when an answer to *Wie sind Sie dabei?* counts: from now, but for the person who opened the
 * meeting from its opening, when it is no more than ten minutes ago.
 */
export function countsFrom({
  now,
  openedAt,
  isOpener,
}: {
  now: Date
  openedAt: Date
  isOpener: boolean
}): Date {
  return isOpener && now.getTime() - openedAt.getTime() <= answersWithinMs ? openedAt : now
}

type EntryTime = { id: string; attendeeId: AttendeeId; mode: Mode; atMs: number }

/**
 * The moments between which an entry may be moved, both inclusive: from the opening of the door to
 * now, and not past the person's entries in the same mode before and after it. `entries` are those
 * that stand.
 */
export function timeLimits(
  entry: EntryTime,
  {
    entries,
    opensAtMs,
    nowMs,
  }: { entries: readonly EntryTime[]; opensAtMs: number; nowMs: number },
): { fromMs: number; untilMs: number } {
  const others = entries
    .filter(each => each.attendeeId === entry.attendeeId && each.mode === entry.mode)
    .filter(each => each.id !== entry.id)
    .map(each => each.atMs)
  return {
    fromMs: Math.max(opensAtMs, ...others.filter(atMs => atMs <= entry.atMs)),
    untilMs: Math.min(nowMs, ...others.filter(atMs => atMs > entry.atMs)),
  }
}
