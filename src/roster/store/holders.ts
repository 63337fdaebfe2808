import { type SQL, and, eq, gte, isNull, or } from 'drizzle-orm'
import type { Db } from '../../lib/db.ts'
import { type MemberId, newId } from '../../lib/ids.ts'
import { addDays } from '../../lib/time.ts'
import { holders } from '../tables.ts'

export async function addHolders(
  tx: Db,
  rows: Omit<typeof holders.$inferInsert, 'id' | 'enteredAt' | 'replacedAt'>[],
  at: Date,
): Promise<void> {
  if (rows.length > 0)
    await tx
      .insert(holders)
      .values(rows.map(row => ({ ...row, id: newId('holder', at), enteredAt: at })))
}

/**
 * Ends these places on the day before `endsOn`, the first day without them; meetings that ended
 * before `at` keep them as they were.
 */
export async function endHolders(
  tx: Db,
  which: SQL | undefined,
  { endsOn, at }: { endsOn: string; at: Date },
): Promise<void> {
  const ended = await tx
    .update(holders)
    .set({ replacedAt: at })
    .where(
      and(
        isNull(holders.replacedAt),
        or(isNull(holders.validUntil), gte(holders.validUntil, endsOn)),
        which,
      ),
    )
    .returning()
  const shortened = ended
    .filter(({ validFrom }) => validFrom < endsOn)
    .map(row => ({ ...row, validUntil: addDays(endsOn, -1), replacedAt: null }))
  await addHolders(tx, shortened, at)
}

/**
 * Ends for good the functions of a member who comes back on a later day than they left: nobody may
 * appear to have held a function while away. Until then they stay stored, so that a leaving can be
 * taken back on its day.
 */
export async function endRestingHolders(
  tx: Db,
  { memberId, leftAt, leftOn }: { memberId: MemberId; leftAt: Date; leftOn: string },
): Promise<void> {
  await endHolders(tx, eq(holders.memberId, memberId), { endsOn: leftOn, at: leftAt })
}
