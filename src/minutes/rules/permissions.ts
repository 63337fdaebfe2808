import { hasRole, membershipIn, seesContent, type Actor } from '../../lib/actor.ts'
import type { MemberId, StaffId } from '../../lib/ids.ts'
import type { MinutesState } from '../contract.ts'

type Of = { staffId: StaffId }
/** `minuteTakerId`: the member who kept the minutes of this meeting, null when nobody was named. */
type OfMeeting = Of & { minuteTakerId: MemberId | null }

/** Drafts are for those who see meetings; the records desk sees what is released. */
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

/** Why this person cannot release, null when they can: the lead signs, somebody else kept the minutes. */
export function releaseRefusal(
  actor: Actor,
  { staffId, minuteTakerId }: OfMeeting,
): ReleaseRefusal | null {
  if (!hasRole(actor, staffId, 'lead')) return 'notLead'
  if (minuteTakerId === null) return 'noMinuteTaker'
  return membershipIn(actor, staffId)?.memberId === minuteTakerId ? 'samePerson' : null
}
