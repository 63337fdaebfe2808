import { useLayoutEffect, useRef, useState } from 'react'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'

export type Leaving = ReturnType<typeof useLeaving>

/**
 * Asks before what was entered is lost. `entered` is compared with how it was at first; null: closing loses nothing, for a draft
 * keeps it.
 */
export function useLeaving(entered: unknown, onClose: () => void) {
  const now = JSON.stringify(entered)
  const [first] = useState(now)
  const [isAsking, setAsking] = useState(false)
  const cameFrom = useRef<Element | null>(null)
  return {
    isAsking,
    leave: () => {
      if (entered === null || now === first) return onClose()
      cameFrom.current ??= document.activeElement
      setAsking(true)
    },
    stay: () => {
      setAsking(false)
      if (cameFrom.current instanceof HTMLElement) cameFrom.current.focus()
      cameFrom.current = null
    },
    discard: onClose,
  }
}

/** Stands in place of the buttons. Escape goes on with the form; the browser would close the dialog at the second one. */
export function LeavingQuestion({ leaving }: { leaving: Leaving }) {
  const common = useT('common')
  const keep = useRef<HTMLButtonElement>(null)
  useLayoutEffect(() => keep.current?.focus(), [])
  return (
    <div
      className="row wrap leaving"
      onKeyDown={event => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        event.stopPropagation()
        leaving.stay()
      }}
    >
      <p className="grow" role="alert">
        <b>{common('ui.discard')}</b>
      </p>
      <Button ref={keep} onClick={leaving.stay}>
        {common('action.keepEditing')}
      </Button>
      <Button variant="danger" onClick={leaving.discard}>
        {common('action.discard')}
      </Button>
    </div>
  )
}
