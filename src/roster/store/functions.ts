import { and, asc, desc, eq, gte, isNull, or, sql } from 'drizzle-orm'
import type { Db } from '../../lib/db.ts'
import { type FunctionId, type StaffId, newId } from '../../lib/ids.ts'
import { isAmong } from '../../lib/many.ts'
import type { FunctionInput } from '../contract/roster.ts'
import { formerFunctions, functions, holders } from '../tables.ts'
import type { HoldersChange } from '../rules/holders.ts'
import { addHolders } from './holders.ts'

export type FunctionRow = typeof functions.$inferSelect

/** Locks the functions in use of a staff, in their order. */
export async function lockFunctions(tx: Db, staffId: StaffId): Promise<FunctionRow[]> {
  return tx
    .select()
    .from(functions)
    .where(and(eq(functions.staffId, staffId), isNull(functions.retiredAt)))
    .orderBy(asc(functions.position), asc(functions.id))
    .for('update')
}

export async function lockFunction(
  tx: Db,
  { staffId, functionId }: { staffId: StaffId; functionId: FunctionId },
): Promise<FunctionRow | undefined> {
  const [row] = await tx
    .select()
    .from(functions)
    .where(and(eq(functions.id, functionId), eq(functions.staffId, staffId)))
    .for('update')
  return row
}

/** Inserts a function at that place of the order; null when its label is in use. */
export async function insertFunction(
  tx: Db,
  fn: FunctionInput & { staffId: StaffId; position: number; at: Date },
): Promise<FunctionId | null> {
  const { at, ...values } = fn
  const [row] = await tx
    .insert(functions)
    .values({ ...values, id: newId('staffFunction', at), createdAt: at })
    .onConflictDoNothing()
    .returning({ id: functions.id })
  return row?.id ?? null
}

/** Numbers the functions 0, 1, 2 … in that order; functions of other staffs are not touched. */
export async function writeOrder(
  tx: Db,
  staffId: StaffId,
  functionIds: readonly FunctionId[],
): Promise<void> {
  if (functionIds.length === 0) return
  const places = sql.join(
    functionIds.map((id, i) => sql`(${id}, ${i}::int)`),
    sql`, `,
  )
  await tx.execute(sql`
    update ${functions} set position = place.position
    from (values ${places}) as place (id, position)
    where ${functions.id} = place.id and ${functions.staffId} = ${staffId}`)
}

/**
 * Changes a function and stores its former version for earlier meetings. A label in use throws the
 * database's unique violation.
 */
export async function changeFunction(
  tx: Db,
  before: FunctionRow,
  set: Partial<Pick<FunctionRow, 'label' | 'block' | 'isRequired' | 'retiredAt'>>,
  at: Date,
): Promise<void> {
  const { id: functionId, label, block, isRequired } = before
  const reads = { label, block, isRequired, ...set }
  if (reads.label !== label || reads.block !== block || reads.isRequired !== isRequired) {
    await tx
      .insert(formerFunctions)
      .values({ functionId, until: at, label, block, isRequired })
      .onConflictDoNothing()
  }
  if (Object.keys(set).length > 0)
    await tx.update(functions).set(set).where(eq(functions.id, functionId))
}

/** Holders of a function who are valid on that day or later. */
export async function holdersFrom(db: Db, functionId: FunctionId, day: string) {
  return db
    .select({
      holderId: holders.id,
      memberId: holders.memberId,
      rank: holders.rank,
      validFrom: holders.validFrom,
      validUntil: holders.validUntil,
    })
    .from(holders)
    .where(
      and(
        eq(holders.functionId, functionId),
        isNull(holders.replacedAt),
        or(isNull(holders.validUntil), gte(holders.validUntil, day)),
      ),
    )
    .orderBy(asc(holders.rank), asc(holders.validFrom), desc(holders.id))
}

export async function writeHolders(
  tx: Db,
  { staffId, functionId, at }: { staffId: StaffId; functionId: FunctionId; at: Date },
  change: HoldersChange,
): Promise<void> {
  const own = (ids: string[]) => and(eq(holders.functionId, functionId), isAmong(holders.id, ids))
  // a meeting that has ended keeps who held the function at its end, so nothing is overwritten
  const replaced = await tx
    .update(holders)
    .set({ replacedAt: at })
    .where(own([...change.remove, ...change.end.map(each => each.holderId)]))
    .returning()
  const endOf = new Map(change.end.map(each => [each.holderId, each]))
  const anew = replaced.flatMap(row => {
    const end = endOf.get(row.id)
    return end ? [{ ...row, validUntil: end.validUntil, replacedAt: null }] : []
  })
  await addHolders(
    tx,
    [...anew, ...change.add.map(holder => ({ ...holder, staffId, functionId }))],
    at,
  )
}
