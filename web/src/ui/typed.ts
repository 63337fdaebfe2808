import { useState } from 'react'
import { useDraft } from './draft.ts'

/**
 * The fields of a form as typed. With a `draft` they are kept when the form is closed or the page
 * is left; without one they begin anew.
 */
export function useTyped<F extends object>(first: F | (() => F), draft: string | null = null) {
  const [kept, keep] = useDraft(draft ?? '')
  const [own, setOwn] = useState(first)
  const [wasKept, setWasKept] = useState(draft !== null && kept !== '')
  // only this form writes this draft
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
      onChange: (value: F[K]) => set({ ...typed, [key]: value }),
    }),
    /** what is shown was typed before the form opened */
    wasKept,
    forget: () => {
      if (draft !== null) keep('')
      setWasKept(false)
    },
  }
}
