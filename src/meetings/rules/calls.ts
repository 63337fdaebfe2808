import type { MemberId } from '../../lib/ids.ts'
import type { MeetingEvent } from '../contract/meeting.ts'

/** How a call ended that brought no reply. */
export type Tried = { outcome: 'notReached' | 'cannotCome'; at: Date }

/**
 * How the last call to each member ended, from the meeting's events in order. What was taken back
 * and what was before the last move does not count.
 */
export function triedIn(
  events: readonly (Pick<MeetingEvent, 'kind' | 'details'> & { at: Date })[],
): Map<MemberId, Tried> {
  const tried = new Map<MemberId, Tried>()
  for (const { kind, details, at } of events) {
    if (kind === 'moved') tried.clear()
    if (kind !== 'called' || !details.memberId) continue
    const memberId = details.memberId as MemberId // our own action writes a member id here
    const { outcome } = details
    if (outcome === 'notReached' || outcome === 'cannotCome') tried.set(memberId, { outcome, at })
    else tried.delete(memberId)
  }
  return tried
}
