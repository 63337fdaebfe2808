/**
 * The squares of the server's QR code, drawn by the page itself, because the content policy and
 * dark mode allow no picture made from text.
 */
export function qrOf(svg: string): { viewBox: string; path: string } | null {
  const viewBox = /viewBox="([\d .]+)"/.exec(svg)?.[1]
  const path = /<path[^>]* d="([\dMhvzZ,. -]+)"/.exec(svg)?.[1]
  return viewBox && path ? { viewBox, path } : null
}
