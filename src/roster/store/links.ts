import { and, eq } from 'drizzle-orm'
import type { Db } from '../../lib/db.ts'
import type { PersonId, StaffId } from '../../lib/ids.ts'
import { raised } from '../../lib/raised.ts'
import { members } from '../tables.ts'

/**
 * Ends a person's personal links to meetings, in one staff or in all; gives the number of staffs.
 * The next mail contains a new link.
 */
export async function endLinks(
  tx: Db,
  { personId, staffId }: { personId: PersonId; staffId?: StaffId },
): Promise<number> {
  const rows = await tx
    .update(members)
    .set({ linkGeneration: raised(members.linkGeneration) })
    .where(and(eq(members.personId, personId), staffId ? eq(members.staffId, staffId) : undefined))
    .returning({ id: members.id })
  return rows.length
}
