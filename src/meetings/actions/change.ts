import type { Context } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import type { MeetingId } from '../../lib/ids.ts'
import { announce } from '../announce.ts'
import { plannable } from '../access.ts'
import type { MeetingChange } from '../contract/meeting.ts'
import { numberedTitle } from '../rules/title.ts'
import type { Out } from '../slot.ts'
import { actOn, requireNotOver } from '../steps/change.ts'
import { writeFacts } from '../steps/facts.ts'
import { inviteOne } from '../steps/invite.ts'
import { inform } from '../steps/mail.ts'
import type { MeetingInStaff } from '../store/meetings.ts'

/**
 * Changes place, seats, title or minute taker. A new place or title is mailed once to everyone
 * invited.
 */
export async function changeMeeting(
  ctx: Context,
  meetingId: MeetingId,
  { revision, ...wish }: Out<typeof MeetingChange>,
): Promise<void> {
  const found = await plannable(ctx, meetingId)
  const act = async (tx: Db, { meeting }: MeetingInStaff) => {
    requireNotOver(meeting.state)
    const before = { ...found, meeting }
    const change = wish.title === null ? { ...wish, title: titleWithout(before) } : wish
    const { row, isTold, was } = await writeFacts(tx, ctx, before, { change, revision })
    const at = ctx.clock.now()
    if (isTold && row.state !== 'planned')
      await inform(tx, ctx, { ...found, meeting: row }, { kind: 'changed', was })
    // after the mails about the change, because a new invitee's mail already says the new state
    if (change.minuteTakerId)
      await inviteOne(tx, ctx, { ...found, meeting: row }, { memberId: change.minuteTakerId, at })
  }
  await actOn(ctx, found, act, { holdsRoster: Boolean(wish.minuteTakerId) })
  announce(ctx, found.staff.id, [meetingId])
}

/** What a meeting is called when it loses its own title. */
const titleWithout = ({ meeting, staff }: MeetingInStaff): string | null =>
  meeting.number === null ? null : numberedTitle(meeting.number, staff.language)
