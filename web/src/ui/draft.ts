import { createContext, useContext, useState } from 'react'

const drafts = new Map<string, string>()

/**
 * Whose texts are kept below it, because several people share one computer; empty:
 * nobody is signed in.
 */
export const DraftOwner = createContext('')

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

const useKeyOf = (name: string) => `${useContext(DraftOwner)} ${name}`

function keep(key: string, text: string): void {
  if (text === '') drafts.delete(key)
  else drafts.set(key, text)
}
