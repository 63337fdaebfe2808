import { hasRole, membershipIn, seesContent, type Actor } from '../../lib/actor.ts'
import type { MemberId, StaffId } from '../../lib/ids.ts'
import type { MinutesState } from '../contract.ts'

type Of = { staffId: StaffId }
/** `minuteTakerId`: the minute taker of this meeting, null when nobody was named. */
type OfMeeting = Of & { minuteTakerId: MemberId | null }

/** Everybody who sees meetings may see drafts; the records desk sees only released minutes. */
export function maySeeMinutes(
  actor: Actor,
  { staffId, state }: Of & { state: MinutesState },
): boolean {
  return seesContent(actor, staffId) || (state === 'released' && hasRole(actor, staffId, 'records'))
}

export function mayEditMinutes(actor: Actor, { staffId, minuteTakerId }: OfMeeting): boolean {
  const memberId = membershipIn(actor, staffId)?.memberId
  return (
    hasRole(actor, staffId, 'lead', 'kgs', 'minuteTaker') ||
    (memberId !== undefined && memberId === minuteTakerId)
  )
}

export const mayNameMinuteTaker = (actor: Actor, { staffId }: Of) => hasRole(actor, staffId, 'lead')

export type ReleaseRefusal = 'notLead' | 'noMinuteTaker' | 'samePerson'

/**
 * Why this person cannot release, or null. The lead signs, and somebody else must have kept the
 * minutes.
 */
export function releaseRefusal(
  actor: Actor,
  { staffId, minuteTakerId }: OfMeeting,
): ReleaseRefusal | null {
  if (!hasRole(actor, staffId, 'lead')) return 'notLead'
  if (minuteTakerId === null) return 'noMinuteTaker'
  return membershipIn(actor, staffId)?.memberId === minuteTakerId ? 'samePerson' : null
}
