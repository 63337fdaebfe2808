import type { Context } from '../lib/context.ts'
import type { MeetingInStaff } from '../meetings/store/meetings.ts'
import { namesInStaff } from '../roster/store/names.ts'
import { readAttendanceOfOne } from '../attendance/reading.ts'
import { actingUnrecorded, closerWhoLeft } from '../board/acting.ts'
import { findingsOf } from './rules/findings.ts'
import type { Finding, Minutes, MinutesView } from './contract.ts'
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
    findings: row.state === 'draft' ? await findingsIn(ctx, found, record) : [],
  }
}

async function findingsIn(
  { database: { db }, clock }: Context,
  found: MeetingInStaff,
  record: Minutes,
): Promise<Finding[]> {
  const reading = await readAttendanceOfOne(db, found, clock.now())
  const [acting, closerLeft] = await Promise.all([
    actingUnrecorded(db, found, reading),
    closerWhoLeft(db, found, reading),
  ])
  return findingsOf(record, acting, closerLeft)
}

/**
 * The record that is read and printed: a draft with its rewritten texts, a release as it was
 * frozen.
 */
export function recordOf(row: MinutesRow): Minutes {
  return row.state === 'released' ? row.record : applyEdit(row.record, row.edits)
}
