import { useState } from 'react'

const drafts = new Map<string, string>()

/**
 * A text that is kept in memory when the page is left or the connection is lost; closing the tab
 * forgets it.
 */
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

/** Sets a draft before its form opens, such as a name that was already typed elsewhere. */
export function startDraft(key: string, text: string): void {
  drafts.set(key, text)
}
