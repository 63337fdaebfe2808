import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Context } from '../lib/context.ts'
import type { Db } from '../lib/db.ts'
import { notFound } from '../lib/errors.ts'
import type { MemberId, StaffId } from '../lib/ids.ts'
import { additionsFor, nameWith } from '../lib/namesakes.ts'
import { permit } from '../lib/permit.ts'
import { type Lang, addDays, startsOn } from '../lib/time.ts'
import { sayIn } from '../words/say.ts'
import type {
  Holder,
  Member,
  Roster,
  Staff,
  StaffFunction,
  StaffSummary,
} from './contract/roster.ts'
import {
  type Belonging,
  changeableFields,
  mayEditRoster,
  maySeeMailProblems,
  maySeeMobile,
  maySeeRoster,
  mayVouchFor,
  readiness,
  shownOf,
} from './rules/roster.ts'
import {
  type FunctionHistory,
  asEnteredNow,
  functionHistories,
  isThere,
} from './store/functionHistory.ts'
import { allMembershipsOf, membershipsByPerson } from './store/sharing.ts'
import { findStaff, listStaffs, staffView } from './store/staffs.ts'
import { members, people } from './tables.ts'
import { isValidOn } from './rules/holders.ts'
import { bySortName, displayName, sortName } from './rules/names.ts'

export async function myStaffs(ctx: Context): Promise<StaffSummary[]> {
  const roles = new Map(ctx.actor.memberships.map(m => [m.staffId, m.roles]))
  const rows = await listStaffs(ctx.database.db, [...roles.keys()])
  return rows.map(row => ({ ...row, roles: roles.get(row.staffId) ?? [] }))
}

export async function staffFor(ctx: Context, staffId: StaffId): Promise<Staff> {
  permit(ctx.actor, { staffId }, maySeeRoster)
  const row = await findStaff(ctx.database.db, staffId)
  if (!row) throw notFound('staff')
  return staffView(row)
}

/** Reads the roster with five queries, whatever the size of the staff. */
export async function rosterFor(ctx: Context, staffId: StaffId): Promise<Roster> {
  permit(ctx.actor, { staffId }, maySeeRoster)
  const { db } = ctx.database
  const [staff, histories, rows] = await Promise.all([
    findStaff(db, staffId),
    functionHistories(db, [staffId]),
    memberRows(db, staffId),
  ])
  if (!staff) throw notFound('staff')
  const today = startsOn(ctx.clock.now(), staff.zone)
  const functions: StaffFunction[] = asEnteredNow(histories)
    .filter(fn => fn.retiredAt === null)
    .map(({ functionId, label, block, position, isRequired, holders }) => ({
      functionId,
      label,
      block,
      position,
      isRequired,
      holders: holders
        .filter(
          holder =>
            (holder.validUntil === null || holder.validUntil >= today) &&
            isThere(holder, { day: today, zone: staff.zone }),
        )
        .map(holderView),
      formerHolders: holders
        .flatMap(holder => {
          const validUntil = lastDayOf(holder, staff.zone)
          return validUntil !== null && validUntil < today && validUntil >= holder.validFrom
            ? [holderView({ ...holder, validUntil })]
            : []
        })
        .sort(
          (a, b) =>
            compare(b.validUntil ?? '', a.validUntil ?? '') ||
            a.rank - b.rank ||
            compare(a.holderId, b.holderId),
        ),
    }))
  const labels = labelsOf(functions, today)
  const told = labelsOf(functions, today, ctx.actor)
  const belonging = await membershipsByPerson(
    db,
    rows.map(row => row.person.id),
  )
  const list = rows.map(row =>
    memberView(ctx, row, {
      functions: labels.get(row.member.id) ?? [],
      memberships: belonging.get(row.person.id) ?? [],
    }),
  )
  const named = toldApart({ members: list, functions })
  named.members.sort((a, b) => bySortName(a, b) || (a.memberId < b.memberId ? -1 : 1))
  // the additions of namesakes use the plain labels, as everywhere
  const shown = named.members.map(m => ({ ...m, functions: told.get(m.memberId) ?? [] }))
  return { today, ...named, members: shown, counts: readiness(named, today) }
}

/** Adds to equal names what tells the people apart. */
function toldApart({ members, functions }: Pick<Roster, 'members' | 'functions'>) {
  const additions = additionsFor(
    members.map(({ memberId: id, displayName: name, organisation, functions: held }) => {
      return { id, name, organisation, functions: held }
    }),
  )
  const named = (holder: Holder) => ({
    ...holder,
    name: nameWith(holder.name, additions.get(holder.memberId)),
  })
  return {
    members: members.map(member => ({
      ...member,
      displayName: nameWith(member.displayName, additions.get(member.memberId)),
      sortName: nameWith(member.sortName, additions.get(member.memberId)),
    })),
    functions: functions.map(fn => ({
      ...fn,
      holders: fn.holders.map(named),
      formerHolders: fn.formerHolders.map(named),
    })),
  }
}

export async function memberFor(
  ctx: Context,
  { staffId, memberId }: { staffId: StaffId; memberId: MemberId },
): Promise<Member> {
  permit(ctx.actor, { staffId }, maySeeRoster)
  const { db } = ctx.database
  const [row] = await memberRows(db, staffId, memberId)
  if (!row) throw notFound('member')
  const histories = await functionHistories(db, [staffId])
  const today = startsOn(ctx.clock.now(), histories[0]?.zone ?? 'UTC')
  const functions = labelsOf(
    asEnteredNow(histories).filter(fn => fn.retiredAt === null),
    today,
    ctx.actor,
  )
  return memberView(ctx, row, {
    functions: functions.get(memberId) ?? [],
    memberships: await allMembershipsOf(db, row.person.id),
  })
}

type HolderFact = FunctionHistory['holders'][number]

function holderView({
  holderId,
  memberId,
  displayName: name,
  organisation,
  rank,
  validFrom,
  validUntil,
}: HolderFact): Holder {
  return { holderId, memberId, name, organisation, rank, validFrom, validUntil }
}

/**
 * Both days inclusive; null: without end. People who left hold nothing from the day of leaving on.
 */
function lastDayOf({ validUntil, leftAt }: HolderFact, zone: string): string | null {
  const lastThere = leftAt === null ? null : addDays(startsOn(leftAt, zone), -1)
  if (lastThere === null || validUntil === null) return lastThere ?? validUntil
  return lastThere < validUntil ? lastThere : validUntil
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

type Row = Awaited<ReturnType<typeof memberRows>>[number]

function memberView(
  ctx: Context,
  { member, person, hasSecondFactor }: Row,
  { functions, memberships }: { functions: string[]; memberships: readonly Belonging[] },
): Member {
  const { staffId, sharesDetails } = member
  const personId = person.id
  const isTold = ctx.actor.personId === personId || sharesDetails === true
  const shown = isTold && member.leftAt === null ? person : shownOf(person, member)
  const mayEdit = mayEditRoster(ctx.actor, { staffId })
  return {
    memberId: member.id,
    personId,
    title: person.title,
    name: person.name,
    displayName: displayName(person),
    sortName: sortName(person),
    organisation: shown.organisation,
    email: person.email,
    mobile: isTold && maySeeMobile(ctx.actor, { staffId, personId }) ? shown.mobile : null,
    hasMobile: shown.mobile !== '',
    language: isTold ? person.language : null,
    sharesDetails,
    mayChange: mayEdit ? changeableFields(ctx.actor, { personId, sharesDetails, memberships }) : [],
    mayGiveAccess:
      ctx.actor.personId !== personId &&
      member.leftAt === null &&
      mayVouchFor(ctx.actor, memberships),
    roles: member.roles,
    functions,
    hasSecondFactor,
    mailProblem: maySeeMailProblems(ctx.actor, { staffId }) ? person.mailProblem : null,
    leftAt: member.leftAt?.toISOString() ?? null,
  }
}

/**
 * The present members; with `memberId` only that one, even if they have left. An account always has
 * two factors.
 */
async function memberRows(db: Db, staffId: StaffId, memberId?: MemberId) {
  return db
    .select({
      member: members,
      person: people,
      hasSecondFactor: sql<boolean>`${people.enrolledAt} is not null`,
    })
    .from(members)
    .innerJoin(people, eq(people.id, members.personId))
    .where(
      and(
        eq(members.staffId, staffId),
        memberId === undefined ? isNull(members.leftAt) : eq(members.id, memberId),
      ),
    )
    .orderBy(asc(members.id))
}

/** The functions of each member today; for a reader, *Vertretung …* where they deputise. */
function labelsOf(
  functions: readonly {
    label: string
    holders: readonly {
      memberId: MemberId
      rank: number
      validFrom: string
      validUntil: string | null
    }[]
  }[],
  today: string,
  reader?: { language: Lang },
): Map<MemberId, string[]> {
  const labels = new Map<MemberId, string[]>()
  for (const fn of functions) {
    for (const holder of fn.holders) {
      if (isValidOn(holder, today))
        labels.set(holder.memberId, [
          ...(labels.get(holder.memberId) ?? []),
          reader && holder.rank > 0
            ? sayIn(reader.language)('deputyOf', { label: fn.label })
            : fn.label,
        ])
    }
  }
  return labels
}
