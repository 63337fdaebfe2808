import type { Lang } from '../lib/time.ts'
import { words as de } from './de.ts'
import { words as en } from './en.ts'
import { phrase, type KeyOf, type Values } from './phrase.ts'

export type WordKey = KeyOf<typeof de>
/**
 * Gives a word of the staff room in one language. Pages pass their own, so that they load only one
 * language.
 */
export type Say = (key: WordKey, values?: Values) => string

const speakers: Record<Lang, Say> = {
  de: (key, values) => phrase(de, key, { lang: 'de', values }),
  en: (key, values) => phrase(en, key, { lang: 'en', values }),
}

/**
 * Gives both languages, for the server and for pages that show a document in the language of its
 * staff.
 */
export function sayIn(lang: Lang): Say {
  return speakers[lang]
}
