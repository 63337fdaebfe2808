import type { z } from 'zod'
import type { Entry } from '../../journal/contract.ts'
import { findEntry } from '../../journal/store.ts'
import type { Context } from '../../lib/context.ts'
import type { MeetingId } from '../../lib/ids.ts'
import { visibleMeeting } from '../../meetings/access.ts'
import type { LateEntryInput } from '../contract.ts'
import { draftOf } from '../currentDraft.ts'
import { refreshDraft } from '../draft.ts'
import { within } from './presence.ts'
import { announceJournal, permitWriting, storeEntry } from '../../journal/actions/write.ts'
import { lockMeeting } from '../../meetings/store/locks.ts'

/** Adds an entry after the close, until the release; the draft has it at once, marked as added. */
export async function addLate(
  ctx: Context,
  meetingId: MeetingId,
  { at, ...entry }: z.output<typeof LateEntryInput>,
): Promise<Entry> {
  const found = await visibleMeeting(ctx, meetingId)
  permitWriting(ctx, found.meeting)
  const entryId = await ctx.database.transaction(async tx => {
    const meeting = (await lockMeeting(tx, meetingId))! // it was just found
    const row = await draftOf(tx, meetingId, { lock: true })
    // only closed meetings have minutes
    const window = { openedAt: meeting.openedAt!, closedAt: meeting.closedAt! }
    const stored = await storeEntry(ctx, tx, meeting, { ...entry, at: within('at', at, window) })
    await refreshDraft(tx, { ...found, meeting }, { row, now: ctx.clock.now() })
    return stored
  })
  announceJournal(ctx, { meetingId, staffId: found.staff.id })
  ctx.live.publish(`meeting:${meetingId}:minutes`)
  return (await findEntry(ctx.database.db, { entryId, now: ctx.clock.now() }))!.view // written just above
}
