import { audit } from '../../audit/store.ts'
import type { Context } from '../../lib/context.ts'
import { type Db, isUniqueViolation } from '../../lib/db.ts'
import { DomainError, invalidField, notFound } from '../../lib/errors.ts'
import type { FunctionId, StaffId } from '../../lib/ids.ts'
import { permit } from '../../lib/permit.ts'
import { addDays, startsOn } from '../../lib/time.ts'
import type { FunctionChange, FunctionInput, HoldersInput } from '../contract/roster.ts'
import { mayEditRoster, placeFor } from '../rules/roster.ts'
import {
  changeFunction,
  holdersFrom,
  insertFunction,
  lockFunction,
  lockFunctions,
  writeHolders,
  writeOrder,
} from '../store/functions.ts'
import { changeRoster, followed, foreseen } from '../steps.ts'
import { presentMembers } from '../store/members.ts'
import { findStaff } from '../store/staffs.ts'
import { changeHolders, holdersProblem } from '../rules/holders.ts'

type OfFunction = { staffId: StaffId; functionId: FunctionId }

/** Adds a function at the end of its block. */
export async function addFunction(
  ctx: Context,
  staffId: StaffId,
  fn: FunctionInput,
): Promise<FunctionId> {
  permit(ctx.actor, { staffId }, mayEditRoster)
  const functionId = await ctx.database.transaction(async tx => {
    const order = await lockFunctions(tx, staffId)
    const place = placeFor(fn.block, order)
    const made = await insertFunction(tx, { ...fn, staffId, position: place, at: ctx.clock.now() })
    if (!made) throw labelTaken(fn.label)
    await writeOrder(tx, staffId, order.map(known => known.id).toSpliced(place, 0, made))
    await audit(ctx, tx, { staffId, action: 'function.added', subject: made, details: fn })
    return made
  })
  ctx.live.publish(`staff:${staffId}`)
  return functionId
}

/**
 * Changes a function for today and later; past meetings keep what it was. A removal can be taken
 * back on the same day. A change of block moves the function in the order.
 */
export async function editFunction(
  ctx: Context,
  { staffId, functionId }: OfFunction,
  { isRetired, ...change }: FunctionChange,
): Promise<void> {
  const at = ctx.clock.now()
  const topics = await changeRoster(ctx, { staffId }, async tx => {
    const order = change.block === undefined ? [] : await lockFunctions(tx, staffId)
    const before = await lockFunction(tx, { staffId, functionId })
    const staff = await findStaff(tx, staffId)
    if (!before || !staff) throw notFound('function')
    const comesBack = isRetired === false && before.retiredAt !== null
    if (
      before.retiredAt &&
      !(comesBack && startsOn(before.retiredAt, staff.zone) === startsOn(at, staff.zone))
    ) {
      throw new DomainError('conflict', 'The function was removed; add a new one')
    }
    const set = Object.fromEntries(
      Object.entries(change).filter(([, value]) => value !== undefined),
    )
    await changeFunction(tx, before, comesBack ? { ...set, retiredAt: null } : set, at)
    if (change.block !== undefined && change.block !== before.block) {
      const others = order.filter(fn => fn.id !== functionId)
      const place = placeFor(change.block, others)
      await writeOrder(tx, staffId, others.map(fn => fn.id).toSpliced(place, 0, functionId))
    }
    await audit(ctx, tx, {
      staffId,
      action: comesBack ? 'function.restored' : 'function.changed',
      subject: functionId,
      details: change,
    })
    return comesBack ? (await followed(ctx, tx, staffId)).topics : []
  }).catch((error: unknown) => {
    throw isUniqueViolation(error) ? labelTaken(change.label ?? '') : error
  })
  ctx.live.publish(`staff:${staffId}`, ...topics)
}

/** Removes a function from now on; earlier meetings keep it. */
export async function retireFunction(ctx: Context, of: OfFunction): Promise<void> {
  const { staffId, functionId } = of
  const topics = await changeRoster(ctx, { staffId }, async tx => {
    if (!(await retire(ctx, tx, of))) return []
    await audit(ctx, tx, { staffId, action: 'function.retired', subject: functionId })
    return (await followed(ctx, tx, staffId)).topics
  })
  ctx.live.publish(`staff:${staffId}`, ...topics)
}

export const foreseeRetiring = (ctx: Context, of: OfFunction) =>
  foreseen(ctx, of, tx => retire(ctx, tx, of))

/** False when the function was removed before. */
async function retire(ctx: Context, tx: Db, of: OfFunction): Promise<boolean> {
  const at = ctx.clock.now()
  const before = await lockFunction(tx, of)
  if (!before) throw notFound('function')
  if (before.retiredAt) return false
  await changeFunction(tx, before, { retiredAt: at }, at)
  return true
}

/**
 * Sets the order. `functionIds` must name every function in use exactly once; otherwise somebody
 * changed them meanwhile, and it throws conflict.
 */
export async function orderFunctions(
  ctx: Context,
  staffId: StaffId,
  functionIds: readonly FunctionId[],
): Promise<void> {
  permit(ctx.actor, { staffId }, mayEditRoster)
  await ctx.database.transaction(async tx => {
    const known = new Set((await lockFunctions(tx, staffId)).map(fn => fn.id))
    const isComplete =
      functionIds.length === known.size &&
      new Set(functionIds).size === known.size &&
      functionIds.every(id => known.has(id))
    if (!isComplete)
      throw new DomainError(
        'conflict',
        'The order does not name every function once; load the roster again',
      )
    await writeOrder(tx, staffId, functionIds)
    await audit(ctx, tx, { staffId, action: 'function.ordered', subject: staffId })
  })
  ctx.live.publish(`staff:${staffId}`)
}

/** Sets who holds and deputises from today on. Past days are never changed. */
export async function setHolders(ctx: Context, of: OfFunction, input: HoldersInput): Promise<void> {
  const { staffId, functionId } = of
  const topics = await changeRoster(ctx, { staffId }, async tx => {
    const wanted = await putHolders(ctx, tx, of, input)
    await audit(ctx, tx, {
      staffId,
      action: 'function.holdersSet',
      subject: functionId,
      details: { holders: wanted },
    })
    return (await followed(ctx, tx, staffId)).topics
  })
  ctx.live.publish(`staff:${staffId}`, ...topics)
}

export const foreseeHolders = (ctx: Context, of: OfFunction, input: HoldersInput) =>
  foreseen(ctx, of, tx => putHolders(ctx, tx, of, input))

async function putHolders(
  ctx: Context,
  tx: Db,
  { staffId, functionId }: OfFunction,
  { holders }: HoldersInput,
) {
  const at = ctx.clock.now()
  const [staff, fn] = [
    await findStaff(tx, staffId),
    await lockFunction(tx, { staffId, functionId }),
  ]
  if (!staff || !fn || fn.retiredAt) throw notFound('function')
  const today = startsOn(at, staff.zone)
  const existing = await holdersFrom(tx, functionId, today)
  const inStaff = await presentMembers(tx, staffId, [
    ...holders.map(h => h.memberId),
    ...existing.map(h => h.memberId),
  ])
  const wanted = holders.map((holder, i) => {
    const { memberId, rank, validUntil } = holder
    const kept = existing.find(
      e =>
        e.memberId === memberId &&
        e.rank === rank &&
        (holder.validFrom === undefined || holder.validFrom === e.validFrom),
    )
    const validFrom = kept?.validFrom ?? holder.validFrom ?? today
    if (!inStaff.has(memberId))
      throw invalidField(`holders.${i}.memberId`, 'is no member of this staff', {
        value: memberId,
      })
    if (!kept && validFrom < today)
      throw invalidField(`holders.${i}.validFrom`, 'is over', {
        value: validFrom,
        expected: `${today} or later`,
      })
    if (validUntil !== null && validUntil < today)
      throw invalidField(`holders.${i}.validUntil`, 'is over', {
        value: validUntil,
        expected: `${today} or later`,
      })
    return { memberId, rank, validFrom, validUntil }
  })
  const problem = holdersProblem(wanted)
  if (problem)
    throw invalidField(`holders.${problem.index}.${problem.field}`, problem.problem, {
      expected: 'on each day one person per rank, and one rank per person',
    })
  // holders who have left the staff are not on the page that was edited; their entries stay until
  // they come back
  const editable = existing.filter(holder => inStaff.has(holder.memberId))
  await writeHolders(
    tx,
    { staffId, functionId, at },
    changeHolders(editable, wanted, { today, yesterday: addDays(today, -1) }),
  )
  return wanted
}

function labelTaken(label: string): DomainError {
  return new DomainError('conflict', 'Another function of this staff has this name', {
    fields: [{ field: 'label', problem: 'taken', value: label }],
  })
}
