import type { Lang } from '../lib/time.ts'

const lists = { de: new Intl.ListFormat('de'), en: new Intl.ListFormat('en-GB') }

/** `a`, `a und b`, `a, b und c`. */
export function listed(items: readonly string[], lang: Lang): string {
  return lists[lang].format(items)
}
