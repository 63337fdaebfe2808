type Participant = { identity: string; isLocal: boolean; joinedAt?: Date | undefined }

/** The last speaker first, then others in the order of coming, and the person's own tile last. */
export function inOrder<P extends Participant>(
  participants: readonly P[],
  speaker: string | null,
): P[] {
  const rank = (p: P) => (p.isLocal ? 2 : p.identity === speaker ? 0 : 1)
  const cameMs = (p: P) => p.joinedAt?.getTime() ?? Infinity
  return [...participants].sort(
    (a, b) => rank(a) - rank(b) || compare(cameMs(a), cameMs(b)) || compare(a.identity, b.identity),
  )
}

/** Number of columns that makes tiles large and keeps all visible. */
export function columnsFor(count: number): 1 | 2 | 3 | 4 {
  if (count <= 1) return 1
  if (count <= 4) return 2
  return count <= 9 ? 3 : 4
}

function compare<V extends number | string>(a: V, b: V): number {
  return a < b ? -1 : a > b ? 1 : 0
}
