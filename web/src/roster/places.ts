import type { MemberId } from '../../../src/lib/ids.ts'
import type { Holder } from '../../../src/roster/contract.ts'
import { holdersProblem } from '../../../src/roster/rules.ts'

/** One line of who holds or deputises while it is edited. */
export type Entry = {
  key: string
  memberId: MemberId
  name: string
  /** 0 holds, 1 and above deputise in that order */
  rank: number
  /** first and last day as typed; empty: from today, without end */
  from: string
  until: string
  /** as it is stored; null: new */
  stored: { rank: number; from: string } | null
}
export type Place = { rank: number; entries: Entry[] }
export type PlaceProblem = {
  key: string
  field: 'from' | 'until' | 'person'
  problem: 'over' | 'endsBeforeItBegins' | 'rankTaken' | 'twice'
}

export function entriesOf(holders: readonly Holder[]): Entry[] {
  return holders.map(({ holderId, memberId, name, rank, validFrom, validUntil }) => ({
    key: holderId,
    memberId,
    name,
    rank,
    from: validFrom,
    until: validUntil ?? '',
    stored: { rank, from: validFrom },
  }))
}

/** The holder's place first, even when nobody is in it; within a place by first day. */
export function placesOf(entries: readonly Entry[]): Place[] {
  const byRank = Map.groupBy(entries, entry => entry.rank)
  const ranks = [...new Set([0, ...byRank.keys()])].sort((a, b) => a - b)
  return ranks.map(rank => ({
    rank,
    entries: [...(byRank.get(rank) ?? [])].sort((a, b) => (a.from < b.from ? -1 : 1)),
  }))
}

/** A place changes with its neighbour, whoever is in both; past the ends nothing changes. */
export function movePlace(
  entries: readonly Entry[],
  { rank, by }: { rank: number; by: -1 | 1 },
): Entry[] {
  const ranks = placesOf(entries).map(place => place.rank)
  const other = ranks[ranks.indexOf(rank) + by]
  if (other === undefined) return [...entries]
  return closeGaps(
    entries.map(entry =>
      entry.rank === rank
        ? { ...entry, rank: other }
        : entry.rank === other
          ? { ...entry, rank }
          : entry,
    ),
  )
}

/** As last deputy, or into the holder's place: there whoever comes second begins the day after the one before ends, if that is known. */
export function addEntry(
  entries: readonly Entry[],
  {
    memberId,
    name,
    as,
    key,
    dayAfter,
  }: Pick<Entry, 'memberId' | 'name' | 'key'> & {
    as: 'holder' | 'deputy'
    dayAfter: (day: string) => string
  },
): Entry[] {
  const rank = as === 'holder' ? 0 : Math.max(0, ...entries.map(entry => entry.rank)) + 1
  const before = entries.filter(entry => entry.rank === rank).map(entry => entry.until)
  const last = before.includes('') ? '' : (before.sort().at(-1) ?? '')
  return closeGaps([
    ...entries,
    { key, memberId, name, rank, from: last === '' ? '' : dayAfter(last), until: '', stored: null },
  ])
}

/** Deputies move up; nobody becomes holder by somebody else's leaving. */
export function removeEntry(entries: readonly Entry[], key: string): Entry[] {
  return closeGaps(entries.filter(entry => entry.key !== key))
}

/** Its first day is over and stays, as long as it keeps its place. */
export function hasBegun({ rank, stored }: Entry, today: string): boolean {
  return stored !== null && stored.rank === rank && stored.from < today
}

/** What the server is asked for. A change of place counts from today; days that are over stay as they were. */
export function wantedFrom(entries: readonly Entry[], today: string) {
  return entries.map(entry => ({
    memberId: entry.memberId,
    rank: entry.rank,
    validFrom: firstDayOf(entry, today),
    validUntil: entry.until === '' ? null : entry.until,
  }))
}

/** The first thing that does not fit, or null. */
export function placesProblem(entries: readonly Entry[], today: string): PlaceProblem | null {
  for (const entry of entries) {
    if (firstDayOf(entry, today) < today && !hasBegun(entry, today))
      return { key: entry.key, field: 'from', problem: 'over' }
    if (entry.until !== '' && entry.until < today)
      return { key: entry.key, field: 'until', problem: 'over' }
  }
  const found = holdersProblem(wantedFrom(entries, today))
  const entry = found && entries[found.index]
  if (!entry) return null
  const field = found.field === 'validUntil' ? 'until' : found.field === 'rank' ? 'from' : 'person'
  return { key: entry.key, field, problem: found.problem }
}

function firstDayOf(entry: Entry, today: string): string {
  const { stored, rank, from } = entry
  if (hasBegun(entry, today) && stored) return stored.from
  // whoever changed places had begun in the old one
  if (from === '' || (stored && stored.rank !== rank && from < today)) return today
  return from
}

function closeGaps(entries: readonly Entry[]): Entry[] {
  const ranks = [...new Set(entries.map(entry => entry.rank))]
    .filter(rank => rank > 0)
    .sort((a, b) => a - b)
  return entries.map(entry =>
    entry.rank === 0 ? entry : { ...entry, rank: ranks.indexOf(entry.rank) + 1 },
  )
}
