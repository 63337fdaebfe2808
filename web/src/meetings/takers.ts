import type { MemberId, PersonId } from '../../../src/lib/ids.ts'
import type { Member, Roster } from '../../../src/roster/contract/roster.ts'
import { holdersOn } from '../../../src/roster/rules/holders.ts'
import { keepsMinutes, takesPart } from '../../../src/roster/rules/roster.ts'

/** `entries`: written in the meeting; `keeps`: label of the function that keeps minutes, or null. */
export type Taker = { member: Member; entries: number; keeps: string | null; isUsual: boolean }

/**
 * Who may keep the minutes, the likeliest first: who wrote most entries, then the holders of a
 * function that keeps minutes on that day (in the staff's zone), then the role, then by surname.
 */
export function takersOf(
  { members, functions }: Pick<Roster, 'members' | 'functions'>,
  { day, wrote = new Map() }: { day: string; wrote?: ReadonlyMap<PersonId, number> },
): Taker[] {
  const keepers = functions
    .filter(({ label }) => keepsMinutes(label))
    .flatMap(({ label, holders }) =>
      holdersOn(holders, day).map(({ memberId, rank }) => ({ memberId, rank, label })),
    )
    .sort((a, b) => a.rank - b.rank)
  const placeOf = ({ memberId }: Member) => {
    const place = keepers.findIndex(keeper => keeper.memberId === memberId)
    return place < 0 ? Infinity : place
  }
  return members
    .filter(member => member.leftAt === null && takesPart(member.roles))
    .map(member => ({
      member,
      entries: wrote.get(member.personId) ?? 0,
      keeps: keepers[placeOf(member)]?.label ?? null,
      isUsual: member.roles.includes('minuteTaker'),
    }))
    .sort(
      (a, b) =>
        b.entries - a.entries ||
        compare(placeOf(a.member), placeOf(b.member)) ||
        Number(b.isUsual) - Number(a.isUsual) ||
        a.member.sortName.localeCompare(b.member.sortName),
    )
}

/**
 * Who is proposed before a meeting: the first holder of a function that keeps minutes, else the only
 * person with the role; null: nobody stands out.
 */
export function proposedTaker(takers: readonly Taker[]): MemberId | null {
  const keeper = takers.find(({ keeps }) => keeps !== null)
  const [only, another] = takers.filter(({ isUsual }) => isUsual)
  return (keeper ?? (another ? undefined : only))?.member.memberId ?? null
}

/** The number of entries of each person that were not taken back. */
export function wroteIn(
  entries: readonly { byId: PersonId; retractedAt: string | null }[],
): Map<PersonId, number> {
  const wrote = new Map<PersonId, number>()
  for (const { byId, retractedAt } of entries)
    if (retractedAt === null) wrote.set(byId, (wrote.get(byId) ?? 0) + 1)
  return wrote
}

const compare = (a: number, b: number) => (a < b ? -1 : a > b ? 1 : 0)
