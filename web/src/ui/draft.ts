import { useState } from 'react'
import { useOwner } from './owner.ts'

const drafts = new Map<string, string>()

/**
 * A text that is kept in memory when the page is left or the connection is lost; closing the tab
 * forgets it. Only the person who typed it finds it again.
 */
export function useDraft(name: string): [string, (text: string) => void] {
  const key = useKeyOf(name)
  const [text, setText] = useState(() => drafts.get(key) ?? '')
  return [
    text,
    next => {
      keep(key, next)
      setText(next)
    },
  ]
}

/** Sets a draft before its form opens, such as a name that was already typed elsewhere. */
export function useStartDraft(name: string): (text: string) => void {
  const key = useKeyOf(name)
  return text => keep(key, text)
}

const useKeyOf = (name: string) => `${useOwner()} ${name}`

function keep(key: string, text: string): void {
  if (text === '') drafts.delete(key)
  else drafts.set(key, text)
}
