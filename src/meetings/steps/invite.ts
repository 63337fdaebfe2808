import { audit } from '../../audit/store.ts'
import type { Context } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import type { MemberId } from '../../lib/ids.ts'
import type { MeetingInStaff } from '../store/meetings.ts'
import { type Participant, participationOfOne } from '../store/participation.ts'
import { type Letters, queueAll, queueMeetingMails } from './mail.ts'
import { bringIn, inviteesOf } from './attendees.ts'

/** Invites one more member by hand; they get a mail when the meeting is convened. */
export async function inviteOne(
  tx: Db,
  ctx: Context,
  found: MeetingInStaff,
  { memberId, at }: { memberId: MemberId; at: Date },
): Promise<void> {
  const { attendeeId, isNew } = await bringIn(tx, found, { memberId, at })
  if (!isNew) return
  await audit(ctx, tx, {
    staffId: found.staff.id,
    action: 'meeting.memberInvited',
    subject: found.meeting.id,
    details: { memberId },
  })
  if (found.meeting.state === 'planned') return
  const { participants } = await participationOfOne(tx, found)
  const invitees = inviteesOf(participants.filter(p => p.attendeeId === attendeeId))
  await queueMeetingMails(tx, ctx, { found, occasion: { kind: 'invitation' }, invitees })
}

/**
 * Tells everybody that they are invited. Deputies named while the meeting was only planned learn
 * for whom they come.
 */
export async function inviteAll(tx: Db, ctx: Context, found: MeetingInStaff): Promise<void> {
  const { participants, functions } = await participationOfOne(tx, found)
  const labels = new Map(functions.map(fn => [fn.functionId, fn.label]))
  const principalOf = (deputy: Participant) =>
    deputy.kind === 'deputy'
      ? participants.find(other => other.reply?.deputyId === deputy.attendeeId)
      : undefined
  const groups = Map.groupBy(participants, principalOf)
  const letters = [...groups].map(([principal, invited]): Letters => {
    const invitees = inviteesOf(invited)
    if (!principal) return { found, occasion: { kind: 'invitation' }, invitees }
    const functionLabels = principal.plan.functionIds.flatMap(id => labels.get(id) ?? [])
    const { name } = principal
    return { found, occasion: { kind: 'deputy', principal: { name, functionLabels } }, invitees }
  })
  await queueAll(tx, ctx, letters)
}
