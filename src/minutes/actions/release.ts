import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { audit } from '../../audit/store.ts'
import type { Context } from '../../lib/context.ts'
import { DomainError } from '../../lib/errors.ts'
import type { MeetingId } from '../../lib/ids.ts'
import { visibleMeeting } from '../../meetings/access.ts'
import { namesInStaff } from '../../roster/store/names.ts'
import type { MinutesRelease, MinutesView } from '../contract.ts'
import { renderMinutes } from '../pdf.ts'
import { type ReleaseRefusal, releaseRefusal } from '../rules/permissions.ts'
import { applyEdit, releasedMinutes } from '../rules/release.ts'
import { changeDraft } from '../store.ts'
import { minutesView } from '../reading.ts'
import { draftOf, freshened, changedMeanwhile } from '../currentDraft.ts'

const refusals: Record<ReleaseRefusal, string> = {
  notLead: 'Only the lead releases minutes',
  noMinuteTaker: 'Nobody is named as having kept the minutes; name them first',
  samePerson: 'Whoever kept the minutes cannot release them; two people sign',
}

/** Freezes record, files and hash, signed by the lead. */
export async function releaseMinutes(
  ctx: Context,
  meetingId: MeetingId,
  { revision }: z.output<typeof MinutesRelease>,
): Promise<MinutesView> {
  const { db } = ctx.database
  const found = await visibleMeeting(ctx, meetingId)
  const { staff, meeting } = found
  const refusal = releaseRefusal(ctx.actor, {
    staffId: staff.id,
    minuteTakerId: meeting.minuteTakerId,
  })
  if (refusal === 'notLead') throw new DomainError('forbidden', refusals[refusal])
  const draft = await draftOf(db, meetingId)
  if (refusal)
    throw new DomainError('wrongState', refusals[refusal], { details: { reason: refusal } })
  const row = await freshened(ctx, found, draft)
  if (!row || row.revision !== revision)
    throw await changedMeanwhile(ctx, found, row ?? (await draftOf(db, meetingId)))
  const at = ctx.clock.now()
  const names = await namesInStaff(db, { staffId: staff.id, now: at })
  const taker = names.ofMember(meeting.minuteTakerId, meeting.closedAt)! // the rule asked for one, and the key holds
  const record = releasedMinutes(applyEdit(row.record, row.edits), {
    atMs: at.getTime(),
    minuteTaker: { name: taker, signedAtMs: null },
    leadName: names.ofPerson(ctx.actor.personId, at) ?? ctx.actor.name,
  })
  // printed before the transaction, so that it stays short, and ahead of files that others only
  // want to read
  const group = `release ${ctx.actor.personId}`
  const print = { lang: staff.language, turn: { isKnown: true, group, lane: group } }
  const [pdf, pdfUa] = await Promise.all([
    renderMinutes(record, { ...print, standard: 'a-3a' }),
    renderMinutes(record, { ...print, standard: 'ua-1' }),
  ])
  const sha256 = createHash('sha256').update(pdf).digest('hex')
  const released = await ctx.database.transaction(async tx => {
    const stored = await changeDraft(tx, row, {
      state: 'released',
      record,
      pdf,
      pdfUa,
      sha256,
      releasedAt: at,
      releasedById: ctx.actor.personId,
    })
    if (stored)
      await audit(ctx, tx, {
        staffId: staff.id,
        action: 'minutes.released',
        subject: row.id,
        details: { sha256, version: row.version },
      })
    return stored
  })
  if (!released) throw await changedMeanwhile(ctx, found, await draftOf(db, meetingId))
  ctx.live.publish(`meeting:${meetingId}:minutes`, `staff:${staff.id}`)
  return minutesView(ctx, found, released)
}
