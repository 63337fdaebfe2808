import type { Occasion } from '../../mail/contract.ts'
import type { MeetingState } from '../contract/meeting.ts'
import { isOver, isRunning } from './states.ts'

/** Whether nothing comes of a mail any more that was written for `occasion`; nobody is told of what is past. */
export function isPointless(
  { kind }: Pick<Occasion, 'kind'>,
  { state, endsAt }: { state: MeetingState; endsAt: Date },
  now: Date,
): boolean {
  if (kind === 'cancelled') return state !== 'cancelled'
  if (isOver(state)) return true
  return !isRunning(state) && endsAt <= now
}
