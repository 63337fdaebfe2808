import { audit } from '../../audit/store.ts'
import type { Context } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import { raised } from '../../lib/raised.ts'
import type { MeetingChange } from '../contract/meeting.ts'
import type { Was } from '../../mail/contract.ts'
import { ownTitle, titleOf } from '../rules/title.ts'
import type { Out } from '../slot.ts'
import type { MeetingInStaff, MeetingRow } from '../store/meetings.ts'
import { meetings } from '../tables.ts'
import { requireTakingPart } from './attendees.ts'
import { changeInTime } from './change.ts'
import { recordEvent } from '../store/events.ts'

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

/** Whether everyone invited learns of it. */
export const isToldChange = (change: Partial<Change>, meeting: MeetingRow): boolean =>
  toldFields.some(field => change[field] !== undefined && change[field] !== meeting[field])

/** What mails say the meeting had before. */
function wasOf(change: Change, meeting: MeetingRow): Was {
  const was: Was = {}
  if (change.place !== undefined && change.place !== meeting.place) was.place = meeting.place
  if (change.seats !== undefined && change.seats !== meeting.seats) was.seats = meeting.seats
  if (change.title !== undefined && change.title !== meeting.title) was.title = ownTitle(meeting)
  return was
}

/**
 * Writes title, place, seats and minute taker within the caller's transaction, with event and
 * audit; mails nobody and invites nobody.
 */
export async function writeFacts(
  tx: Db,
  ctx: Context,
  { meeting, staff }: MeetingInStaff,
  { change, revision }: { change: Change; revision?: number | undefined },
): Promise<{ row: MeetingRow; isTold: boolean; was: Was }> {
  const isTold = isToldChange(change, meeting)
  if (change.minuteTakerId)
    await requireTakingPart(tx, staff.id, {
      field: 'minuteTakerId',
      memberId: change.minuteTakerId,
    })
  const meetingId = meeting.id
  const row = await changeInTime(tx, meetingId, {
    from: ['planned', 'convened', 'open', 'paused'],
    revision,
    set: { ...change, ...(isTold ? { sequence: raised(meetings.sequence) } : {}) },
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
      details: { place: row.place, title: titleOf(row, staff) },
    })
  await audit(ctx, tx, {
    staffId: row.staffId,
    action: 'meeting.changed',
    subject: meetingId,
    details: { fields: Object.keys(change) },
  })
  return { row, isTold, was: wasOf(change, meeting) }
}
