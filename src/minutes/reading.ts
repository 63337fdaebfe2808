import type { Context } from '../lib/context.ts'
import type { MeetingInStaff } from '../meetings/store/meetings.ts'
import { namesInStaff } from '../roster/store/names.ts'
import { readAttendanceOfOne } from '../attendance/reading.ts'
import { actingUnrecorded } from '../board/acting.ts'
import { findingsOf } from './rules/findings.ts'
import type { Minutes, MinutesView } from './contract.ts'
import { applyEdit } from './rules/release.ts'
import type { MinutesRow } from './store.ts'

export async function minutesView(
  ctx: Context,
  found: MeetingInStaff,
  row: MinutesRow,
): Promise<MinutesView> {
  const { meeting } = found
  const { minuteTakerId } = meeting
  const record = recordOf(row)
  const names = await namesInStaff(ctx.database.db, {
    staffId: meeting.staffId,
    now: ctx.clock.now(),
  })
  return {
    meetingId: row.meetingId,
    state: row.state,
    version: row.version,
    revision: row.revision,
    record,
    edits: row.edits,
    composedAt: row.composedAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
    editedByName: names.ofPerson(row.editedById, row.editedAt),
    releasedAt: row.releasedAt?.toISOString() ?? null,
    releasedByName: names.ofPerson(row.releasedById, row.releasedAt),
    sha256: row.sha256,
    minuteTakerId,
    minuteTakerName: names.ofMember(minuteTakerId, meeting.closedAt),
    findings: row.state === 'draft' ? findingsOf(record, await actingIn(ctx, found)) : [],
  }
}

async function actingIn({ database: { db }, clock }: Context, found: MeetingInStaff) {
  return actingUnrecorded(db, found, await readAttendanceOfOne(db, found, clock.now()))
}

/**
 * The record that is read and printed: a draft with its rewritten texts, a release as it was
 * frozen.
 */
export function recordOf(row: MinutesRow): Minutes {
  return row.state === 'released' ? row.record : applyEdit(row.record, row.edits)
}
