/** A sorted copy; keys are compared one after the other, text by code unit so that no locale moves a line. */
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
