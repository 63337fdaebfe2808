import { eq } from 'drizzle-orm'
import type { Db } from '../../lib/db.ts'
import type { MemberId, StaffId } from '../../lib/ids.ts'
import { isAmong } from '../../lib/many.ts'
import { formerLeavings, members } from '../tables.ts'

/** They are in the staff again; that they were not meanwhile is kept for the meetings of that time. */
export async function endLeaving(
  tx: Db,
  { id: memberId, leftAt }: { id: MemberId; leftAt: Date },
  at: Date,
): Promise<void> {
  await tx.insert(formerLeavings).values({ memberId, leftAt, backAt: at }).onConflictDoNothing()
  await tx.update(members).set({ leftAt: null }).where(eq(members.id, memberId))
}

/** The leavings of these staffs' members that came to an end. */
export async function formerLeavingsOf(db: Db, staffIds: readonly StaffId[]) {
  if (staffIds.length === 0) return []
  return db
    .select({
      memberId: formerLeavings.memberId,
      leftAt: formerLeavings.leftAt,
      backAt: formerLeavings.backAt,
    })
    .from(formerLeavings)
    .innerJoin(members, eq(members.id, formerLeavings.memberId))
    .where(isAmong(members.staffId, staffIds))
}
