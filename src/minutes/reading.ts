import type { Db } from '../lib/db.ts'
import { memberNames, type MeetingInStaff } from '../meetings/store/meetings.ts'
import { displayName } from '../roster/rules.ts'
import type { Minutes, MinutesView } from './contract.ts'
import { applyEdit } from './rules/release.ts'
import { namesOfPeople, type MinutesRow } from './store.ts'

export async function minutesView(
  db: Db,
  { meeting }: MeetingInStaff,
  row: MinutesRow,
): Promise<MinutesView> {
  const { minuteTakerId } = meeting
  const [names, takers] = await Promise.all([
    namesOfPeople(db, [row.editedById, row.releasedById]),
    memberNames(db, minuteTakerId ? [minuteTakerId] : []),
  ])
  const taker = minuteTakerId ? takers.get(minuteTakerId) : undefined
  return {
    meetingId: row.meetingId,
    state: row.state,
    version: row.version,
    revision: row.revision,
    record: recordOf(row),
    edits: row.edits,
    composedAt: row.composedAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
    editedByName: row.editedById ? (names.get(row.editedById) ?? null) : null,
    releasedAt: row.releasedAt?.toISOString() ?? null,
    releasedByName: row.releasedById ? (names.get(row.releasedById) ?? null) : null,
    sha256: row.sha256,
    minuteTakerId,
    minuteTakerName: taker ? displayName(taker) : null,
  }
}

/**
 * The record that is read and printed: a draft with its rewritten texts, a release as it was
 * frozen.
 */
export function recordOf(row: MinutesRow): Minutes {
  return row.state === 'released' ? row.record : applyEdit(row.record, row.edits)
}
