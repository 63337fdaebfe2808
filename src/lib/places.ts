/** At most `count` places per `key` in this process. */
export type PlaceLimit = { key: string; count: number }

export type Places = {
  /**
   * Takes a place under every limit; `leave` gives it back. Where a limit is full, its oldest
   * holder loses the place and is told by its signal.
   */
  take(limits: readonly PlaceLimit[]): { lost: AbortSignal; leave: () => void }
}

export function createPlaces(): Places {
  // a Set keeps the order in which places were taken
  const taken = new Map<string, Set<AbortController>>()
  return {
    take(limits) {
      const place = new AbortController()
      for (const { key, count } of limits) {
        const others = taken.get(key) ?? new Set()
        taken.set(key, others)
        for (const oldest of others) {
          if (others.size < count) break
          others.delete(oldest)
          oldest.abort()
        }
        others.add(place)
      }
      return {
        lost: place.signal,
        leave() {
          for (const { key } of limits) {
            const others = taken.get(key)
            others?.delete(place)
            if (others?.size === 0) taken.delete(key)
          }
        },
      }
    },
  }
}
