import type { Id, MemberId, PersonId, StaffId } from './ids.ts'

export const roles = [
  'lead',
  'kgs',
  'minuteTaker',
  'member',
  'guest',
  'records',
  'press',
  'it',
] as const
export type Role = (typeof roles)[number]

export type Membership = { staffId: StaffId; memberId: MemberId; roles: Role[] }

/** The person who makes the request, signed in with two factors, and their roles in each staff. */
export type Actor = {
  personId: PersonId
  sessionId: Id<'session'>
  name: string
  language: 'de' | 'en'
  memberships: Membership[]
}

/** A person's roles in one staff, whether or not they make the request. */
type Belonging = Pick<Actor, 'memberships'>

export function membershipIn(actor: Belonging, staffId: StaffId): Membership | undefined {
  return actor.memberships.find(m => m.staffId === staffId)
}

export function hasRole(actor: Belonging, staffId: StaffId, ...wanted: Role[]): boolean {
  return membershipIn(actor, staffId)?.roles.some(role => wanted.includes(role)) ?? false
}

/** IT alone sees no meeting content; every other role of a staff does. */
export function seesContent(actor: Actor, staffId: StaffId): boolean {
  return hasRole(actor, staffId, 'lead', 'kgs', 'minuteTaker', 'member', 'guest', 'press')
}
