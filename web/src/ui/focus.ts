/**
 * Keeps the focus on the page when the element that has it is removed, e.g. a row or a dialog.
 * Browsers drop it to the body then, and people with a keyboard or a screen reader begin at the top
 * again (WCAG 2.4.3). It goes to what opened the dialog, else to the closest part of the page that is
 * still there.
 */
export function keepFocus(): void {
  let path: Element[] = []
  let opener: HTMLElement | null = null
  document.addEventListener('focusin', ({ target }) => {
    const entered = target as HTMLElement // only elements take the focus
    const [before] = path
    if (entered.closest('dialog') && !before?.closest('dialog')) opener = before as HTMLElement
    path = []
    for (let each: Element | null = entered; each; each = each.parentElement) path.push(each)
  })
  const keep = () => {
    const [lost] = path
    if (!lost || lost.isConnected || document.activeElement !== document.body) return
    const wasInDialog = path.some(each => each.matches('dialog'))
    const nearest = path.find(each => each.isConnected && each !== document.body)
    const next = (wasInDialog && opener?.isConnected ? opener : nearest) as HTMLElement | undefined
    path = []
    if (!next) return
    if (next.tabIndex < 0) next.tabIndex = -1
    next.focus({ preventScroll: true })
  }
  new MutationObserver(keep).observe(document.body, { childList: true, subtree: true })
}
