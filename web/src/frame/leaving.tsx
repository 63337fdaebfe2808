import { useLayoutEffect, useRef, useState } from 'react'
import { useT } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'

export type Leaving = ReturnType<typeof useLeaving>

/**
 * Asks before entered values are lost. `entered` is compared with its first value; null: closing
 * loses nothing, because a draft keeps the values.
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

/**
 * Replaces the buttons of the form. Escape returns to the form; without this, a second Escape would
 * close the dialog.
 */
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
