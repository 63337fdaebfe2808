import type { Occasion } from '../../mail/contract.ts'
import type { MeetingState } from '../contract/meeting.ts'
import { isOver, isRunning } from './states.ts'

/**
 * Whether nothing comes of a mail any more that was written for `occasion`: nobody is told of what is past, or only planned; who is
 * invited is not told that they are not, and who is not is told nothing else.
 */
export function isPointless(
  { kind }: Pick<Occasion, 'kind'>,
  { state, endsAt }: { state: MeetingState; endsAt: Date },
  { isInvited, now }: { isInvited: boolean; now: Date },
): boolean {
  const isOut = kind === 'left' || kind === 'uninvited'
  if (isOut === isInvited) return true
  if (kind === 'cancelled') return state !== 'cancelled'
  if (isOver(state) || state === 'planned') return true
  return !isRunning(state) && endsAt <= now
}
