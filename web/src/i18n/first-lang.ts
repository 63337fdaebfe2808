import type { Lang } from './texts.ts'

/** The address may name the language (links in mails do); else what the server wrote into the page. */
export function firstLang(): Lang {
  const asked =
    new URLSearchParams(window.location.search).get('lang') ?? document.documentElement.lang
  return asked === 'en' ? 'en' : 'de'
}
