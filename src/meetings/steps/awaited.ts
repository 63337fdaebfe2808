import type { Db } from '../../lib/db.ts'
import type { MeetingId, StaffId } from '../../lib/ids.ts'
import { isGivenUp, isMovable, waitsForOpeningMs } from '../rules/states.ts'
import { type MeetingInStaff, openedLastOf } from '../store/meetings.ts'
import { lockUnopened } from '../store/locks.ts'

type Known = Pick<MeetingInStaff, 'meeting'>

/** Those of the meetings whose opening nobody waits for any more. Asks nothing for coming ones. */
export async function givenUpOf(
  db: Db,
  found: readonly Known[],
  now: Date,
): Promise<Set<MeetingId>> {
  const late = found.flatMap(({ meeting }) =>
    isMovable(meeting.state) && meeting.startsAt <= now ? [meeting] : [],
  )
  const openedLast = await openedLastOf(
    db,
    late.map(({ id }) => id),
  )
  const givenUp = late.filter(meeting =>
    isGivenUp(meeting, { now, openedLast: openedLast.get(meeting.id) ?? null }),
  )
  return new Set(givenUp.map(({ id }) => id))
}

/** Meetings whose planned end is before that moment are waited for no more. */
export const awaitedSince = (now: Date) => new Date(now.getTime() - waitsForOpeningMs)

/**
 * Meetings of a staff whose opening is waited for, overdue ones included, or those of them in
 * `among`; locked until the end of the transaction.
 */
export async function lockAwaited(
  tx: Db,
  staffId: StaffId,
  { now, among }: { now: Date; among?: readonly MeetingId[] },
): Promise<MeetingInStaff[]> {
  const found = await lockUnopened(tx, staffId, { since: awaitedSince(now), among })
  const givenUp = await givenUpOf(tx, found, now)
  return found.filter(({ meeting }) => !givenUp.has(meeting.id))
}
