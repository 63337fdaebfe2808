import { audit } from '../../audit/store.ts'
import type { Context } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import type { AttendeeId, FunctionId, MemberId } from '../../lib/ids.ts'
import type { MeetingInStaff } from '../store/meetings.ts'
import { participationOfOne } from '../store/participation.ts'
import { type Letters, queueAll, queueMeetingMails } from './mail.ts'
import { bringIn, inviteesOf } from './attendees.ts'
import type { Participant } from '../store/participants.ts'

/**
 * Adds one more member by hand, in the place of who is invited for `functionId` where it is given;
 * mails nobody.
 */
export async function addOne(
  tx: Db,
  ctx: Context,
  found: MeetingInStaff,
  { memberId, ...how }: { memberId: MemberId; functionId?: FunctionId; at: Date },
): Promise<{ attendeeId: AttendeeId; isNew: boolean }> {
  const added = await bringIn(tx, found, { memberId, ...how })
  if (!added.isNew) return added
  await audit(ctx, tx, {
    staffId: found.staff.id,
    action: 'meeting.memberInvited',
    subject: found.meeting.id,
    details: { memberId },
  })
  return added
}

/** Invites one more member by hand; they get a mail when the meeting is convened. */
export async function inviteOne(
  tx: Db,
  ctx: Context,
  found: MeetingInStaff,
  of: { memberId: MemberId; functionId?: FunctionId; at: Date },
): Promise<AttendeeId> {
  const { attendeeId, isNew } = await addOne(tx, ctx, found, of)
  if (!isNew || found.meeting.state === 'planned') return attendeeId
  const { participants } = await participationOfOne(tx, found)
  const invitees = inviteesOf(participants.filter(p => p.attendeeId === attendeeId))
  await queueMeetingMails(tx, ctx, { found, occasion: { kind: 'invitation' }, invitees })
  return attendeeId
}

/**
 * Tells those who are invited and were told nothing about the meeting yet; gives them. Deputies
 * learn for whom they come.
 */
export async function inviteUntold(
  tx: Db,
  ctx: Context,
  found: MeetingInStaff,
): Promise<AttendeeId[]> {
  const { participants, functions } = await participationOfOne(tx, found)
  const untold = participants.filter(({ mailedSequence }) => mailedSequence === null)
  const labels = new Map(functions.map(fn => [fn.functionId, fn.label]))
  const principalOf = (deputy: Participant) =>
    deputy.kind === 'deputy'
      ? participants.find(other => other.plan.deputyId === deputy.attendeeId)
      : undefined
  const groups = Map.groupBy(untold, principalOf)
  const letters = [...groups].map(([principal, invited]): Letters => {
    const invitees = inviteesOf(invited)
    if (!principal) return { found, occasion: { kind: 'invitation' }, invitees }
    const functionLabels = principal.plan.functionIds.flatMap(id => labels.get(id) ?? [])
    const { name } = principal
    return { found, occasion: { kind: 'deputy', principal: { name, functionLabels } }, invitees }
  })
  await queueAll(tx, ctx, letters)
  return letters.flatMap(({ invitees }) => invitees.map(each => each.attendeeId))
}
