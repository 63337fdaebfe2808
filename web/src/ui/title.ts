/**
 * Keeps the title that the document came with only while no page has set one of its own, because a
 * document may have one (HTML §4.2.2).
 */
export function keepOneTitle(): void {
  const { head } = document
  const came = head.querySelector('title')
  if (!came) return
  const sync = () => {
    const hasOwn = [...head.querySelectorAll('title')].some(title => title !== came)
    if (hasOwn) came.remove()
    else if (!came.isConnected) head.append(came)
  }
  new MutationObserver(sync).observe(head, { childList: true })
}
