import { numberedTitle, titleOf } from '../rules/title.ts'
import { audit } from '../../audit/store.ts'
import type { Context } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import type { MeetingId } from '../../lib/ids.ts'
import { raised } from '../../lib/raised.ts'
import type { MeetingChange } from '../contract/meeting.ts'
import { actOn, changeInTime, requireNotOver } from '../steps/change.ts'
import { type MeetingInStaff, recordEvent } from '../store/meetings.ts'
import { meetings } from '../tables.ts'
import { plannable } from '../access.ts'
import type { Out } from '../slot.ts'
import { inform } from '../steps/mail.ts'
import { announce } from '../announce.ts'
import { requireTakingPart } from '../steps/attendees.ts'
import { inviteOne } from '../steps/invite.ts'

type Change = Omit<Out<typeof MeetingChange>, 'revision'>

/** Whether a change of the field is mailed to everyone invited. */
const isToldToAll: Record<keyof Change, boolean> = {
  title: true,
  place: true,
  seats: false,
  minuteTakerId: false,
}
// the keys of the record
const toldFields = (Object.keys(isToldToAll) as (keyof Change)[]).filter(
  field => isToldToAll[field],
)

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
    const change =
      wish.title === null ? { ...wish, title: titleWithout({ ...found, meeting }) } : wish
    const isTold = toldFields.some(
      field => change[field] !== undefined && change[field] !== meeting[field],
    )
    if (change.minuteTakerId)
      await requireTakingPart(tx, found.staff.id, {
        field: 'minuteTakerId',
        memberId: change.minuteTakerId,
      })
    const row = await changeInTime(tx, meetingId, {
      from: ['planned', 'convened', 'open', 'paused'],
      revision,
      set: {
        ...change,
        ...(isTold ? { sequence: raised(meetings.sequence) } : {}),
      },
    })
    const at = ctx.clock.now()
    const byId = ctx.actor.personId
    if (change.minuteTakerId !== undefined && change.minuteTakerId !== meeting.minuteTakerId) {
      await recordEvent(tx, {
        meetingId,
        kind: 'minuteTaker',
        at,
        byId,
        details: { memberId: change.minuteTakerId },
      })
    }
    if (isTold)
      await recordEvent(tx, {
        meetingId,
        kind: 'changed',
        at,
        byId,
        details: { place: row.place, title: titleOf(row, found.staff) },
      })
    await audit(ctx, tx, {
      staffId: row.staffId,
      action: 'meeting.changed',
      subject: meetingId,
      details: { fields: Object.keys(wish) },
    })
    if (isTold && row.state !== 'planned')
      await inform(tx, ctx, { ...found, meeting: row }, { kind: 'changed' })
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
