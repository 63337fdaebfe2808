import { Link, type LinkProps } from '@tanstack/react-router'
import { useId, useRef } from 'react'
import { useT } from '../i18n/i18n.ts'
import { usePopup } from '../ui/popup.ts'

export type MoreItem = {
  id: string
  label: string
  disabledReason?: string | null
  isNarrowOnly?: boolean
} & ({ onPick: () => void } | { link: LinkProps })

/** The less frequent actions. All are always listed; one that is not possible now says why. */
export function MoreMenu({ items }: { items: readonly MoreItem[] }) {
  const t = useT('meetings')
  const button = useRef<HTMLButtonElement>(null)
  const popup = usePopup(button)
  return (
    <div className="more">
      <button ref={button} type="button" className="kern-btn kern-btn--secondary" {...popup.button}>
        {t('acts.more')} <span aria-hidden="true">▾</span>
      </button>
      <div {...popup.box} className="menu">
        {popup.isOpen ? (
          <ul className="plain-list">
            {items.map(item => (
              <li key={item.id} className={item.isNarrowOnly ? 'phone-only' : undefined}>
                <Item item={item} onPicked={popup.close} />
              </li>
            ))}
          </ul>
        ) : null}
      </div>
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
