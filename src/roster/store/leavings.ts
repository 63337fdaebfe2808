import { eq } from 'drizzle-orm'
import type { Db } from '../../lib/db.ts'
import type { MemberId, StaffId } from '../../lib/ids.ts'
import { isAmong } from '../../lib/many.ts'
import { formerLeavings, members } from '../tables.ts'

/**
 * Puts them back into the staff and stores the absence, so that meetings of that time stay right.
 */
export async function endLeaving(
  tx: Db,
  { id: memberId, leftAt }: { id: MemberId; leftAt: Date },
  at: Date,
): Promise<void> {
  await tx.insert(formerLeavings).values({ memberId, leftAt, backAt: at }).onConflictDoNothing()
  await tx.update(members).set({ leftAt: null }).where(eq(members.id, memberId))
}

/** The ended absences of these staffs' members. */
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
