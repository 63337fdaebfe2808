import type { Occasion } from '../../mail/contract.ts'
import type { MeetingState } from '../contract/meeting.ts'
import { isOver, isRunning, waitsForOpeningMs } from './states.ts'

/**
 * Whether a mail written for `occasion` must not be sent any more. Mails about meetings that are
 * over, given up (`isGivenUp`), only planned, or entered after their end are pointless, so is a
 * goodbye to somebody who is invited, and anything else to somebody who is not. Two mails are still
 * useful after the date: that a meeting is cancelled which could still be opened, and that a date
 * was moved which people still have in their calendars.
 */
export function isPointless(
  occasion: Pick<Occasion, 'kind'> & { before?: { endsAt: string } },
  { state, endsAt, createdAt }: { state: MeetingState; endsAt: Date; createdAt: Date },
  { isInvited, isGivenUp, now }: { isInvited: boolean; isGivenUp: boolean; now: Date },
): boolean {
  if (isGoodbye(occasion) === isInvited) return true
  if (occasion.kind === 'cancelled')
    return state !== 'cancelled' || now.getTime() - endsAt.getTime() > waitsForOpeningMs
  if (isOver(state) || state === 'planned') return true
  if (occasion.before) return new Date(occasion.before.endsAt) <= now && endsAt <= now
  if (occasion.kind === 'reminder' && !isRunning(state)) return endsAt <= now
  return isGivenUp || endsAt <= createdAt
}

const urgentBeforeMs = 60 * 60_000

/**
 * Whether it cannot wait: about an operation, not an exercise, that begins within the hour or has
 * begun.
 */
export const isUrgent = (
  { kind, startsAt }: { kind: 'operation' | 'exercise'; startsAt: Date },
  occasion: Pick<Occasion, 'kind'>,
  now: Date,
): boolean =>
  kind === 'operation' &&
  !isGoodbye(occasion) &&
  startsAt.getTime() - now.getTime() <= urgentBeforeMs

/** Whether the mail tells somebody that they are not invited any more. */
export const isGoodbye = ({ kind }: Pick<Occasion, 'kind'>): boolean =>
  kind === 'left' || kind === 'uninvited' || kind === 'released'
