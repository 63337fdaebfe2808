import type { Occasion } from '../../mail/contract.ts'
import type { MeetingState } from '../contract/meeting.ts'
import { isOver, isRunning, waitsForOpeningMs } from './states.ts'

/**
 * Whether nothing comes of a mail any more that was written for `occasion`: nobody is told of what is past, or only planned; who is
 * invited is not told that they are not, and who is not is told nothing else. Two things are still ahead when the date is past: that
 * a meeting does not take place which might still be opened, and that a date does not hold which people have in their calendars.
 */
export function isPointless(
  occasion: Pick<Occasion, 'kind'> & { before?: { endsAt: string } },
  { state, endsAt }: { state: MeetingState; endsAt: Date },
  { isInvited, now }: { isInvited: boolean; now: Date },
): boolean {
  if (isGoodbye(occasion) === isInvited) return true
  if (occasion.kind === 'cancelled')
    return state !== 'cancelled' || now.getTime() - endsAt.getTime() > waitsForOpeningMs
  if (isOver(state) || state === 'planned') return true
  if (occasion.before && new Date(occasion.before.endsAt) > now) return false
  return !isRunning(state) && endsAt <= now
}

/** Whether it tells somebody that they are no longer invited. */
export const isGoodbye = ({ kind }: Pick<Occasion, 'kind'>): boolean =>
  kind === 'left' || kind === 'uninvited' || kind === 'released'
