/** The squares of the server's QR code, to be drawn on the page itself: its policy and dark mode allow no picture from text. */
export function qrOf(svg: string): { viewBox: string; path: string } | null {
  const viewBox = /viewBox="([\d .]+)"/.exec(svg)?.[1]
  const path = /<path[^>]* d="([\dMhvzZ,. -]+)"/.exec(svg)?.[1]
  return viewBox && path ? { viewBox, path } : null
}
