import { and, eq, isNull } from 'drizzle-orm'
import { audit } from '../../audit/store.ts'
import type { Context } from '../../lib/context.ts'
import type { Db } from '../../lib/db.ts'
import { notFound } from '../../lib/errors.ts'
import type { StaffId } from '../../lib/ids.ts'
import { askInPieces, isAmong } from '../../lib/many.ts'
import { permit } from '../../lib/permit.ts'
import { inPieces } from '../../lib/pieces.ts'
import { addDays, startsOn } from '../../lib/time.ts'
import type { Upload } from '../../lib/upload.ts'
import type { ImportChoice, ImportCounts, ImportPreview } from '../contract.ts'
import { type ImportPlan, type ImportStep, type KnownPerson, planImport } from '../import/plan.ts'
import { readList } from '../import/reader.ts'
import type { Table } from '../import/table.ts'
import { changeHolders, grantableRoles, mayEditRoster } from '../rules.ts'
import { asEnteredNow, functionHistories, isThere } from '../store/functionHistory.ts'
import { holdersFrom, lockFunctions, writeHolders } from '../store/functions.ts'
import { namesInStaff } from '../store/names.ts'
import { writableAddresses } from '../steps.ts'
import {
  addMember,
  lockStaff,
  presentMembers,
  giveMemberRoles,
  updatePerson,
} from '../store/members.ts'
import { type StaffRow, findStaff } from '../store/staffs.ts'
import { members, people } from '../tables.ts'

export async function previewImport(
  ctx: Context,
  staffId: StaffId,
  { upload, choice }: { upload: Upload; choice: ImportChoice },
): Promise<ImportPreview> {
  permit(ctx.actor, { staffId }, mayEditRoster)
  const table = await readList(ctx.actor.personId, upload, choice)
  const { plan } = await planFor(ctx, ctx.database.db, staffId, table)
  const { source, header } = table
  return { source, rows: plan.rows, counts: countsOf(plan), ignoredColumns: header.ignored }
}

/**
 * Takes over the good rows in one transaction. The plan is made again inside it, from what is
 * stored at that moment. Meetings follow afterwards, because hundreds of people in dozens of
 * meetings are tens of thousands of mails, and nobody could reply while they are written.
 */
export async function importMembers(
  ctx: Context,
  staffId: StaffId,
  { upload, choice }: { upload: Upload; choice: ImportChoice },
): Promise<ImportCounts> {
  permit(ctx.actor, { staffId }, mayEditRoster)
  const table = await readList(ctx.actor.personId, upload, choice)
  const take = async (tx: Db) => {
    await lockStaff(tx, staffId)
    await lockFunctions(tx, staffId)
    const { plan, staff, known } = await planFor(ctx, tx, staffId, table)
    const at = ctx.clock.now()
    const memberIds = new Map(
      [...known].flatMap(([email, person]) =>
        person.memberId ? [[email, person.memberId] as const] : [],
      ),
    )
    for (const step of plan.steps) await takeStep(ctx, tx, { staff, step, known, memberIds, at })
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
}

async function planFor(ctx: Context, db: Db, staffId: StaffId, table: Table): Promise<Ground> {
  const staff = await findStaff(db, staffId)
  if (!staff) throw notFound('staff')
  const [rowsOfPeople, writable, histories, everybody, names] = [
    await peopleByEmail(db, staffId, table.emails),
    await writableAddresses(db, ctx.actor, { staffId, emails: table.emails }),
    await functionHistories(db, [staffId]),
    await emailsOf(db, staffId),
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
    .map(({ functionId, label, holders }) => ({
      functionId,
      label,
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
    grantable: grantableRoles(ctx.actor, { staffId }),
    defaultLanguage: staff.language,
  }
  return { plan: await inPieces(planImport(table, ground)), staff, known }
}

async function takeStep(
  ctx: Context,
  tx: Db,
  {
    staff,
    step,
    known,
    memberIds,
    at,
  }: {
    staff: StaffRow
    step: ImportStep
    known: Ground['known']
    memberIds: Map<string, (typeof members.$inferSelect)['id']>
    at: Date
  },
): Promise<void> {
  const { email, details, roles, places } = step
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
  const today = startsOn(at, staff.zone)
  for (const { functionId, rank } of places) {
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

/** People by address, with their membership of this staff if they are in it now. */
function peopleByEmail(db: Db, staffId: StaffId, emails: readonly string[]) {
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

async function emailsOf(db: Db, staffId: StaffId) {
  const rows = await db
    .select({ memberId: members.id, email: people.email })
    .from(members)
    .innerJoin(people, eq(people.id, members.personId))
    .where(eq(members.staffId, staffId))
  return new Map(rows.map(row => [row.memberId, row.email]))
}

function countsOf({ rows }: ImportPlan): ImportCounts {
  const counts = { add: 0, change: 0, same: 0, bad: 0 }
  for (const row of rows) counts[row.action]++
  return counts
}
