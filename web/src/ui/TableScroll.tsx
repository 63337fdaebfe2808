import type { ReactNode } from 'react'

/** A table that may be wider than the screen: it is pushed sideways by finger or arrow keys, the page is not. */
export function TableScroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="table-scroll" role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  )
}
