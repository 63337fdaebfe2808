import type { z } from 'zod'
import { audit } from '../../audit/store.ts'
import type { Context } from '../../lib/context.ts'
import { DomainError, invalidField } from '../../lib/errors.ts'
import type { MeetingId } from '../../lib/ids.ts'
import { visibleMeeting } from '../../meetings/access.ts'
import type { MinutesChange, MinutesView } from '../contract.ts'
import { mayEditMinutes } from '../rules/permissions.ts'
import { lengthOf, mergeEdits, wordsLimit } from '../rules/release.ts'
import { changeDraft } from '../store.ts'
import { minutesView } from '../reading.ts'
import { draftOf, changedMeanwhile } from '../currentDraft.ts'

/** Stores rewritten texts of the draft; other texts stay. */
export async function editMinutes(
  ctx: Context,
  meetingId: MeetingId,
  { revision, edits }: z.output<typeof MinutesChange>,
): Promise<MinutesView> {
  const found = await visibleMeeting(ctx, meetingId)
  const { staff, meeting } = found
  if (!mayEditMinutes(ctx.actor, { staffId: staff.id, minuteTakerId: meeting.minuteTakerId })) {
    throw new DomainError('forbidden', 'Only minute taker, KGS and lead write the minutes')
  }
  const row = await draftOf(ctx.database.db, meetingId)
  if (row.revision !== revision) throw await changedMeanwhile(ctx, found, row)
  const merged = mergeEdits(row.edits, edits)
  // a shorter text is always accepted, because texts stored before the limit may exceed it
  if (lengthOf(merged) > Math.max(wordsLimit, lengthOf(row.edits)))
    throw invalidField('edits', 'is too long together with the other texts', {
      value: `${lengthOf(merged)} characters`,
      expected: `at most ${wordsLimit} characters in all texts`,
    })
  const changed = await ctx.database.transaction(async tx => {
    const at = ctx.clock.now()
    const stored = await changeDraft(tx, row, {
      edits: merged,
      editedAt: at,
      editedById: ctx.actor.personId,
    })
    if (stored)
      await audit(ctx, tx, {
        staffId: staff.id,
        action: 'minutes.edited',
        subject: row.id,
        details: { fields: Object.keys(edits) },
      })
    return stored
  })
  if (!changed) throw await changedMeanwhile(ctx, found, await draftOf(ctx.database.db, meetingId))
  ctx.live.publish(`meeting:${meetingId}:minutes`)
  return minutesView(ctx, found, changed)
}
