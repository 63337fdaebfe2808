import { and, eq, sql } from 'drizzle-orm'
import type { Membership } from '../../lib/actor.ts'
import type { Db } from '../../lib/db.ts'
import type { MemberId, PersonId, StaffId } from '../../lib/ids.ts'
import { isAmong } from '../../lib/many.ts'
import { members } from '../tables.ts'

export type AnyMembership = Membership & { sharesDetails: boolean | null; leftAt: Date | null }

/**
 * Present and former memberships of each person: a former staff still counts when somebody wants to
 * change who they are.
 */
export async function membershipsByPerson(
  db: Db,
  personIds: readonly PersonId[],
): Promise<Map<PersonId, AnyMembership[]>> {
  if (personIds.length === 0) return new Map()
  const rows = await db
    .select({
      personId: members.personId,
      staffId: members.staffId,
      memberId: members.id,
      roles: members.roles,
      sharesDetails: members.sharesDetails,
      leftAt: members.leftAt,
    })
    .from(members)
    .where(isAmong(members.personId, personIds))
  return Map.groupBy(rows, row => row.personId)
}

/** The same for one person. */
export async function allMembershipsOf(db: Db, personId: PersonId): Promise<AnyMembership[]> {
  return (await membershipsByPerson(db, [personId])).get(personId) ?? []
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
