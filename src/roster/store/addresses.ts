import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Db } from '../../lib/db.ts'
import type { StaffId } from '../../lib/ids.ts'
import { askInPieces, isAmong } from '../../lib/many.ts'
import { members, people } from '../tables.ts'

/**
 * Locks people by address, in one order, so that transactions that name the same people do not wait
 * for each other in a circle.
 */
export async function lockPeople(tx: Db, emails: readonly string[]): Promise<void> {
  await askInPieces(emails.toSorted(), piece =>
    tx
      .select({ id: people.id })
      .from(people)
      .where(isAmong(people.email, piece))
      .orderBy(asc(sql`${people.email} collate "C"`))
      .for('no key update'),
  )
}

/** People by address, with their membership of this staff if they are in it now. */
export function peopleByEmail(db: Db, staffId: StaffId, emails: readonly string[]) {
  return askInPieces(emails, piece =>
    db
      .select({ person: people, memberId: members.id, roles: members.roles })
      .from(people)
      .leftJoin(
        members,
        and(eq(members.personId, people.id), eq(members.staffId, staffId), isNull(members.leftAt)),
      )
      .where(isAmong(people.email, piece)),
  )
}

export async function emailsOf(db: Db, staffId: StaffId) {
  const rows = await db
    .select({ memberId: members.id, email: people.email })
    .from(members)
    .innerJoin(people, eq(people.id, members.personId))
    .where(eq(members.staffId, staffId))
  return new Map(rows.map(row => [row.memberId, row.email]))
}
