import { sortName } from '../../roster/rules.ts'

const collator = new Intl.Collator('de')

/** Compares names as they are displayed by their surnames, in the German order: Ç with C. */
export function bySurname(a: string, b: string): number {
  const [left, right] = [a, b].map(name => sortName({ title: '', name })) as [string, string] // as many as went in
  return collator.compare(left, right) || (left < right ? -1 : left > right ? 1 : 0)
}

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
