export type Versions<F> = {
  /** the values when typing began */
  before: F
  /** the typed values */
  mine: F
  /** the values others have stored since */
  theirs: F
}
export type Merged<F> = {
  /** both changes together; where both changed a field, mine */
  fields: F
  /** the part of `fields` that differs from theirs */
  changes: Partial<F>
  /** fields that both changed to different values */
  clashes: (keyof F & string)[]
}

/** Merges two changes of one form field by field. Blanks around a text do not count as a change. */
export function merge<F extends object>({ before, mine, theirs }: Versions<F>): Merged<F> {
  const merged: Merged<F> = { fields: { ...theirs }, changes: {}, clashes: [] }
  // `before` has all fields of the form
  for (const field of Object.keys(before) as (keyof F & string)[]) {
    const isWanted = !isSame(mine[field], before[field]) && !isSame(mine[field], theirs[field])
    if (!isWanted) continue
    merged.fields[field] = mine[field]
    merged.changes[field] = mine[field]
    if (!isSame(theirs[field], before[field])) merged.clashes.push(field)
  }
  return merged
}

function isSame(a: unknown, b: unknown): boolean {
  const plain = (value: unknown) => JSON.stringify(typeof value === 'string' ? value.trim() : value)
  return plain(a) === plain(b)
}
