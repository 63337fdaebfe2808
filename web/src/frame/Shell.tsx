import { useEffect, useEffectEvent, useRef, type ReactNode } from 'react'
import { useT } from '../i18n/i18n.ts'
import { usePopup } from '../ui/popup.ts'
import { ConnectionBanner } from './LiveStamp.tsx'

/**
 * The bar, banners and the page. It gets its content as properties and does not know the router,
 * because the answer page has none.
 */
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
  /** changes when another page is shown without a load */
  pathname?: string
  /** the link to the start page; without it a link that loads */
  mark?: ReactNode
  links?: ReactNode
  /** hotline, staff and name: beside the navigation on a wide screen */
  right?: ReactNode
  /** everything else: in the menu of the name or, on a narrow screen, of ☰ */
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
    // another view of one page keeps focus and position; another page begins at its top, for screen
    // readers too
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

/**
 * The part of an address up to the id, which the views of one thing share: /meetings/mtg_…/agenda
 * and /meetings/mtg_…/minutes.
 */
function sameSection(before: string, after: string): boolean {
  const [, kind, id] = before.split('/')
  const [, nextKind, nextId] = after.split('/')
  return id !== undefined && id.includes('_') && kind === nextKind && id === nextId
}
