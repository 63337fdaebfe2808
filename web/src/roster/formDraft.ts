import { useState } from 'react'
import { useDraft } from '../ui/draft.ts'

/** A form whose fields survive closing the dialog and leaving the page; without a key it begins anew each time. */
export function useFormDraft<F extends object>(
  key: string | null,
  initial: F,
): [F, (form: F) => void, () => void] {
  const [kept, keep] = useDraft(key ?? '')
  const [own, setOwn] = useState(initial)
  if (key === null) return [own, setOwn, () => {}]
  // only this form writes under the key, so the fields are its own
  const form = kept === '' ? initial : (JSON.parse(kept) as F)
  return [form, next => keep(JSON.stringify(next)), () => keep('')]
}
