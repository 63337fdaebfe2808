import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { formerAfter } from '../../lib/asOf.ts'
import type { Db } from '../../lib/db.ts'
import { newId, type FunctionId, type StaffId } from '../../lib/ids.ts'
import { isAmong } from '../../lib/many.ts'
import { raised } from '../../lib/raised.ts'
import type { Land } from '../../words/lands.ts'
import type { Staff, StaffSummary, Template, StaffSettings } from '../contract/roster.ts'
import { templates } from '../templates.ts'
import { type StaffFacts, functions, members, staffs } from '../tables.ts'

export type StaffRow = typeof staffs.$inferSelect

export async function findStaff(db: Db, staffId: StaffId): Promise<StaffRow | undefined> {
  const [row] = await db.select().from(staffs).where(eq(staffs.id, staffId))
  return row
}

export function staffView({ id, createdAt: _, former: __, ...staff }: StaffRow): Staff {
  return { staffId: id, ...staff }
}

/** Staffs by name, without `roles`: the caller knows whose roles it needs. */
export async function listStaffs(
  db: Db,
  staffIds: readonly StaffId[],
): Promise<Omit<StaffSummary, 'roles'>[]> {
  if (staffIds.length === 0) return []
  return db
    .select({
      staffId: staffs.id,
      name: staffs.name,
      organisation: staffs.organisation,
      template: staffs.template,
      zone: staffs.zone,
      language: staffs.language,
      isSample: staffs.isSample,
      memberCount: sql<number>`count(${members.id})::int`,
    })
    .from(staffs)
    .leftJoin(members, and(eq(members.staffId, staffs.id), isNull(members.leftAt)))
    .where(isAmong(staffs.id, staffIds))
    .groupBy(staffs.id)
    .orderBy(asc(staffs.name))
}

export type NewStaff = StaffSettings & {
  name: string
  template: Template
  isSample?: boolean
  at: Date
}
export type NewFunction = {
  functionId: FunctionId
  label: string
  block: string
  isRequired: boolean
}

/** Templates of one Land say where the staff is. */
const landOf: Record<Template, Land | null> = { nrw: 'NW', bw: 'BW', fwdv: null }

/** Inserts the staff with the functions of its template, in order; null when the name is taken. */
export async function createStaff(
  tx: Db,
  { at, ...staff }: NewStaff,
): Promise<{ staffId: StaffId; functions: NewFunction[] } | null> {
  const [row] = await tx
    .insert(staffs)
    .values({
      land: landOf[staff.template],
      ...defined(staff),
      name: staff.name,
      template: staff.template,
      id: newId('staff', at),
      createdAt: at,
    })
    .onConflictDoNothing({ target: staffs.name })
    .returning({ staffId: staffs.id })
  if (!row) return null
  const made = templates[staff.template].map(fn => ({
    functionId: newId('staffFunction', at),
    ...fn,
  }))
  await tx.insert(functions).values(
    made.map(({ functionId, ...fn }, position) => ({
      id: functionId,
      staffId: row.staffId,
      ...fn,
      position,
      createdAt: at,
    })),
  )
  return { staffId: row.staffId, functions: made }
}

/**
 * Undefined when the staff does not exist, or is not at `revision` where one is given. A taken name
 * throws the database's unique violation.
 */
export async function updateStaff(
  tx: Db,
  staffId: StaffId,
  { set, revision, at }: { set: StaffSettings; revision: number | undefined; at: Date },
): Promise<StaffRow | undefined> {
  const [before] = await tx
    .select({
      name: staffs.name,
      organisation: staffs.organisation,
      zone: staffs.zone,
      mergeGapS: staffs.mergeGapS,
      partlyAfterS: staffs.partlyAfterS,
      former: staffs.former,
    })
    .from(staffs)
    .where(eq(staffs.id, staffId))
    .for('no key update')
  if (!before) return undefined
  const [row] = await tx
    .update(staffs)
    .set({
      ...defined(set),
      former: formerAfter<StaffFacts>(before, defined(set), { at }),
      revision: raised(staffs.revision),
    })
    .where(
      and(
        eq(staffs.id, staffId),
        revision === undefined ? undefined : eq(staffs.revision, revision),
      ),
    )
    .returning()
  return row
}

/** The fields without undefined ones, because optional fields may be absent but not undefined. */
export function defined<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  // the remaining entries match the type
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as never
}
