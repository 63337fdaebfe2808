import type { MemberId } from '../../lib/ids.ts'

/** Valid on that day; both ends inclusive, null: without end. */
export function isValidOn(
  { validFrom, validUntil }: { validFrom: string; validUntil: string | null },
  day: string,
): boolean {
  return validFrom <= day && (validUntil === null || validUntil >= day)
}

export function holdersOn<T extends { validFrom: string; validUntil: string | null; rank: number }>(
  holders: readonly T[],
  day: string,
): T[] {
  return holders.filter(holder => isValidOn(holder, day)).sort((a, b) => a.rank - b.rank)
}

export type Wanted = {
  memberId: MemberId
  rank: number
  validFrom: string
  validUntil: string | null
}

type HoldersProblem = {
  index: number
  field: 'validUntil' | 'rank' | 'memberId'
  problem: 'endsBeforeItBegins' | 'rankTaken' | 'twice'
}

/** On each day a rank belongs to one person, and a person has one rank in a function. */
export function holdersProblem(wanted: readonly Wanted[]): HoldersProblem | null {
  for (const [index, holder] of wanted.entries()) {
    if (holder.validUntil !== null && holder.validUntil < holder.validFrom)
      return { index, field: 'validUntil', problem: 'endsBeforeItBegins' }
    for (const other of wanted.slice(0, index)) {
      const overlap =
        isBefore(holder.validFrom, other.validUntil) && isBefore(other.validFrom, holder.validUntil)
      if (!overlap) continue
      if (other.memberId === holder.memberId) return { index, field: 'memberId', problem: 'twice' }
      if (other.rank === holder.rank) return { index, field: 'rank', problem: 'rankTaken' }
    }
  }
  return null
}

type Existing = Wanted & { holderId: string }

export type HoldersChange = {
  /** entries never valid on a past day, so that nothing is lost */
  remove: string[]
  /** new last day */
  end: { holderId: string; validUntil: string | null }[]
  add: Wanted[]
}

/**
 * The steps from the stored holders of a function to the wanted ones, without changing a past day:
 * an entry that was valid before is ended, one that begins today or later is removed. `existing`
 * are those valid today or later.
 */
export function changeHolders(
  existing: readonly Existing[],
  wanted: readonly Wanted[],
  { today, yesterday }: { today: string; yesterday: string },
): HoldersChange {
  const change: HoldersChange = { remove: [], end: [], add: [] }
  const kept = new Set<string>()
  for (const holder of wanted) {
    const same = existing.find(
      e =>
        !kept.has(e.holderId) &&
        e.memberId === holder.memberId &&
        e.rank === holder.rank &&
        e.validFrom === holder.validFrom,
    )
    if (!same) change.add.push(holder)
    else {
      kept.add(same.holderId)
      if (same.validUntil !== holder.validUntil)
        change.end.push({ holderId: same.holderId, validUntil: holder.validUntil })
    }
  }
  for (const { holderId, validFrom } of existing) {
    if (kept.has(holderId)) continue
    if (validFrom >= today) change.remove.push(holderId)
    else change.end.push({ holderId, validUntil: yesterday })
  }
  return change
}

function isBefore(day: string, end: string | null): boolean {
  return end === null || day <= end
}
