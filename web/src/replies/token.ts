/**
 * The personal part of a link, from the fragment of the address; null when none is there. Mail programs like to append a dot or
 * a bracket, or to escape what they do not know.
 */
export function tokenIn(fragment: string): string | null {
  return /att_[0-9a-z]{26}\.\d{1,9}\.[A-Za-z0-9_-]{22}/.exec(unescaped(fragment))?.[0] ?? null
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
