import type { MemberId } from '../../../src/lib/ids.ts'
import type { Holder } from '../../../src/roster/contract/roster.ts'
import { holdersProblem } from '../../../src/roster/rules/holders.ts'

/** One line of holders and deputies while it is edited. */
export type Entry = {
  key: string
  memberId: MemberId
  name: string
  /** 0 holds, 1 and above deputise in that order */
  rank: number
  /** first and last day as typed; empty: from today, without end */
  from: string
  until: string
  /** the stored values; null: new */
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

/** The holder's place first, even when nobody has it; within a place by first day. */
export function placesOf(entries: readonly Entry[]): Place[] {
  const byRank = Map.groupBy(entries, entry => entry.rank)
  const ranks = [...new Set([0, ...byRank.keys()])].sort((a, b) => a - b)
  return ranks.map(rank => ({
    rank,
    entries: [...(byRank.get(rank) ?? [])].sort((a, b) => (a.from < b.from ? -1 : 1)),
  }))
}

/** Swaps a place with its neighbour, for all people in both; past the ends nothing changes. */
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

/**
 * Adds somebody as last deputy, or as holder: then from the day after the last known day of the
 * present holder.
 */
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

/** Removes somebody; later deputies move up, but nobody becomes holder by it. */
export function removeEntry(entries: readonly Entry[], key: string): Entry[] {
  return closeGaps(entries.filter(entry => entry.key !== key))
}

/** Whether the first day is over and cannot change, because the rank is the stored one. */
export function hasBegun({ rank, stored }: Entry, today: string): boolean {
  return stored !== null && stored.rank === rank && stored.from < today
}

/** The value to send. A changed rank begins today, so that past days stay as they were. */
export function wantedFrom(entries: readonly Entry[], today: string) {
  return entries.map(entry => ({
    memberId: entry.memberId,
    rank: entry.rank,
    validFrom: firstDayOf(entry, today),
    validUntil: entry.until === '' ? null : entry.until,
  }))
}

/** The first problem, or null. */
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
  // a past first day belongs to the former rank
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
