import { use, useSyncExternalStore } from 'react'
import type { KeyOf, Same, Values } from '../../../src/words/phrase.ts'
import {
  langNow,
  loadTexts,
  onLang,
  setLang,
  speakerOf,
  type Lang,
  type Namespace,
  type Resources,
} from './texts.ts'

export type { Lang, Same }
export type TextKey<N extends Namespace> = KeyOf<Resources[N]>
/** `values.count` selects `key_one` or `key_other`; `{{name}}` in a text becomes `values.name`. */
export type T<N extends Namespace> = (key: TextKey<N>, values?: Values) => string

export function useLang(): { lang: Lang; setLang: (next: Lang) => void } {
  const current = useSyncExternalStore(onLang, langNow)
  return { lang: current, setLang: next => void setLang(next, { keep: true }) }
}

/** Texts of one feature; suspends until they are loaded. */
export function useT<N extends Namespace>(namespace: N): T<N> {
  const { lang: current } = useLang()
  use(loadTexts(namespace, current))
  // the texts are loaded here; the type of T checks the keys
  return speakerOf(namespace, current) as T<N>
}
