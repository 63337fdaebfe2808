export type Versions<F> = {
  /** as it was when somebody began to type */
  before: F
  /** as they typed it */
  mine: F
  /** as others left it meanwhile */
  theirs: F
}
export type Merged<F> = {
  /** both changes together; where both changed the same field, mine */
  fields: F
  /** what is still to be written over theirs */
  changes: Partial<F>
  /** fields that both changed, and not to the same */
  clashes: (keyof F & string)[]
}

/** Puts two changes of one form together, field by field. Blanks around a text are no change. */
export function merge<F extends object>({ before, mine, theirs }: Versions<F>): Merged<F> {
  const merged: Merged<F> = { fields: { ...theirs }, changes: {}, clashes: [] }
  // the form's own fields, all of them
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
