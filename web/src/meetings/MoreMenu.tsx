import { Link, type LinkProps } from '@tanstack/react-router'
import { useEffect, useId, useRef, useState } from 'react'
import { useT } from '../i18n/i18n.ts'

export type MoreItem = { id: string; label: string; disabledReason?: string | null } & (
  | { onPick: () => void }
  | { link: LinkProps }
)

/** The rarer acts, each of them always there; what cannot be done now says why. */
export function MoreMenu({ items }: { items: readonly MoreItem[] }) {
  const t = useT('meetings')
  const [isOpen, setOpen] = useState(false)
  const ref = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!isOpen) return
    const outside = (event: Event) => {
      if (event.target instanceof Node && !ref.current?.contains(event.target)) setOpen(false)
    }
    const escape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      setOpen(false)
      button.current?.focus()
    }
    document.addEventListener('pointerdown', outside)
    document.addEventListener('keydown', escape)
    return () => {
      document.removeEventListener('pointerdown', outside)
      document.removeEventListener('keydown', escape)
    }
  }, [isOpen])
  return (
    <div className="more" ref={ref}>
      <button
        ref={button}
        type="button"
        className="kern-btn kern-btn--secondary"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {t('acts.more')} <span aria-hidden="true">▾</span>
      </button>
      {isOpen ? (
        <ul className="menu plain-list">
          {items.map(item => (
            <li key={item.id}>
              <Item item={item} onPicked={() => setOpen(false)} />
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}

function Item({ item, onPicked }: { item: MoreItem; onPicked: () => void }) {
  const reasonId = useId()
  const { label, disabledReason } = item
  if ('link' in item && !disabledReason) {
    return (
      <Link {...item.link} onClick={onPicked}>
        {label}
      </Link>
    )
  }
  return (
    <button
      type="button"
      className="item"
      aria-disabled={disabledReason ? true : undefined}
      aria-describedby={disabledReason ? reasonId : undefined}
      onClick={() => {
        if (disabledReason || !('onPick' in item)) return
        onPicked()
        item.onPick()
      }}
    >
      <span>
        {label}
        {disabledReason ? <small id={reasonId}>{disabledReason}</small> : null}
      </span>
    </button>
  )
}
