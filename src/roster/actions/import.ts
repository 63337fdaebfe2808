import { audit } from '../../audit/store.ts'
import type { Context } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import { DomainError, notFound } from '../../lib/errors.ts'
import type { StaffId } from '../../lib/ids.ts'
import { permit } from '../../lib/permit.ts'
import { pseudonym } from '../../lib/secrets.ts'
import { inPieces } from '../../lib/pieces.ts'
import { addDays, startsOn } from '../../lib/time.ts'
import type { Upload } from '../../lib/upload.ts'
import { type ImportPlan, type ImportStep, planImport } from '../import/plan.ts'
import { readList } from '../import/reader.ts'
import type { Table } from '../import/table.ts'
import { grantableRoles, mayEditRoster } from '../rules/roster.ts'
import { emailsOf, lockPeople, peopleByEmail } from '../store/addresses.ts'
import { asEnteredNow, functionHistories, isThere } from '../store/functionHistory.ts'
import { holdersFrom, lockFunctions, writeHolders } from '../store/functions.ts'
import { namesInStaff } from '../store/names.ts'
import { writableAddresses } from '../steps.ts'
import {
  addMember,
  giveMemberRoles,
  lockStaff,
  presentMembers,
  updatePerson,
} from '../store/members.ts'
import { type StaffRow, findStaff } from '../store/staffs.ts'
import type { members, people } from '../tables.ts'
import type { ImportChoice, ImportCounts, ImportPreview, ImportTaking } from '../contract/import.ts'
import { changeHolders } from '../rules/holders.ts'
import { countingStrangers } from './strangers.ts'
import type { ImportGround, KnownPerson } from '../import/ground.ts'

export async function previewImport(
  ctx: Context,
  staffId: StaffId,
  { upload, choice }: { upload: Upload; choice: ImportChoice },
): Promise<ImportPreview> {
  permit(ctx.actor, { staffId }, mayEditRoster)
  const table = await readList(ctx.actor.personId, upload, choice)
  const { plan, seen } = await planFor(ctx, ctx.database.db, staffId, table)
  const { source, header } = table
  return {
    source,
    rows: plan.rows,
    counts: countsOf(plan),
    headingLine: header.rowIndex < 0 ? null : header.rowIndex + 1,
    columns: table.columns,
    ignoredColumns: header.ignored,
    seen,
  }
}

/**
 * Takes over the good rows in one transaction. The plan is made again inside it, from what is
 * stored at that moment; one that does anything else than the preview showed is refused, so of two
 * people with a preview each, the second looks again. Meetings follow afterwards, because hundreds
 * of people in dozens of meetings are tens of thousands of mails, and nobody could reply while they
 * are written.
 */
export async function importMembers(
  ctx: Context,
  staffId: StaffId,
  { upload, choice }: { upload: Upload; choice: ImportTaking },
): Promise<ImportCounts> {
  permit(ctx.actor, { staffId }, mayEditRoster)
  const table = await readList(ctx.actor.personId, upload, choice)
  const countStrangers = countingStrangers(ctx)
  const take = async (tx: Db) => {
    await lockStaff(tx, staffId)
    await lockFunctions(tx, staffId)
    // in one order, because lists of two staffs may name the same people
    await lockPeople(tx, table.emails)
    const { plan, staff, known, seen } = await planFor(ctx, tx, staffId, table)
    if (choice.seen !== undefined && choice.seen !== seen)
      throw new DomainError('conflict', 'The roster has changed since the list was shown', {
        details: { reason: 'rosterChanged' },
      })
    const unknown = plan.steps.filter(({ email }) => isUnknownTo(known.get(email)))
    const strangers = unknown.filter(({ email }) => known.has(email))
    await countStrangers({ added: unknown.length, strangers: strangers.length })
    const at = ctx.clock.now()
    const memberIds = new Map(
      [...known].flatMap(([email, person]) =>
        person.memberId ? [[email, person.memberId] as const] : [],
      ),
    )
    const ground = { staff, known, memberIds, at }
    const byEmail = plan.steps.toSorted((a, b) => (a.email < b.email ? -1 : +(a.email > b.email)))
    for (const step of byEmail) await takePerson(ctx, tx, { ...ground, step })
    for (const step of plan.steps) await takePlaces(tx, { ...ground, step })
    const counts = countsOf(plan)
    if (plan.steps.length > 0)
      await audit(ctx, tx, {
        staffId,
        action: 'roster.imported',
        subject: staffId,
        details: counts,
      })
    const changed = plan.steps.flatMap(step => known.get(step.email)?.personId ?? [])
    for (const { onManyChanges } of ctx.rosterFollowers) await onManyChanges?.(ctx, tx, staffId)
    return { counts, changed }
  }
  const { counts, changed } = await ctx.database.transaction(take, { alone: staffId })
  ctx.live.publish(`staff:${staffId}`, ...changed.map(id => `person:${id}`))
  return counts
}

type Ground = {
  plan: ImportPlan
  staff: StaffRow
  known: Map<string, KnownPerson & { personId: (typeof people.$inferSelect)['id'] }>
  seen: string
}

async function planFor(ctx: Context, db: Db, staffId: StaffId, table: Table): Promise<Ground> {
  const staff = await findStaff(db, staffId)
  if (!staff) throw notFound('staff')
  const everybody = await emailsOf(db, staffId)
  // a cell may name as deputy whoever is in the staff
  const namesDeputies = table.header.columns.some(({ key }) => key === 'deputies')
  const emails = namesDeputies
    ? [...new Set([...table.emails, ...everybody.values()])]
    : table.emails
  const [rowsOfPeople, writable, histories, names] = [
    await peopleByEmail(db, staffId, emails),
    await writableAddresses(db, ctx.actor, { staffId, emails }),
    await functionHistories(db, [staffId]),
    await namesInStaff(db, { staffId, now: ctx.clock.now() }),
  ]
  const known: Ground['known'] = new Map(
    rowsOfPeople.map(({ person, memberId, roles }) => [
      person.email,
      {
        personId: person.id,
        memberId,
        roles: memberId ? (roles ?? []) : [],
        details: person,
        isWritable: writable.has(person.email),
      },
    ]),
  )
  const today = startsOn(ctx.clock.now(), staff.zone)
  const functions = asEnteredNow(histories)
    .filter(fn => fn.retiredAt === null)
    .map(({ functionId, label, block, holders }) => ({
      functionId,
      label,
      block,
      holders: holders
        .filter(
          holder =>
            (holder.validUntil === null || holder.validUntil >= today) &&
            isThere(holder, { day: today, zone: staff.zone }),
        )
        .map(({ memberId, displayName, rank }) => ({
          email: everybody.get(memberId) ?? '',
          name: names.ofMember(memberId, null) ?? displayName,
          rank,
        })),
    }))
  const ground = {
    people: known,
    functions,
    staff: rowsOfPeople.flatMap(({ person: { name, email }, memberId }) =>
      memberId ? [{ name, email }] : [],
    ),
    grantable: grantableRoles(ctx.actor, { staffId }),
    defaultLanguage: staff.language,
  }
  const plan = await inPieces(planImport(table, ground))
  return { plan, staff, known, seen: markOf(ctx, plan, ground) }
}

type Taking = {
  staff: StaffRow
  step: ImportStep
  known: Ground['known']
  memberIds: Map<string, (typeof members.$inferSelect)['id']>
  at: Date
}

async function takePerson(
  ctx: Context,
  tx: Db,
  { staff, step, known, memberIds, at }: Taking,
): Promise<void> {
  const { email, details, roles } = step
  const person = known.get(email)
  let memberId = memberIds.get(email)
  if (!memberId) {
    const added = await addMember(tx, {
      staffId: staff.id,
      person: { ...details, name: details.name ?? email, email },
      roles: roles ?? ['member'],
      at,
      mayWrite: person?.isWritable ?? false,
    })
    memberId = added.memberId
    memberIds.set(email, memberId)
    // somebody known elsewhere: the list is newer than what was known
    if (person) await updatePerson(tx, { personId: added.personId, at }, details)
    else
      known.set(email, {
        personId: added.personId,
        memberId,
        roles: roles ?? ['member'],
        isWritable: true,
        details: {
          title: '',
          name: '',
          organisation: '',
          mobile: '',
          language: staff.language,
          ...details,
        },
      })
    await audit(ctx, tx, {
      staffId: staff.id,
      action: 'member.added',
      subject: memberId,
      details: { roles: roles ?? ['member'], isImport: true },
    })
  } else {
    if (person) await updatePerson(tx, { personId: person.personId, at }, details)
    if (roles) await giveMemberRoles(tx, memberId, { roles, at })
    await audit(ctx, tx, {
      staffId: staff.id,
      action: 'member.changed',
      subject: memberId,
      details: { fields: Object.keys(details), ...(roles ? { to: roles } : {}), isImport: true },
    })
  }
}

/** In the order of the list, because a place may become free for a later row. */
async function takePlaces(tx: Db, { staff, step, memberIds, at }: Taking): Promise<void> {
  const memberId = memberIds.get(step.email)! // made above when it was new
  const today = startsOn(at, staff.zone)
  for (const { functionId, rank } of step.places) {
    const existing = await holdersFrom(tx, functionId, today)
    const present = await presentMembers(
      tx,
      staff.id,
      existing.map(holder => holder.memberId),
    )
    const editable = existing.filter(holder => present.has(holder.memberId))
    const wanted = [
      ...editable.filter(holder => holder.memberId !== memberId),
      { memberId, rank, validFrom: today, validUntil: null },
    ]
    await writeHolders(
      tx,
      { staffId: staff.id, functionId, at },
      changeHolders(editable, wanted, { today, yesterday: addDays(today, -1) }),
    )
  }
}

/** Whether the reader of a list knows nothing about this person, or there is nobody. */
const isUnknownTo = (person: KnownPerson | undefined) => !person?.memberId && !person?.isWritable

/**
 * The same as long as a plan does the same to the same roster, as far as its list names it. It
 * rests on what its reader sees, and is the same whether a stranger or nobody has an address; the
 * key keeps it from proving a guess.
 */
function markOf(
  { secret }: Context,
  { rows, steps }: ImportPlan,
  { people: known, functions }: ImportGround,
): string {
  const stored = [...known]
    .filter(([, person]) => !isUnknownTo(person))
    .map(([email, { memberId, roles, details, isWritable }]) => [
      email,
      memberId,
      roles,
      ...(isWritable ? [details.title, details.name, details.organisation] : []),
      ...(isWritable ? [details.mobile, details.language] : []),
    ])
    .toSorted(([a], [b]) => (a! < b! ? -1 : 1)) // by address, which no two share
  const shown = steps.map(({ details, ...step }) =>
    isUnknownTo(known.get(step.email)) ? step : { ...step, details },
  )
  return pseudonym(secret, 'list', JSON.stringify([rows, shown, stored, functions]))
}

function countsOf({ rows }: ImportPlan): ImportCounts {
  const counts = { add: 0, change: 0, same: 0, bad: 0 }
  for (const row of rows) counts[row.action]++
  return counts
}
