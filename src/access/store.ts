import { and, asc, eq, isNull, ne, sql } from 'drizzle-orm'
import type { Factor } from '../accounts/rules.ts'
import { isLiveBy, unusedSince } from '../accounts/store/sessions.ts'
import { accounts, installation, people, sessions } from '../accounts/tables.ts'
import type { Membership } from '../lib/actor.ts'
import { asked, writtenOnce, type Db } from '../lib/db.ts'
import type { Id, MemberId, PersonId, StaffId } from '../lib/ids.ts'
import { sortName, displayName } from '../roster/rules.ts'
import { functions, holders, members, staffs } from '../roster/tables.ts'
import type { MyMembership, SampleAccount } from './contract.ts'

export type Asker = {
  sessionId: Id<'session'>
  personId: PersonId
  factors: Factor[]
  lastSeenAt: Date
  expiresAt: Date
  isSample: boolean
  title: string
  name: string
  language: 'de' | 'en'
  memberships: Membership[]
}

const askerQuery = writtenOnce(db => {
  const mine = sql<Membership[]>`(
    select coalesce(json_agg(json_build_object('staffId', m.staff_id, 'memberId', m.id, 'roles', m.roles) order by m.joined_at, m.id), '[]')
    from ${members} m where m.person_id = ${people.id} and m.left_at is null)`
  return db
    .select({
      sessionId: sessions.id,
      personId: sessions.personId,
      factors: sessions.factors,
      lastSeenAt: sessions.lastSeenAt,
      expiresAt: sessions.expiresAt,
      isSample: installation.isSample,
      title: people.title,
      name: people.name,
      language: people.language,
      memberships: mine,
    })
    .from(sessions)
    .innerJoin(people, eq(people.id, sessions.personId))
    .innerJoin(installation, eq(installation.one, true))
    .where(
      and(
        eq(sessions.tokenHash, asked('tokenHash', sessions.tokenHash)),
        isLiveBy({ now: asked('now', sessions.expiresAt), unusedSince: asked('unusedSince', sessions.lastSeenAt) }),
      ),
    )
    .prepare('asker')
})

/** Session, person and memberships in one statement, by unique and primary keys; null when the session does not count any more. */
export async function findAsker(db: Db, tokenHash: Uint8Array, now: Date): Promise<Asker | null> {
  const [row] = await askerQuery(db).execute({ tokenHash, now, unusedSince: unusedSince(now) })
  return row ?? null
}

/** The staffs of a person as every page shows them. */
export async function myMemberships(db: Db, personId: PersonId): Promise<MyMembership[]> {
  return db
    .select({
      staffId: staffs.id,
      staffName: staffs.name,
      organisation: staffs.organisation,
      zone: staffs.zone,
      language: staffs.language,
      memberId: members.id,
      roles: members.roles,
      hotline: staffs.hotline,
      dialInNumber: staffs.dialInNumber,
      dialInCode: staffs.dialInCode,
      isSample: staffs.isSample,
    })
    .from(members)
    .innerJoin(staffs, eq(staffs.id, members.staffId))
    .where(and(eq(members.personId, personId), isNull(members.leftAt)))
    .orderBy(asc(staffs.name))
}

/** The hotline of the oldest staff that has one: the county's, before anybody has said who they are. */
export async function firstHotline(db: Db): Promise<string> {
  const [row] = await db
    .select({ hotline: staffs.hotline })
    .from(staffs)
    .where(ne(staffs.hotline, ''))
    .orderBy(asc(staffs.createdAt))
    .limit(1)
  return row?.hotline ?? ''
}

/** Everybody one can be in the sample, the leads first. */
export async function sampleAccounts(db: Db): Promise<SampleAccount[]> {
  const labels = sql<string[]>`(
    select coalesce(json_agg(f.label order by f.position, f.id), '[]')
    from ${holders} h join ${functions} f on f.id = h.function_id
    where h.member_id = ${members.id} and h.valid_until is null and f.retired_at is null)`
  const rows = await db
    .select({ personId: people.id, title: people.title, name: people.name, roles: members.roles, functions: labels })
    .from(members)
    .innerJoin(staffs, and(eq(staffs.id, members.staffId), eq(staffs.isSample, true)))
    .innerJoin(people, eq(people.id, members.personId))
    .where(isNull(members.leftAt))
  const rank = (row: (typeof rows)[number]) => (row.roles.includes('lead') ? 0 : 1)
  return rows
    .sort((a, b) => rank(a) - rank(b) || sortName(a).localeCompare(sortName(b), 'de'))
    .map(row => ({ personId: row.personId, name: displayName(row), functions: row.functions, roles: row.roles }))
}

export type Enrollee = {
  staffId: StaffId
  staffName: string
  hotline: string
  zone: string
  personId: PersonId
  title: string
  name: string
  email: string
  language: 'de' | 'en'
  hasAccount: boolean
}

/** A present member, to be given access; locked until the end of the transaction. */
export async function lockEnrollee(tx: Db, memberId: MemberId): Promise<Enrollee | null> {
  const [row] = await tx
    .select({
      staffId: staffs.id,
      staffName: staffs.name,
      hotline: staffs.hotline,
      zone: staffs.zone,
      personId: people.id,
      title: people.title,
      name: people.name,
      email: people.email,
      language: people.language,
      hasAccount: sql<boolean>`exists (select 1 from ${accounts} a where a.person_id = ${people.id})`,
    })
    .from(members)
    .innerJoin(staffs, eq(staffs.id, members.staffId))
    .innerJoin(people, eq(people.id, members.personId))
    .where(and(eq(members.id, memberId), isNull(members.leftAt)))
    .for('update', { of: people })
  return row ?? null
}
