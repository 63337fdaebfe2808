import type { ReactNode } from 'react'
import './sheet.css'

/** One page to hand over in a dialog; printed, it stands alone under its title. */
export function Sheet({
  overline,
  title,
  children,
}: {
  overline: string
  title: string
  children: ReactNode
}) {
  return (
    <section className="sheet" aria-label={title} tabIndex={0}>
      <p className="overline">{overline}</p>
      <p className="for-whom">{title}</p>
      {children}
    </section>
  )
}
