/**
 * What something was until that moment, exclusive (an instant, or its ISO 8601 text in stored
 * JSON).
 */
export type Former<T extends object> = T & { until: Date | string }

/**
 * Something as it was at that moment: the first of its former states that lasted longer, else what
 * it is; `at` null: what it is. `former` is oldest first. What a former state does not tell was
 * always so.
 */
export function asOf<T extends { former: readonly Former<object>[] }>(
  present: T,
  at: Date | null,
): T {
  const then = at && present.former.find(({ until }) => new Date(until) > at)
  if (!then) return present
  const { until: _, ...was } = then
  return { ...present, ...was }
}

/**
 * The former states of something after its change to `next`, where `present` has all that is
 * remembered. By default the change holds from `at` on. With `wasAlwaysSo` what was mistyped is
 * corrected wherever it stood so, and nothing else of what was changes.
 */
export function formerAfter<T extends object>(
  { former, ...present }: T & { former: readonly Former<T>[] },
  next: Partial<T>,
  { at, wasAlwaysSo = false }: { at: Date; wasAlwaysSo?: boolean },
): Former<T>[] {
  const before = present as unknown as T // without `former`
  const changed = (Object.keys(before) as (keyof T)[]).filter(
    key => next[key] !== undefined && !isSame(next[key], before[key]),
  )
  if (changed.length === 0) return [...former]
  if (!wasAlwaysSo) return [...former, { ...before, until: at.toISOString() }]
  return former.map(state => {
    const mistaken = changed.filter(key => isSame(state[key], before[key]))
    return { ...state, ...Object.fromEntries(mistaken.map(key => [key, next[key]])) }
  })
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
