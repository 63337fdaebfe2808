import type { ReactNode } from 'react'

/**
 * Lets a table be wider than the screen: it scrolls sideways by finger or arrow keys, without the
 * page.
 */
export function TableScroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="table-scroll" role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  )
}
