import type { Lang } from '../lib/time.ts'
import { words as de } from './de.ts'
import { words as en } from './en.ts'
import { phrase, type KeyOf, type Values } from './phrase.ts'

export type WordKey = KeyOf<typeof de>
/** Says a word of the staff room in one language; a page hands in its own, so that it loads no other. */
export type Say = (key: WordKey, values?: Values) => string

const speakers: Record<Lang, Say> = {
  de: (key, values) => phrase(de, key, { lang: 'de', values }),
  en: (key, values) => phrase(en, key, { lang: 'en', values }),
}

/** Loads both languages: for the server, and for pages that show a document in the language of its staff. */
export function sayIn(lang: Lang): Say {
  return speakers[lang]
}
