/** A signal entered by hand, with what its corrections need. */
type Entered = { id: string; replacesId: string | null }

/**
 * Groups entries with their corrections: each chain begins with the entry as it was made and ends
 * with what stands. Chains are in the order of their first entries.
 */
export function chainsOf<E extends Entered>(entries: readonly E[]): [E, ...E[]][] {
  const correctionOf = new Map(
    entries.flatMap(entry => (entry.replacesId === null ? [] : [[entry.replacesId, entry]])),
  )
  return entries
    .filter(entry => entry.replacesId === null)
    .map(first => {
      const chain: [E, ...E[]] = [first]
      for (let next = correctionOf.get(first.id); next; next = correctionOf.get(next.id))
        chain.push(next)
      return chain
    })
}
