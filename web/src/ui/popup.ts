import { useId, useLayoutEffect, useRef, useState, type RefObject, type ToggleEvent } from 'react'

const edgePx = 16

/**
 * A box that a button opens below `anchor`, aligned right. The browser closes it on a press
 * elsewhere and on Escape, and returns the focus. Render the content only while `isOpen`, else the
 * page contains it twice.
 */
export function usePopup(anchor: RefObject<HTMLElement | null>) {
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const [isOpen, setOpen] = useState(false)
  useLayoutEffect(() => {
    if (!isOpen) return
    const place = () => {
      if (box.current && anchor.current) placeBelow(box.current, anchor.current)
    }
    place()
    window.addEventListener('resize', place)
    return () => window.removeEventListener('resize', place)
  }, [isOpen, anchor])
  return {
    isOpen,
    close: () => box.current?.hidePopover(),
    button: { popoverTarget: id, 'aria-expanded': isOpen },
    box: {
      id,
      ref: box,
      popover: 'auto',
      onToggle: (event: ToggleEvent) => setOpen(event.newState === 'open'),
    },
  } as const
}

/** Computes the position, because Firefox 128 and Safari 17 have popovers but no CSS anchors. */
function placeBelow(box: HTMLElement, anchor: HTMLElement): void {
  const { right, bottom } = anchor.getBoundingClientRect()
  const { clientWidth } = document.documentElement
  const inside = Number.parseFloat(getComputedStyle(anchor).paddingRight)
  const mostRight = Math.max(0, clientWidth - box.offsetWidth - edgePx)
  box.style.setProperty('--popup-top', `${bottom + window.scrollY}px`)
  box.style.setProperty('--popup-right', `${Math.min(clientWidth - right + inside, mostRight)}px`)
}
