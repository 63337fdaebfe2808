type Named = { title: string; name: string }

/** `Dr. Sabine Köhler-Özdemir` */
export function displayName({ title, name }: Named): string {
  return title === '' ? name : `${title} ${name}`
}

/**
 * `Köhler-Özdemir, Dr. Sabine`: the last word comes first, so that von, van or zu come after it
 * (`Hohenfels, Friedrich-Wilhelm von`). Used in lists only, never to address somebody.
 */
export function sortName({ title, name }: Named): string {
  const parts = name.trim().split(/\s+/)
  const last = parts.pop() ?? ''
  const rest = [title, ...parts].filter(part => part !== '').join(' ')
  return rest === '' ? last : `${last}, ${rest}`
}

const german = new Intl.Collator('de')

/**
 * Orders people by `sortName`, to which an addition is put on at the end, in the German order (Ç
 * like C) whatever the language of the reader.
 */
export function bySortName(a: { sortName: string }, b: { sortName: string }): number {
  const [left, right] = [a.sortName, b.sortName]
  return german.compare(left, right) || (left < right ? -1 : left > right ? 1 : 0)
}
