import type { ReactNode } from 'react'
import './sheet.css'

/** A dialog with one page to hand over; printing prints only this page under its title. */
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
