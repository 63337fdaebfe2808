import { sortName } from '../../roster/rules.ts'

const collator = new Intl.Collator('de')

/** Compares displayed names by surname, in the German order: Ç like C. */
export function bySurname(a: string, b: string): number {
  const [left, right] = [a, b].map(name => sortName({ title: '', name })) as [string, string] // map gives one for each
  return collator.compare(left, right) || (left < right ? -1 : left > right ? 1 : 0)
}

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
