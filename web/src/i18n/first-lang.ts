import type { Lang } from './texts.ts'

/**
 * The language in the address (links in mails have it), else the one the server wrote into the
 * page.
 */
export function firstLang(): Lang {
  const asked =
    new URLSearchParams(window.location.search).get('lang') ?? document.documentElement.lang
  return asked === 'en' ? 'en' : 'de'
}
