import { membershipIn } from '../lib/actor.ts'
import type { Context } from '../lib/context.ts'
import { DomainError } from '../lib/errors.ts'
import type { MeetingInStaff } from './store/meetings.ts'
import { attendeeOfMember } from './store/attendees.ts'

type Place = NonNullable<Awaited<ReturnType<typeof attendeeOfMember>>>

export const notInvited = () => new DomainError('notInvited', 'You are not invited to this meeting')

/** The actor's row in a meeting; undefined when they are not in its staff, or not invited. */
export async function myPlaceIn(
  ctx: Context,
  { meeting, staff }: MeetingInStaff,
): Promise<Place | undefined> {
  const membership = membershipIn(ctx.actor, staff.id)
  if (!membership) return undefined
  const place = await attendeeOfMember(ctx.database.db, meeting.id, membership.memberId)
  return place?.endedAt ? undefined : place
}

export async function requirePlaceIn(ctx: Context, found: MeetingInStaff): Promise<Place> {
  const place = await myPlaceIn(ctx, found)
  if (!place) throw notInvited()
  return place
}
