import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import type { Role } from '../../lib/actor.ts'
import type { Db } from '../../lib/db.ts'
import type { MemberId, PersonId, StaffId } from '../../lib/ids.ts'
import { members } from '../tables.ts'

/** Where each of them belongs now; and in `staffId` also whoever has left it. */
export async function membershipsByPerson(
  db: Db,
  personIds: readonly PersonId[],
  staffId: StaffId,
): Promise<Map<PersonId, { staffId: StaffId; roles: Role[]; sharesDetails: boolean | null }[]>> {
  if (personIds.length === 0) return new Map()
  const rows = await db
    .select({
      personId: members.personId,
      staffId: members.staffId,
      roles: members.roles,
      sharesDetails: members.sharesDetails,
    })
    .from(members)
    .where(
      and(
        inArray(members.personId, [...personIds]),
        or(isNull(members.leftAt), eq(members.staffId, staffId)),
      ),
    )
  return Map.groupBy(rows, row => row.personId)
}

export async function setSharing(
  tx: Db,
  {
    staffId,
    personId,
    sharesDetails,
  }: { staffId: StaffId; personId: PersonId; sharesDetails: boolean },
): Promise<MemberId | undefined> {
  const [row] = await tx
    .update(members)
    .set({ sharesDetails })
    .where(
      and(
        eq(members.staffId, staffId),
        eq(members.personId, personId),
        sql`${members.sharesDetails} is distinct from ${sharesDetails}`,
      ),
    )
    .returning({ id: members.id })
  return row?.id
}
