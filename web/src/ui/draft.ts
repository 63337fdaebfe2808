import { useState } from 'react'

const drafts = new Map<string, string>()

/** Text that survives leaving the page and losing the connection; kept in memory only, gone with the tab. */
export function useDraft(key: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => drafts.get(key) ?? '')
  return [
    text,
    next => {
      if (next === '') drafts.delete(key)
      else drafts.set(key, next)
      setText(next)
    },
  ]
}
