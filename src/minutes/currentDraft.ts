import type { Context } from '../lib/context.ts'
import type { Db } from '../lib/db.ts'
import { DomainError, notFound } from '../lib/errors.ts'
import type { MeetingId } from '../lib/ids.ts'
import type { MeetingInStaff } from '../meetings/store/meetings.ts'
import { isOutdated, refreshDraft } from './draft.ts'
import { type MinutesRow, findMinutes } from './store.ts'
import { minutesView } from './reading.ts'

/** The draft of a meeting; throws when the minutes are released. */
export async function draftOf(
  db: Db,
  meetingId: MeetingId,
  { lock = false } = {},
): Promise<MinutesRow> {
  const row = await findMinutes(db, meetingId, { lock })
  if (!row) throw notFound('minutes: the meeting has not been closed')
  if (row.state === 'released')
    throw new DomainError('alreadyReleased', 'The minutes are released and no longer change')
  return row
}

export async function freshened(
  ctx: Context,
  found: MeetingInStaff,
  row: MinutesRow,
): Promise<MinutesRow | undefined> {
  if (!(await isOutdated(ctx.database.db, found, row))) return row
  const fresh = await ctx.database.transaction(tx =>
    refreshDraft(tx, found, { row, now: ctx.clock.now() }),
  )
  if (fresh && fresh.revision !== row.revision)
    ctx.live.publish(`meeting:${found.meeting.id}:minutes`)
  return fresh
}

export async function changedMeanwhile(
  ctx: Context,
  found: MeetingInStaff,
  row: MinutesRow,
): Promise<DomainError> {
  const { revision, edits, editedAt, editedByName } = await minutesView(ctx, found, row)
  return new DomainError('conflict', 'The minutes changed meanwhile', {
    details: { revision, edits, editedAt, editedByName },
  })
}
