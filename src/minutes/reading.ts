import type { Db } from '../lib/db.ts'
import { memberNames, type MeetingInStaff } from '../meetings/store/meetings.ts'
import type { Minutes, MinutesView } from './contract.ts'
import { applyEdit } from './rules/release.ts'
import { namesAt, type MinutesRow } from './store.ts'

export async function minutesView(
  db: Db,
  { meeting }: MeetingInStaff,
  row: MinutesRow,
): Promise<MinutesView> {
  const { minuteTakerId } = meeting
  const [[editedByName, releasedByName], takers] = await Promise.all([
    namesAt(db, [
      { id: row.editedById, at: row.editedAt },
      { id: row.releasedById, at: row.releasedAt },
    ]),
    memberNames(db, minuteTakerId ? [minuteTakerId] : [], meeting.closedAt),
  ])
  return {
    meetingId: row.meetingId,
    state: row.state,
    version: row.version,
    revision: row.revision,
    record: recordOf(row),
    edits: row.edits,
    composedAt: row.composedAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
    editedByName: editedByName ?? null,
    releasedAt: row.releasedAt?.toISOString() ?? null,
    releasedByName: releasedByName ?? null,
    sha256: row.sha256,
    minuteTakerId,
    minuteTakerName: (minuteTakerId && takers.get(minuteTakerId)) ?? null,
  }
}

/**
 * The record that is read and printed: a draft with its rewritten texts, a release as it was
 * frozen.
 */
export function recordOf(row: MinutesRow): Minutes {
  return row.state === 'released' ? row.record : applyEdit(row.record, row.edits)
}
