import type { Deps } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import { DomainError, overtaken } from '../../lib/errors.ts'
import type { MeetingId } from '../../lib/ids.ts'
import type { MeetingState } from '../contract/meeting.ts'
import { type OverReason, overReason } from '../rules/states.ts'
import { holdStaff } from '../../roster/store/members.ts'
import { type MeetingInStaff, type MeetingRow, changeState, revisionOf } from '../store/meetings.ts'
import { holdMeetingAlone } from '../store/locks.ts'

/**
 * Runs an act on one meeting in a transaction that holds the meeting, and hands it the meeting as
 * it is then: what was read before may have changed since. `holdsRoster`: also keeps the roster
 * unchanged, for acts that ask who belongs to the meeting.
 */
export async function actOn<T>(
  { database }: Pick<Deps, 'database'>,
  found: MeetingInStaff,
  act: (tx: Db, now: MeetingInStaff) => Promise<T>,
  { holdsRoster = false }: { holdsRoster?: boolean } = {},
): Promise<T> {
  const { meeting, staff } = found
  return database.transaction(
    async tx => {
      if (holdsRoster) await holdStaff(tx, staff.id)
      return act(tx, { ...found, meeting: await holdMeetingAlone(tx, meeting.id) })
    },
    { alone: meeting.id, ...(holdsRoster ? { beside: staff.id } : {}) },
  )
}

/**
 * Writes when the meeting is still in one of `from`, and at `revision` where one is given; else
 * throws conflict with the present revision. Checks no permission.
 */
export async function changeInTime(
  tx: Db,
  meetingId: MeetingId,
  change: Parameters<typeof changeState>[2],
): Promise<MeetingRow> {
  const row = await changeState(tx, meetingId, change)
  if (!row) throw overtaken(await revisionOf(tx, meetingId))
  return row
}

const overWords: Record<OverReason, string> = {
  meetingClosed: 'The meeting is closed',
  meetingCancelled: 'The meeting was cancelled',
}

/** Throws when nothing about the meeting may change any more. */
export function requireNotOver(state: MeetingState): void {
  const reason = overReason(state)
  if (reason) throw new DomainError(reason, overWords[reason])
}
