import { eq } from 'drizzle-orm'
import { asOf } from '../../lib/asOf.ts'
import type { Db } from '../../lib/db.ts'
import type { MemberId, PersonId, StaffId } from '../../lib/ids.ts'
import { additionsFor, alikeAmong, nameWith } from '../../lib/namesakes.ts'
import { shownOf } from '../rules/roster.ts'
import { members, people } from '../tables.ts'
import { functionHistories, functionsOn } from './functionHistory.ts'
import { displayName, sortName } from '../rules/names.ts'

/**
 * What somebody who is or was in the staff was called at that moment (null: is called), with what
 * told them from those of the same name who were in it then; null for a stranger, and for nobody.
 */
export type NamesInStaff = {
  ofMember: (memberId: MemberId | null, at: Date | null) => string | null
  ofPerson: (personId: PersonId | null, at: Date | null) => string | null
  /** by which lists sort them today, the addition at its end; empty for a stranger */
  sortNameOf: (memberId: MemberId) => string
}

/** Everybody's names in one query; in three where two ever had the same. */
export async function namesInStaff(
  db: Db,
  { staffId, now }: { staffId: StaffId; now: Date },
): Promise<NamesInStaff> {
  const rows = await db
    .select({
      memberId: members.id,
      joinedAt: members.joinedAt,
      leftAt: members.leftAt,
      sharesDetails: members.sharesDetails,
      person: {
        id: people.id,
        title: people.title,
        name: people.name,
        organisation: people.organisation,
        mobile: people.mobile,
        former: people.former,
      },
    })
    .from(members)
    .innerJoin(people, eq(people.id, members.personId))
    .where(eq(members.staffId, staffId))
  const alike = alikeAmong(rows, ({ person }) =>
    [person, ...person.former].map(called => displayName(called)),
  )
  const histories = alike.size > 0 ? await functionHistories(db, [staffId]) : []

  function additionOf(row: (typeof rows)[number], at: Date | null): string | undefined {
    if (!alike.has(row)) return undefined
    const functions = functionsOn(histories, { staffId, at: at ?? now })
    const listed = [...alike]
      .filter(one => one === row || isIn(one, at))
      .map(one => {
        const { organisation, ...called } = shownOf(asOf(one.person, at), one)
        const held = functions.filter(fn => fn.holders.some(h => h.memberId === one.memberId))
        return {
          id: one.memberId,
          name: displayName(called),
          organisation,
          functions: held.map(fn => fn.label),
        }
      })
    return additionsFor(listed).get(row.memberId)
  }
  const known = new Map<string, string>()
  const nameOf = (row: (typeof rows)[number] | undefined, at: Date | null) => {
    if (!row) return null
    const key = `${row.memberId} ${at?.getTime()}`
    const name = known.get(key) ?? nameWith(displayName(asOf(row.person, at)), additionOf(row, at))
    known.set(key, name)
    return name
  }
  const byMember = new Map(rows.map(row => [row.memberId, row]))
  const byPerson = new Map(rows.map(row => [row.person.id, row]))
  return {
    ofMember: (memberId, at) => nameOf(memberId ? byMember.get(memberId) : undefined, at),
    ofPerson: (personId, at) => nameOf(personId ? byPerson.get(personId) : undefined, at),
    sortNameOf: memberId => {
      const row = byMember.get(memberId)
      return row ? nameWith(sortName(row.person), additionOf(row, null)) : ''
    },
  }
}

/** The same for several staffs. */
export async function namesInStaffs(
  db: Db,
  { staffIds, now }: { staffIds: readonly StaffId[]; now: Date },
): Promise<Map<StaffId, NamesInStaff>> {
  const each = [...new Set(staffIds)].map(
    async staffId => [staffId, await namesInStaff(db, { staffId, now })] as const,
  )
  return new Map(await Promise.all(each))
}

function isIn({ joinedAt, leftAt }: { joinedAt: Date; leftAt: Date | null }, at: Date | null) {
  if (!at) return leftAt === null
  return joinedAt <= at && (leftAt === null || leftAt > at)
}
