import { useEffect } from 'react'
import { useLetterKeys } from '../ui/letterKeys.ts'

/** Single-letter shortcuts, off while the person is typing and for whom wants none. */
export function useKeys(keys: Record<string, () => void>): void {
  const isOn = useLetterKeys()
  useEffect(() => {
    if (!isOn) return
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isWriting(event.target))
        return
      const act = keys[event.key.toLowerCase()]
      if (!act) return
      event.preventDefault()
      act()
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  })
}

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest('input, textarea, select, dialog[open]') !== null)
  )
}
