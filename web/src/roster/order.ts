type Ordered = { functionId: string; block: string }
export type Group<F> = { block: string; functions: F[] }

/** Functions under their headings; a heading is where its first function is. */
export function groupsOf<F extends Ordered>(functions: readonly F[]): Group<F>[] {
  return [...Map.groupBy(functions, fn => fn.block)].map(([block, ofBlock]) => ({
    block,
    functions: ofBlock,
  }))
}

/** Moves a function by one within its block; at the ends nothing changes. */
export function moveFunction<F extends Ordered>(
  functions: readonly F[],
  { functionId, by }: { functionId: string; by: -1 | 1 },
): F[] {
  return groupsOf(functions).flatMap(group =>
    swapped(
      group.functions,
      group.functions.findIndex(fn => fn.functionId === functionId),
      by,
    ),
  )
}

/** Moves a block with all its functions. */
export function moveBlock<F extends Ordered>(
  functions: readonly F[],
  { block, by }: { block: string; by: -1 | 1 },
): F[] {
  const groups = groupsOf(functions)
  const index = groups.findIndex(group => group.block === block)
  return swapped(groups, index, by).flatMap(group => group.functions)
}

function swapped<E>(list: readonly E[], index: number, by: -1 | 1): E[] {
  const [moved, other] = [list[index], list[index + by]]
  if (moved === undefined || other === undefined) return [...list]
  return list.with(index, other).with(index + by, moved)
}
