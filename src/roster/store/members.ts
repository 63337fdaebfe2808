import { and, eq, isNull, ne, sql } from 'drizzle-orm'
import type { Role } from '../../lib/actor.ts'
import type { Db } from '../../lib/db.ts'
import {
  type FunctionId,
  type MemberId,
  type PersonId,
  type StaffId,
  newId,
} from '../../lib/ids.ts'
import { formerAfter } from '../../lib/asOf.ts'
import { isAmong } from '../../lib/many.ts'
import { startsOn } from '../../lib/time.ts'
import { type MemberFacts, holders, members, people, staffs } from '../tables.ts'
import { endLeaving } from './leavings.ts'
import { changePerson } from './people.ts'
import { defined } from './staffs.ts'
import { addHolders, endHolders, endRestingHolders } from './holders.ts'

export type PersonFields = {
  title: string
  name: string
  organisation: string
  email: string
  mobile: string
  language: 'de' | 'en'
}
export type MemberRow = typeof members.$inferSelect

export type NewMember = {
  staffId: StaffId
  person: Pick<PersonFields, 'name' | 'email'> & {
    [K in keyof PersonFields]?: PersonFields[K] | undefined
  }
  roles: Role[]
  at: Date
  /**
   * true: the given details fill the empty fields of a known person, and the staff then sees them
   */
  mayWrite?: boolean
  /** rank 0 holds, 1 and above deputise */
  functions?: { functionId: FunctionId; rank: number }[]
}

/**
 * Brings a person into a staff: finds them by mail address or makes them. Stored details of the
 * person stay. Somebody who had left comes back under the old member id. `isNew` false: they are a
 * member already, and nothing of the membership is written. The caller must check that the
 * functions belong to this staff and that their ranks are free.
 */
export async function addMember(
  tx: Db,
  { staffId, person, roles, at, mayWrite = false, functions = [] }: NewMember,
): Promise<{ memberId: MemberId; personId: PersonId; isNew: boolean }> {
  const [staff] = await tx
    .select({ zone: staffs.zone, language: staffs.language })
    .from(staffs)
    .where(eq(staffs.id, staffId))
  if (!staff) throw new Error('addMember needs a staff')
  const { personId, isNewPerson } = await findOrMakePerson(tx, {
    person: { ...person, language: person.language ?? staff.language },
    mayWrite,
    at,
  })
  const [made] = await tx
    .insert(members)
    .values({
      id: newId('member', at),
      staffId,
      personId,
      roles,
      joinedAt: at,
      sharesDetails: isNewPerson || mayWrite ? true : null,
    })
    .onConflictDoNothing({ target: [members.staffId, members.personId] })
    .returning({ memberId: members.id })
  const memberId =
    made?.memberId ?? (await comeBack(tx, { staffId, personId, roles, zone: staff.zone, at }))
  if (!memberId) {
    const [row] = await tx
      .select({ id: members.id })
      .from(members)
      .where(and(eq(members.staffId, staffId), eq(members.personId, personId)))
    return { memberId: row!.id, personId, isNew: false } // the insert conflicted, so the row exists
  }
  await addHolders(
    tx,
    functions.map(fn => ({
      ...fn,
      staffId,
      memberId,
      validFrom: startsOn(at, staff.zone),
      validUntil: null,
    })),
    at,
  )
  return { memberId, personId, isNew: true }
}

/**
 * A member of that staff with their person and their other memberships. Locks member and person
 * until the end of the transaction; meetings and mails that name them can still be written.
 */
export async function lockMember(
  tx: Db,
  { staffId, memberId }: { staffId: StaffId; memberId: MemberId },
) {
  const [row] = await tx
    .select({
      member: members,
      person: people,
      hasAccount: sql<boolean>`${people.enrolledAt} is not null`,
    })
    .from(members)
    .innerJoin(people, eq(people.id, members.personId))
    .where(and(eq(members.id, memberId), eq(members.staffId, staffId)))
    // the person first, because a change of the address locks them, then all their memberships
    .for('no key update', { of: [people, members] })
  return row
}

/** Those of `memberIds` who are in the staff now, with their roles. */
export async function presentMembers(
  db: Db,
  staffId: StaffId,
  memberIds: readonly MemberId[],
): Promise<Map<MemberId, Role[]>> {
  if (memberIds.length === 0) return new Map()
  const rows = await db
    .select({ id: members.id, roles: members.roles })
    .from(members)
    .where(
      and(eq(members.staffId, staffId), isAmong(members.id, memberIds), isNull(members.leftAt)),
    )
  return new Map(rows.map(row => [row.id, row.roles]))
}

/**
 * Whoever changes members of a staff takes this lock and so waits for other changes; meetings can
 * still be written.
 */
export async function lockStaff(tx: Db, staffId: StaffId): Promise<void> {
  await tx.select({ id: staffs.id }).from(staffs).where(eq(staffs.id, staffId)).for('no key update')
}

/**
 * Keeps the roster unchanged until the end of the transaction; any number of transactions may hold
 * this lock at once.
 */
export async function holdStaff(tx: Db, staffId: StaffId): Promise<void> {
  await tx.select({ id: staffs.id }).from(staffs).where(eq(staffs.id, staffId)).for('share')
}

/** Whether the person with this address is or was a member of the staff. */
export async function hasEverBelonged(
  db: Db,
  { staffId, email }: { staffId: StaffId; email: string },
): Promise<boolean> {
  const rows = await db
    .select({ id: members.id })
    .from(members)
    .innerJoin(people, eq(people.id, members.personId))
    .where(and(eq(members.staffId, staffId), eq(people.email, email)))
  return rows.length > 0
}

/** Whether the staff has a lead other than this member. */
export async function hasOtherLead(
  tx: Db,
  { staffId, memberId }: { staffId: StaffId; memberId: MemberId },
): Promise<boolean> {
  const leads = await tx
    .select({ id: members.id })
    .from(members)
    .where(
      and(
        eq(members.staffId, staffId),
        ne(members.id, memberId),
        isNull(members.leftAt),
        sql`'lead' = any(${members.roles})`,
      ),
    )
    .limit(1)
  return leads.length > 0
}

export async function updatePerson(
  tx: Db,
  of: Parameters<typeof changePerson>[1],
  change: { [K in keyof PersonFields]?: PersonFields[K] | undefined },
): Promise<void> {
  // a corrected address has not been reached yet, so the warning stays until it is
  await changePerson(tx, of, defined(change))
}

/** Past meetings keep the roles somebody had. */
export async function giveMemberRoles(
  tx: Db,
  memberId: MemberId,
  { roles, at }: { roles: Role[]; at: Date },
): Promise<void> {
  const [row] = await tx
    .select({ roles: members.roles, former: members.former })
    .from(members)
    .where(eq(members.id, memberId))
    .for('no key update')
  if (!row) return
  const former = formerAfter<MemberFacts>(row, { roles }, { at })
  await tx.update(members).set({ roles, former }).where(eq(members.id, memberId))
}

export async function markLeft(tx: Db, memberId: MemberId, leftAt: Date): Promise<void> {
  await tx.update(members).set({ leftAt }).where(eq(members.id, memberId))
}

/**
 * Somebody who got a rank of a function while this member was away keeps it: from `today` on, the
 * entries of the returning member that collide are ended.
 */
export async function giveWay(
  tx: Db,
  { memberId, leftAt, today }: { memberId: MemberId; leftAt: Date; today: string },
): Promise<void> {
  const isTaken = sql`exists (
    select 1 from holders as other
    join members on members.id = other.member_id and members.left_at is null
    where other.replaced_at is null
      and other.function_id = holders.function_id and other.rank = holders.rank and other.member_id <> holders.member_id
      and coalesce(other.valid_until, 'infinity') >= greatest(holders.valid_from, ${today}::date)
      and other.valid_from <= coalesce(holders.valid_until, 'infinity'))`
  await endHolders(tx, and(eq(holders.memberId, memberId), isTaken), {
    endsOn: today,
    at: leftAt,
  })
}

async function findOrMakePerson(
  tx: Db,
  {
    person,
    mayWrite,
    at,
  }: { person: NewMember['person'] & { language: 'de' | 'en' }; mayWrite: boolean; at: Date },
): Promise<{ personId: PersonId; isNewPerson: boolean }> {
  const [made] = await tx
    .insert(people)
    .values({
      ...defined(person),
      name: person.name,
      email: person.email,
      id: newId('person', at),
      createdAt: at,
    })
    .onConflictDoNothing({ target: people.email })
    .returning({ id: people.id })
  if (made) return { personId: made.id, isNewPerson: true }
  const [known] = await tx.select().from(people).where(eq(people.email, person.email))
  const { id: personId, title, organisation, mobile } = known! // the insert conflicted, so the row exists; people are never removed
  if (mayWrite)
    await updatePerson(
      tx,
      { personId, at },
      {
        title: title || person.title,
        organisation: organisation || person.organisation,
        mobile: mobile || person.mobile,
      },
    )
  return { personId, isNewPerson: false }
}

async function comeBack(
  tx: Db,
  {
    staffId,
    personId,
    roles,
    zone,
    at,
  }: { staffId: StaffId; personId: PersonId; roles: Role[]; zone: string; at: Date },
): Promise<MemberId | null> {
  const [row] = await tx
    .select({ id: members.id, leftAt: members.leftAt })
    .from(members)
    .where(and(eq(members.staffId, staffId), eq(members.personId, personId)))
    .for('update')
  if (!row?.leftAt) return null
  const { leftAt } = row
  await endRestingHolders(tx, { memberId: row.id, leftAt, leftOn: startsOn(leftAt, zone) })
  await endLeaving(tx, { id: row.id, leftAt: row.leftAt }, at)
  await giveMemberRoles(tx, row.id, { roles, at })
  return row.id
}
