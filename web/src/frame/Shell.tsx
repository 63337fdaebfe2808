import { useEffect, useEffectEvent, useRef, type ReactNode } from 'react'
import { useT } from '../i18n/i18n.ts'
import { usePopup } from '../ui/popup.ts'
import { ConnectionBanner } from './LiveStamp.tsx'

/** The bar on top, banners, and the page. What stands in it is handed in; it knows no router, as the answer page has none. */
export function Shell({
  pathname,
  mark,
  links,
  right,
  menu,
  menuLabel,
  banner,
  children,
}: {
  /** where pages change without a load: when it changes, a new page has begun */
  pathname?: string
  /** leads to the beginning; by a load where nothing is handed in */
  mark?: ReactNode
  links?: ReactNode
  /** hotline, staff, name: beside the navigation on a wide screen */
  right?: ReactNode
  /** everything else: opened by name or, on a narrow screen, by ☰ */
  menu?: ReactNode
  menuLabel?: string
  banner?: ReactNode
  children: ReactNode
}) {
  const common = useT('common')
  const main = useRef<HTMLElement>(null)
  const bar = useRef<HTMLDivElement>(null)
  const popup = usePopup(bar)
  const seen = useRef(pathname)
  const closeMenu = useEffectEvent(popup.close)

  useEffect(() => {
    if (pathname === undefined || seen.current === pathname) return
    const isSamePage = sameSection(seen.current ?? '', pathname)
    seen.current = pathname
    closeMenu()
    // a view inside a page keeps its place; a new page begins at its top, also for the screen reader
    if (isSamePage) return
    window.scrollTo(0, 0)
    main.current?.focus({ preventScroll: true })
  }, [pathname])

  return (
    <>
      <a
        className="skip"
        href="#content"
        onClick={event => {
          event.preventDefault()
          main.current?.focus()
        }}
      >
        {common('nav.toContent')}
      </a>
      <header>
        {banner}
        <div className="top" ref={bar}>
          {mark ?? (
            <a href="/" className="mark">
              {common('product')}
            </a>
          )}
          {links ? (
            <nav className="wide" aria-label={common('nav.main')}>
              {links}
            </nav>
          ) : null}
          <div className="right">
            {right}
            {menu ? (
              <>
                {menuLabel ? (
                  <button type="button" className="text-button strong" {...popup.button}>
                    {menuLabel}
                  </button>
                ) : null}
                <button type="button" className="text-button menu-button" {...popup.button}>
                  ☰ {common('nav.menu')}
                </button>
              </>
            ) : null}
          </div>
          {menu ? (
            <div {...popup.box} className="menu">
              {popup.isOpen ? (
                <>
                  <nav className="narrow-only" aria-label={common('nav.main')}>
                    {links}
                  </nav>
                  {menu}
                </>
              ) : null}
            </div>
          ) : null}
        </div>
      </header>
      <ConnectionBanner />
      <main id="content" ref={main} tabIndex={-1}>
        {children}
      </main>
    </>
  )
}

/** Views of one thing share its address up to the id: /meetings/mtg_…/agenda and /meetings/mtg_…/minutes. */
function sameSection(before: string, after: string): boolean {
  const [, kind, id] = before.split('/')
  const [, nextKind, nextId] = after.split('/')
  return id !== undefined && id.includes('_') && kind === nextKind && id === nextId
}
