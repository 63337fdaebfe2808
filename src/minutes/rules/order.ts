/**
 * A sorted copy. Compares keys one after the other, texts by code unit, so that the order does not
 * depend on a locale.
 */
export function ordered<T>(
  items: readonly T[],
  keyOf: (item: T) => readonly (number | string)[],
): T[] {
  return items
    .map(item => ({ item, key: keyOf(item) }))
    .sort((a, b) => {
      for (const [i, left] of a.key.entries()) {
        const right = b.key[i]
        if (right === undefined || left === right) continue
        return left < right ? -1 : 1
      }
      return 0
    })
    .map(({ item }) => item)
}
