import { audit } from '../../audit/store.ts'
import { announceJournal, readableEntry } from '../../journal/actions.ts'
import type { Entry } from '../../journal/contract.ts'
import { mayRetract } from '../../journal/rules.ts'
import { findEntry, setRetracted } from '../../journal/store.ts'
import type { Context } from '../../lib/context.ts'
import { DomainError } from '../../lib/errors.ts'
import type { Id } from '../../lib/ids.ts'
import { isRunning } from '../../meetings/rules/states.ts'
import { lockMeeting } from '../../meetings/store/meetings.ts'
import { draftOf } from '../currentDraft.ts'
import { refreshDraft } from '../draft.ts'

/**
 * Takes an entry back, or restores it: while the meeting runs, and after the close until the
 * minutes are released.
 */
export async function setRetraction(
  ctx: Context,
  entryId: Id<'entry'>,
  act: 'retract' | 'restore',
): Promise<Entry> {
  const {
    entry: { row: entry },
    found,
  } = await readableEntry(ctx, entryId)
  const { meetingId, staffId } = entry
  if (!mayRetract(ctx.actor, { staffId, byId: entry.byId }))
    throw new DomainError('forbidden', 'Only its writer and the lead take an entry back')
  const isChanged = await ctx.database.transaction(async tx => {
    const meeting = (await lockMeeting(tx, meetingId))! // the entry refers to it
    const draft = isRunning(meeting.state) ? null : await draftOf(tx, meetingId, { lock: true })
    const now = ctx.clock.now()
    if (!(await setRetracted(tx, entryId, act === 'retract' ? now : null))) return false
    await audit(ctx, tx, {
      staffId,
      action: act === 'retract' ? 'journal.retracted' : 'journal.restored',
      subject: entryId,
    })
    if (draft) await refreshDraft(tx, { ...found, meeting }, { row: draft, now })
    return true
  })
  if (isChanged) {
    announceJournal(ctx, { meetingId, staffId })
    ctx.live.publish(`meeting:${meetingId}:minutes`)
  }
  return (await findEntry(ctx.database.db, { entryId, now: ctx.clock.now() }))!.view // entries are never deleted
}
