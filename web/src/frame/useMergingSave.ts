import { useQueryClient, type FetchQueryOptions, type QueryKey } from '@tanstack/react-query'
import { useState } from 'react'
import { merge, type Merged, type Versions } from '../ui/merge.ts'
import type { useTyped } from '../ui/typed.ts'
import { Clash } from './clash.ts'
import { onNewest } from './newest.ts'
import { useSave, type SaveOptions } from './useSave.ts'

type Own<F> = Pick<Versions<F>, 'before' | 'mine'>

/**
 * Saves a form about something that others may change at the same time. Its changes are applied to
 * the newest state field by field; the form asks only about fields that both changed.
 */
export function useMergingSave<F extends object, S, K extends QueryKey>({
  query,
  form,
  isFit,
  fieldsOf,
  write,
  onSaved,
  ...options
}: Pick<SaveOptions<unknown, S>, 'done' | 'stale' | 'onRefused' | 'says'> & {
  /** loads the state that others may change */
  query: FetchQueryOptions<S, Error, S, K>
  form: Pick<ReturnType<typeof useTyped<F>>, 'typed' | 'set'>
  /** whether nothing is missing or wrong */
  isFit: (typed: F) => boolean
  /** the fields of the form in a state; null when its subject is gone */
  fieldsOf: (now: S) => F | null
  write: (merged: Omit<Merged<F>, 'clashes'>, now: S) => Promise<S>
  /** called when everything typed is saved */
  onSaved: () => void
}) {
  const queries = useQueryClient()
  // the values when the form opened, or when it was last saved or decided
  const [before, setBefore] = useState(form.typed)
  const save = useSave<Own<F>, S>({
    ...options,
    answers: query.queryKey,
    send: own =>
      onNewest(queries, query, async now => {
        const theirs = fieldsOf(now)
        if (!theirs) return write({ fields: own.mine, changes: own.mine }, now)
        const { clashes, ...merged } = merge({ ...own, theirs })
        if (clashes.length > 0) throw new Clash(theirs)
        return isEmpty(merged.changes) ? now : write(merged, now)
      }),
    onSaved: (_, { mine }) => {
      // the person may have typed while the form was being saved
      if (JSON.stringify(form.typed) === JSON.stringify(mine)) onSaved()
      else setBefore(mine)
    },
  })
  const entered = (own: Own<F>) => (isFit(own.mine) ? own : null)
  const own = { before, mine: form.typed }
  // only `send` above throws it, with fields of this form
  const clash = save.error instanceof Clash ? (save.error as Clash<F>) : null
  const versions = clash && { ...own, theirs: clash.theirs }
  const merged = versions && merge(versions)
  const decide = (taken: Partial<F>) => {
    if (!versions || !merged) return
    const { theirs } = versions
    const decided = { before: theirs, mine: { ...merged.fields, ...taken } }
    setBefore(theirs)
    form.set(decided.mine)
    if (isEmpty(merge({ ...decided, theirs }).changes)) return onSaved()
    // the question had the focus and disappears
    save.form.current?.querySelector<HTMLElement>('[type=submit]')?.focus()
    save.submit(entered(decided))
  }
  return {
    save,
    /** the value the form sends */
    value: entered(own),
    /** the fields to decide about, with what was typed since; null: none */
    clash:
      merged && merged.clashes.length > 0
        ? {
            ...versions,
            fields: merged.clashes,
            onMine: () => decide({}),
            onTheirs: () => decide(pick(versions.theirs, merged.clashes)),
          }
        : null,
  }
}

const isEmpty = (changes: object) => Object.keys(changes).length === 0

function pick<F extends object>(fields: F, names: readonly (keyof F)[]): Partial<F> {
  const picked: Partial<F> = {}
  for (const name of names) picked[name] = fields[name]
  return picked
}
