import { type SQL, and, asc, eq, isNull, ne, sql } from 'drizzle-orm'
import type { Factor } from '../rules.ts'
import { unusedSince } from './sessions.ts'
import { accounts } from '../tables.ts'
import type { Membership } from '../../lib/actor.ts'
import type { Database, Db } from '../../lib/db.ts'
import type { Id, MemberId, PersonId, StaffId } from '../../lib/ids.ts'
import { functions, holders, members, people, staffs } from '../../roster/tables.ts'
import type { MyMembership, SampleAccount } from '../contract/session.ts'
import { bySortName, displayName, sortName } from '../../roster/rules/names.ts'

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

/**
 * Session, person and memberships in one statement, by unique and primary keys; null when the
 * session is not valid any more.
 */
export async function findAsker(
  sql: Database['sql'],
  tokenHash: Uint8Array,
  now: Date,
): Promise<Asker | null> {
  const [row] = await sql<
    (Omit<Asker, 'lastSeenAt' | 'expiresAt'> & { lastSeenAt: string; expiresAt: string })[]
  >`
    select s.id as "sessionId", s.person_id as "personId", s.factors, s.last_seen_at as "lastSeenAt", s.expires_at as "expiresAt",
           i.is_sample as "isSample", p.title, p.name, p.language, (
             select coalesce(json_agg(json_build_object('staffId', m.staff_id, 'memberId', m.id, 'roles', m.roles) order by m.joined_at, m.id), '[]')
             from members m where m.person_id = p.id and m.left_at is null
           ) as memberships
    from sessions s
    join people p on p.id = s.person_id
    join installation i on i.one
    where s.token_hash = ${tokenHash} and s.ended_at is null
      and s.expires_at > ${now.toISOString()} and s.last_seen_at > ${unusedSince(now).toISOString()}`
  return row
    ? { ...row, lastSeenAt: new Date(row.lastSeenAt), expiresAt: new Date(row.expiresAt) }
    : null
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
      sharesDetails: members.sharesDetails,
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

/**
 * The hotline of the oldest staff that has one, which is the county's; for visitors who have not
 * signed in.
 */
export async function firstHotline(db: Db): Promise<string> {
  const [row] = await db
    .select({ hotline: staffs.hotline })
    .from(staffs)
    .where(ne(staffs.hotline, ''))
    .orderBy(asc(staffs.createdAt))
    .limit(1)
  return row?.hotline ?? ''
}

/** The people of the sample that one can sign in as, the leads first. */
export async function sampleAccounts(db: Db): Promise<SampleAccount[]> {
  const labels = (ofRank: SQL) => sql<string[]>`(
    select coalesce(json_agg(f.label order by f.position, f.id), '[]')
    from ${holders} h join ${functions} f on f.id = h.function_id
    where h.member_id = ${members.id} and h.valid_until is null and f.retired_at is null
      and ${ofRank})`
  const rows = await db
    .select({
      personId: people.id,
      title: people.title,
      name: people.name,
      roles: members.roles,
      functions: labels(sql`h.rank = 0`),
      deputyFor: labels(sql`h.rank > 0`),
    })
    .from(members)
    .innerJoin(staffs, and(eq(staffs.id, members.staffId), eq(staffs.isSample, true)))
    .innerJoin(people, eq(people.id, members.personId))
    .where(isNull(members.leftAt))
  const rank = (row: (typeof rows)[number]) => (row.roles.includes('lead') ? 0 : 1)
  return rows
    .map(row => ({ ...row, sortName: sortName(row) }))
    .sort((a, b) => rank(a) - rank(b) || bySortName(a, b))
    .map(row => ({
      personId: row.personId,
      name: displayName(row),
      functions: row.functions,
      deputyFor: row.deputyFor,
      roles: row.roles,
    }))
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
