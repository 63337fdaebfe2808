import { asc, eq } from 'drizzle-orm'
import type { Db } from '../../lib/db.ts'
import type { FunctionId, Id, MemberId, PersonId, StaffId } from '../../lib/ids.ts'
import { isAmong } from '../../lib/many.ts'
import { startsOn } from '../../lib/time.ts'
import { functionAt, shownOf } from '../rules/roster.ts'
import { formerFunctions, functions, holders, members, people, staffs } from '../tables.ts'
import { holdersOn } from '../rules/holders.ts'
import { displayName } from '../rules/names.ts'

export type HolderOfDay = {
  memberId: MemberId
  personId: PersonId
  displayName: string
  organisation: string
  rank: number
}
/** A function with its holders (rank 0) and deputies on a day, in order. */
export type FunctionOfDay = {
  functionId: FunctionId
  label: string
  block: string
  position: number
  isRequired: boolean
  holders: HolderOfDay[]
}

/** `leftAt` null: still in the staff */
type Leaving = { leftAt: Date | null }
type HolderFact = HolderOfDay &
  Leaving & {
    holderId: Id<'holder'>
    validFrom: string
    validUntil: string | null
    /** it counted from then */
    enteredAt: Date
    /** until then; null: it does still */
    replacedAt: Date | null
  }
/**
 * A function with its former versions and everybody who ever held it; `functionsOn` gives what was
 * valid at a moment.
 */
export type FunctionHistory = {
  functionId: FunctionId
  staffId: StaffId
  zone: string
  label: string
  block: string
  position: number
  isRequired: boolean
  createdAt: Date
  retiredAt: Date | null
  former: { label: string; block: string; isRequired: boolean; until: Date }[]
  holders: HolderFact[]
}

/**
 * The whole history of staffs' functions in two queries, in the order of the staff, so that many
 * meetings need no more.
 */
export async function functionHistories(
  db: Db,
  staffIds: readonly StaffId[],
): Promise<FunctionHistory[]> {
  if (staffIds.length === 0) return []
  const [rows, former] = await Promise.all([
    db
      .select({
        fn: functions,
        zone: staffs.zone,
        holder: holders,
        leftAt: members.leftAt,
        sharesDetails: members.sharesDetails,
        personId: people.id,
        title: people.title,
        name: people.name,
        organisation: people.organisation,
      })
      .from(functions)
      .innerJoin(staffs, eq(staffs.id, functions.staffId))
      .leftJoin(holders, eq(holders.functionId, functions.id))
      .leftJoin(members, eq(members.id, holders.memberId))
      .leftJoin(people, eq(people.id, members.personId))
      .where(isAmong(functions.staffId, staffIds))
      .orderBy(
        asc(functions.position),
        asc(functions.id),
        asc(holders.rank),
        asc(holders.validFrom),
        asc(holders.id),
      ),
    db
      .select({ former: formerFunctions })
      .from(formerFunctions)
      .innerJoin(functions, eq(functions.id, formerFunctions.functionId))
      .where(isAmong(functions.staffId, staffIds))
      .orderBy(asc(formerFunctions.until)),
  ])
  const formerOf = Map.groupBy(former, row => row.former.functionId)
  return [...Map.groupBy(rows, row => row.fn.id).values()].map(ofOne => {
    const { fn, zone } = ofOne[0]! // groups are never empty
    const { id: functionId, ...rest } = fn
    return {
      ...rest,
      functionId,
      zone,
      former: (formerOf.get(functionId) ?? []).map(row => row.former),
      holders: ofOne.flatMap(
        ({ holder, leftAt, sharesDetails, personId, title, name, organisation }) => {
          // the left join gives no holder for a function without any
          if (!holder || !personId || name === null) return []
          const {
            id: holderId,
            memberId,
            rank,
            validFrom,
            validUntil,
            enteredAt,
            replacedAt,
          } = holder
          return [
            {
              holderId,
              memberId,
              rank,
              validFrom,
              validUntil,
              enteredAt,
              replacedAt,
              leftAt,
              personId,
              displayName: displayName({ title: title ?? '', name }),
              ...shownOf(
                { organisation: organisation ?? '', mobile: '' },
                { sharesDetails, leftAt },
              ),
            },
          ]
        },
      ),
    }
  })
}

/**
 * The functions of a staff as they stood at that moment, with who held them on its day as far as it
 * was entered by then; so ask for the end of a meeting that is over. `counts` says which holders
 * still do; without it those who left on that day or before do not.
 */
export function functionsOn(
  histories: readonly FunctionHistory[],
  {
    staffId,
    at,
    day,
    counts,
  }: {
    staffId: StaffId
    at: Date
    day?: string
    counts?: (holder: Leaving & { memberId: MemberId }) => boolean
  },
): FunctionOfDay[] {
  return histories.flatMap(history => {
    const then = history.staffId === staffId ? functionAt(history, at) : null
    if (!then) return []
    const { functionId, label, block, position, isRequired, zone } = then
    const onDay = day ?? startsOn(at, zone)
    return [
      {
        functionId,
        label,
        block,
        position,
        isRequired,
        holders: holdersOn(
          history.holders
            .filter(holder => countsAt(holder, at))
            .filter(counts ?? (holder => isThere(holder, { day: onDay, zone }))),
          onDay,
        ).map(holderOfDay),
      },
    ]
  })
}

/**
 * Reads the same for one staff and moment from the database; `day` defaults to the day of `at` in
 * the staff's zone.
 */
export async function holdersAt(
  db: Db,
  staffId: StaffId,
  { at, day }: { at: Date; day?: string },
): Promise<FunctionOfDay[]> {
  return functionsOn(await functionHistories(db, [staffId]), {
    staffId,
    at,
    ...(day === undefined ? {} : { day }),
  })
}

/** Without the places that were entered otherwise before. */
export const asEnteredNow = (histories: readonly FunctionHistory[]): FunctionHistory[] =>
  histories.map(fn => ({ ...fn, holders: fn.holders.filter(holder => holder.replacedAt === null) }))

const countsAt = ({ enteredAt, replacedAt }: HolderFact, at: Date) =>
  enteredAt <= at && (replacedAt === null || replacedAt > at)

/** Whoever has left rests: their functions count until the day before. */
export function isThere(
  { leftAt }: Leaving,
  { day, zone }: { day: string; zone: string },
): boolean {
  return leftAt === null || day < startsOn(leftAt, zone)
}

function holderOfDay({
  memberId,
  personId,
  displayName,
  organisation,
  rank,
}: HolderFact): HolderOfDay {
  return { memberId, personId, displayName, organisation, rank }
}
