/**
 * The personal token in the fragment of a link; null when there is none. Removes a dot or bracket
 * that a mail program appended, and undoes escaping.
 */
export function tokenIn(fragment: string): string | null {
  return (
    /att_[0-9a-z]{26}\.\d{1,9}(\.all)?\.[A-Za-z0-9_-]{22}/.exec(unescaped(fragment))?.[0] ?? null
  )
}

/** Whether the link leads to all dates of the series, not to one: by its address, or its token. */
export const isOfSeries = (fragment: string): boolean =>
  /^#?series\//.test(fragment) || tokenIn(fragment)?.includes('.all.') === true

export const seriesHref = (token: string): string => `#series/${token}`

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
