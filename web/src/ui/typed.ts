import { useState } from 'react'
import { useDraft } from './draft.ts'

/**
 * The fields of a form as they are typed. With a `draft` they survive closing the form and leaving the page; without one they begin
 * anew each time.
 */
export function useTyped<F extends object>(first: F | (() => F), draft: string | null = null) {
  const [kept, keep] = useDraft(draft ?? '')
  const [own, setOwn] = useState(first)
  // only this form writes under the key, so the fields are its own
  const typed = draft === null || kept === '' ? own : (JSON.parse(kept) as F)
  const set = (next: F) => (draft === null ? setOwn(next) : keep(JSON.stringify(next)))
  const change = (part: Partial<F>) => set({ ...typed, ...part })
  return {
    typed,
    set,
    change,
    /** value and change of one field */
    field: <K extends keyof F>(key: K) => ({
      value: typed[key],
      // a computed key widens to string
      onChange: (value: F[K]) => set({ ...typed, [key]: value }),
    }),
    forget: () => (draft === null ? undefined : keep('')),
  }
}
